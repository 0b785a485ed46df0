import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import { toIso, type Instant } from '../domain/time.js';

/** Takes up to `most` calls' tokens from a provider's bucket, which holds those of one second; 0: none is left now. */
export async function takeTokens(
  tx: EntityManager,
  provider: Channel,
  perSecond: number,
  most: number,
  now: Instant,
): Promise<number> {
  const refilled = `least($2::float8, tokens + greatest(0, extract(epoch FROM ($3::timestamptz - refilled_at))) * $2::float8)`;
  const [rows] = (await tx.query(
    `WITH full_bucket AS (SELECT provider, ${refilled} AS tokens FROM token_bucket WHERE provider = $1 FOR UPDATE)
     UPDATE token_bucket b SET tokens = f.tokens - least($4, floor(f.tokens)), refilled_at = $3
       FROM full_bucket f WHERE b.provider = f.provider RETURNING least($4, floor(f.tokens))::int AS taken`,
    [provider, perSecond, toIso(now), most],
  )) as [{ taken: number }[], number];
  return rows[0]?.taken ?? 0;
}

export async function openBuckets(
  tx: EntityManager,
  providers: readonly Channel[],
  now: Instant,
): Promise<void> {
  await tx.query(
    `INSERT INTO token_bucket (provider, tokens, refilled_at) SELECT unnest($1::text[]), 1, $2 ON CONFLICT DO NOTHING`,
    [providers, toIso(now)],
  );
}
