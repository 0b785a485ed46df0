import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { accepts } from '../domain/loop/acceptance.js';
import type { HumanFactData, HumanFactKind } from '../domain/facts.js';
import { MINUTE, toIso, type Instant } from '../domain/time.js';
import {
  appendFacts,
  FACT_RECORD,
  hintRelay,
  readLog,
  TELLS_CHANGE,
  type Appended,
  type NewFact,
} from './log.js';
import { Refusal, refusingDuplicates, unknown, type RefusalKind } from './refusal.js';

/** A fact that a person told us, before the loop has agreed to take it. */
export type ToldFact = {
  [K in HumanFactKind]: {
    kind: K;
    happenedAt: Instant;
    data: HumanFactData[K];
    actorId: string | null;
    note?: string | null;
  };
}[HumanFactKind];

const REFUSED_AS: Readonly<Record<'ended' | 'notNow' | 'already' | 'unknown' | 'future', RefusalKind>> = {
  ended: 'conflict',
  notNow: 'conflict',
  already: 'conflict',
  unknown: 'notFound',
  future: 'invalid',
};

/** Clocks of two systems may differ by this much before something counts as not yet happened. */
const CLOCK_DIFFERENCE = 5 * MINUTE;

/** @throws Refusal (invalid) for what lies more than five minutes ahead */
export function refuseFuture(happenedAt: Instant, now: Instant): void {
  if (happenedAt <= now + CLOCK_DIFFERENCE) return;
  throw new Refusal(
    'invalid',
    `${toIso(happenedAt)} lies ahead. A fact has happened: send an instant that is past, or leave happenedAt out.`,
  );
}

/**
 * Appends a fact if the loop takes it as things stand. The enrolment's row is locked first, so that of two requests
 * that exclude each other only one passes.
 * @throws Refusal with what is allowed instead
 */
export async function tell(
  tx: EntityManager,
  enrolmentId: string,
  fact: ToldFact,
  now: Instant,
): Promise<Appended> {
  refuseFuture(fact.happenedAt, now);
  const [row] = (await tx.query('SELECT 1 FROM enrolment WHERE id = $1 FOR NO KEY UPDATE', [
    enrolmentId,
  ])) as unknown[];
  if (!row) throw unknown('enrolment', enrolmentId);
  const log = await readLog(tx, enrolmentId);
  const verdict = accepts(log, fact, now);
  if (!verdict.ok) throw new Refusal(REFUSED_AS[verdict.why], verdict.message, { allowed: verdict.allowed });
  const appended = await appendFacts(tx, enrolmentId, [fact], now);
  if (fact.kind === 'reopened') await openAgain(tx, enrolmentId);
  return appended![0]!;
}

/**
 * Counts a loop as open from the moment it is reopened, not from its next look on: meanwhile the rep may be trained again.
 * @throws Refusal (conflict) where a newer loop is open already
 */
const openAgain = (tx: EntityManager, enrolmentId: string): Promise<unknown> =>
  refusingDuplicates(
    {
      enrolment_one_open:
        'The rep was trained again: another loop in this capability and program is open. Go on with that one, or withdraw it first.',
    },
    () => tx.query('UPDATE enrolment SET ended_at = NULL WHERE id = $1', [enrolmentId]),
  );

/** Facts put into one request to Postgres. */
const BATCH = 5_000;

/**
 * Appends facts to many logs at once, each numbered on from its newest, and rings their bells. The rows must be
 * locked already, ids ascending. No notes: what many loops share is nobody's own words.
 * @param rings false for what needs no reaction
 */
export async function tellMany(
  tx: EntityManager,
  tellings: readonly { enrolmentId: string; fact: NewFact }[],
  now: Instant,
  rings = true,
): Promise<void> {
  if (tellings.length === 0) return;
  const counts = new Map<string, number>();
  for (const { enrolmentId } of tellings) counts.set(enrolmentId, (counts.get(enrolmentId) ?? 0) + 1);
  const [rows] = (await tx.query(
    `UPDATE enrolment SET last_seq = last_seq + n.facts, ring_seq = ring_seq + $3::int
       FROM unnest($1::uuid[], $2::int[]) AS n (id, facts)
      WHERE enrolment.id = n.id RETURNING enrolment.id, last_seq AS last, ${TELLS_CHANGE}`,
    [[...counts.keys()], [...counts.values()], rings ? 1 : 0],
  )) as [{ id: string; last: number }[], number];
  const next = new Map(rows.map(({ id, last }) => [id, last - counts.get(id)! + 1]));
  const records = tellings.map(({ enrolmentId, fact }) => {
    const seq = next.get(enrolmentId)!;
    next.set(enrolmentId, seq + 1);
    const { kind, data, actorId = null } = fact;
    return { enrolmentId, seq, id: uuid(), kind, happenedAt: toIso(fact.happenedAt), actorId, data };
  });
  for (let from = 0; from < records.length; from += BATCH)
    await tx.query(
      `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, actor_id, data)
       SELECT f."enrolmentId", f.seq, f.id, f.kind, f."happenedAt", $1, f."actorId", f.data
         FROM jsonb_to_recordset($2::jsonb) AS f ${FACT_RECORD.replace('(', '("enrolmentId" uuid, ')}`,
      [toIso(now), JSON.stringify(records.slice(from, from + BATCH))],
    );
  if (rings) await hintRelay(tx);
}
