import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { accepts } from '../../domain/loop/acceptance.js';
import type { HumanFactData, HumanFactKind } from '../../domain/facts.js';
import { MINUTE, toIso, type Instant } from '../../domain/time.js';
import { appendFacts, FACT_RECORD, readLog, tellsChange, type Appended, type NewFact } from './log.js';
import { Refusal, refusingDuplicates, unknown, type RefusalKind } from '../refusal.js';

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
  if (happenedAt > now + CLOCK_DIFFERENCE) throw new Refusal('invalid', { code: 'future' });
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
  if (!verdict.ok)
    throw new Refusal(REFUSED_AS[verdict.why], { code: verdict.code }, { allowed: verdict.allowed });
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
      enrolment_one_open: { code: 'reopenedAnew' },
    },
    () => tx.query('UPDATE enrolment SET ended_at = NULL WHERE id = $1', [enrolmentId]),
  );

/** Facts put into one request to Postgres. */
const BATCH = 5_000;

/** Whose bell rings: everybody's; that of loops alone which wait for a hand-over; nobody's, where no reaction is needed. */
export type Rings = 'all' | 'waiting' | 'none';

const RANG: Readonly<Record<Rings, string>> = {
  all: 'true',
  waiting: 'e.waits_for_hand_over',
  none: 'false',
};

/**
 * Appends facts to many logs at once, each numbered on from its newest, and rings their bells. The rows must be
 * locked already, ids ascending. No notes: what many loops share is nobody's own words.
 */
export async function tellMany(
  tx: EntityManager,
  tellings: readonly { enrolmentId: string; fact: NewFact }[],
  now: Instant,
  rings: Rings = 'all',
): Promise<void> {
  for (let from = 0; from < tellings.length; from += BATCH) {
    const told = new Map<string, number>();
    const records = tellings.slice(from, from + BATCH).map(({ enrolmentId, fact }) => {
      const seq = (told.get(enrolmentId) ?? 0) + 1;
      told.set(enrolmentId, seq);
      const { kind, data, actorId = null } = fact;
      return { enrolmentId, seq, id: uuid(), kind, happenedAt: toIso(fact.happenedAt), actorId, data };
    });
    await tx.query(
      `WITH told AS (
         SELECT * FROM jsonb_to_recordset($2::jsonb) AS f ${FACT_RECORD.replace('(', '("enrolmentId" uuid, ')}
       ), numbered AS (
         UPDATE enrolment e SET last_seq = e.last_seq + n.facts, ring_seq = e.ring_seq + (${RANG[rings]})::int
           FROM unnest($3::uuid[], $4::int[]) AS n (id, facts) WHERE e.id = n.id
         RETURNING e.id, e.last_seq - n.facts AS before, ${RANG[rings]} AS rang, ${tellsChange('e')}
       ), kept AS (
         INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, actor_id, data)
         SELECT n.id, n.before + f.seq, f.id, f.kind, f."happenedAt", $1, f."actorId", f.data
           FROM told f JOIN numbered n ON n.id = f."enrolmentId"
       )
       SELECT pg_notify('bell', '') FROM numbered WHERE rang LIMIT 1`,
      [toIso(now), JSON.stringify(records), [...told.keys()], [...told.values()]],
    );
  }
}
