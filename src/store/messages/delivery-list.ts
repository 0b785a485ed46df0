import type { EntityManager } from 'typeorm';
import type { Channel } from '../../domain/cadence.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { JobKind } from '../../entities/index.js';
import { ringAtOnce } from '../running/bells.js';
import { takeUpAgain } from './bounces.js';
import { lockLoopsOf } from './deliveries.js';
import type { DeliveryRow } from './delivery-row.js';
import { Refusal, unknown } from '../refusal.js';

/** A message as whoever runs the product sees it: never what it says. */
export interface ListedDelivery {
  id: string;
  personId: string;
  personName: string;
  channel: Channel;
  state: DeliveryRow['state'];
  inDoubt: boolean;
  attempts: number;
  error: string | null;
  /** About what: loops, figures, or the monthly question. */
  about: 'coaching' | 'figures' | 'question';
  /** How many things it tells. */
  items: number;
  createdAt: Date;
  nextTryAt: Date | null;
  handedOverAt: Date | null;
  retriedAt: Date | null;
}

export interface DeliveryFilter {
  state?: DeliveryRow['state'] | undefined;
  channel?: Channel | undefined;
  inDoubt?: boolean | undefined;
}

/** Messages that fit, the newest first, behind the one with this id: ids grow with time. */
export const listDeliveries = (
  tx: EntityManager,
  { state, channel, inDoubt }: DeliveryFilter,
  after: string | null,
  limit: number,
): Promise<ListedDelivery[]> =>
  tx.query(
    `SELECT d.id, d.person_id AS "personId", p.name AS "personName", d.channel, d.state, d.in_doubt AS "inDoubt", d.attempts, d.error,
            coalesce(said.about, 'coaching') AS about, coalesce(said.items, 0) AS items,
            d.created_at AS "createdAt", d.next_try_at AS "nextTryAt", d.handed_over_at AS "handedOverAt", d.retried_at AS "retriedAt"
       FROM delivery d JOIN person p ON p.id = d.person_id
       LEFT JOIN LATERAL (
         SELECT count(*)::int AS items,
                CASE WHEN bool_and(n.enrolment_id IS NULL) THEN 'figures'
                     WHEN bool_and(n.obligation LIKE 'pulse/%') THEN 'question' ELSE 'coaching' END AS about
           FROM nudge n WHERE n.delivery_id = d.id HAVING count(*) > 0) said ON true
      WHERE ($1::uuid IS NULL OR d.id < $1)
        AND ${state === undefined ? '$2::text IS NULL' : 'd.state = $2'}
        AND ${inDoubt === true ? 'd.in_doubt AND' : inDoubt === false ? 'NOT d.in_doubt AND' : ''} ($3::text IS NULL OR d.channel = $3)
      ORDER BY d.id DESC LIMIT $4`,
    [after, state ?? null, channel ?? null, limit],
  );

/**
 * Lets a message that was given up be tried once more, by the channels of its ladder from the first on. What was done or
 * went on since is left out of it.
 *
 * @returns whose message it is
 * @throws Refusal where it was not given up, where it may have arrived, or where nothing of it is still owed
 */
export async function retryDelivery(tx: EntityManager, id: string, now: Instant): Promise<string> {
  // In the order of a claim: the loops, their messages, the delivery.
  await lockLoopsOf(tx, [id]);
  const [delivery] = (await tx.query(
    'SELECT state, in_doubt AS "inDoubt", lane, person_id AS "personId" FROM delivery WHERE id = $1 FOR NO KEY UPDATE',
    [id],
  )) as (Pick<DeliveryRow, 'state' | 'inDoubt' | 'personId'> & { lane: number })[];
  if (!delivery) throw unknown('message', id);
  if (delivery.state !== 'failed') throw new Refusal('conflict', { code: 'notGivenUp' });
  // Nobody can say any more that it did not arrive, and nothing is sent twice.
  if (delivery.inDoubt) throw new Refusal('conflict', { code: 'mayHaveArrived' });
  if (!(await takeUpAgain(tx, id, now))) throw new Refusal('conflict', { code: 'goneOn' });
  await retryFrom(tx, id, now, now);
  await ringAtOnce(tx, 'lane', [String(delivery.lane)]);
  return delivery.personId;
}

/** Lets what was claimed again be tried from an instant on, by the channels of its ladder from the first on. */
export const retryFrom = (tx: EntityManager, id: string, at: Instant, now: Instant): Promise<unknown> =>
  tx.query(
    `UPDATE delivery SET state = 'retrying', next_try_at = $2, retried_at = $3, channel = n.via[1], other_channels = n.via[2:]
       FROM (SELECT via FROM nudge WHERE delivery_id = $1 AND state = 'claimed' ORDER BY place NULLS LAST LIMIT 1) n WHERE id = $1`,
    [id, toIso(at), toIso(now)],
  );

/** Work over many loops, as whoever runs the product sees it. */
export interface ListedJob {
  id: string;
  kind: JobKind;
  program: string | null;
  state: 'queued' | 'running' | 'done';
  done: number;
  total: number | null;
  /** How often its bell was rung without an answer. */
  rings: number;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Jobs by state, the newest first, behind an id. */
export const listJobs = (
  tx: EntityManager,
  isDone: boolean,
  after: string | null,
  limit: number,
): Promise<ListedJob[]> =>
  tx.query(
    `SELECT j.id, j.kind, p.code AS program, j.state, j.done, j.total, j.ring_tries AS rings, j.created_at AS "createdAt", j.finished_at AS "finishedAt"
       FROM job j LEFT JOIN program p ON p.id = j.program_id
      WHERE j.state ${isDone ? '=' : '<>'} 'done' AND ($1::uuid IS NULL OR j.id < $1) ORDER BY j.id DESC LIMIT $2`,
    [after, limit],
  );

/** Rings a job that is not done, at once: its batches go on where they were. */
export async function ringJob(tx: EntityManager, id: string): Promise<void> {
  const [job] = (await tx.query('SELECT state FROM job WHERE id = $1 FOR NO KEY UPDATE', [id])) as {
    state: string;
  }[];
  if (!job) throw unknown('job', id);
  if (job.state === 'done') throw new Refusal('conflict', { code: 'jobDone' });
  await ringAtOnce(tx, 'job', [id]);
}
