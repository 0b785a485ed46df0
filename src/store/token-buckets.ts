import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import { toIso, type Instant } from '../domain/time.js';

/**
 * Takes up to `most` calls' tokens from a provider's bucket, which holds those of one second; 0: none is left now. It is
 * filled by the clock of Postgres: each of two workers whose clocks differ would fill it anew.
 */
export async function takeTokens(
  tx: EntityManager,
  provider: Channel,
  perSecond: number,
  most: number,
): Promise<number> {
  const filled = `least($2::float8, tokens + greatest(0, extract(epoch FROM (clock_timestamp() - refilled_at))) * $2::float8)`;
  const [rows] = (await tx.query(
    `WITH full_bucket AS (SELECT provider, ${filled} AS tokens FROM token_bucket WHERE provider = $1 FOR UPDATE)
     UPDATE token_bucket b SET tokens = f.tokens - least($3, floor(f.tokens)), refilled_at = clock_timestamp()
       FROM full_bucket f WHERE b.provider = f.provider RETURNING least($3, floor(f.tokens))::int AS taken`,
    [provider, perSecond, most],
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
