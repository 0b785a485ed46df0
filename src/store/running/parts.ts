import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { ms } from '../instants.js';
import { RESTS_ON_PURPOSE } from './jobs.js';

/** What Postgres knows of the parts that share it. Instants are milliseconds since the epoch; null: none. */
export interface PartReadings {
  /** When Postgres itself began. */
  postgresSince: Instant;
  /** Builds of which a worker was seen within the last minute. */
  builds: number;
  workerSeenAt: Instant | null;
  /** Bells that nobody has answered, and the oldest of what was told to their loops since these looked. */
  bells: number;
  bellsSince: Instant | null;
  /** Messages past their slot, or to be tried again by now. */
  due: number;
  dueSince: Instant | null;
  email: ChannelReading;
  slack: ChannelReading;
  /** Messages that were given up in the last week. */
  givenUp: number;
  givenUpSince: Instant | null;
  faults: number;
  faultsSince: Instant | null;
  /** Jobs that are not done, and since when the oldest waits that does not rest on purpose. */
  jobs: number;
  jobsSince: Instant | null;
  findings: number;
  findingsSince: Instant | null;
  /** The oldest launch of a program, and when figures were published last. */
  launchedSince: Instant | null;
  figuresAt: Instant | null;
  auditAt: Instant | null;
  /** The audit's table refuses to be changed. */
  auditGuarded: boolean;
}

/** A way to people. */
export interface ChannelReading {
  /** Messages that failed and are tried again. */
  waiting: number;
  since: Instant | null;
  /** When a provider took one last. */
  lastAt: Instant | null;
}

/** Of deliveries the newest alone are looked through for what was handed over last. */
const NEWEST = 1_000;

const channel = (name: string): string => `
  (SELECT jsonb_build_object(
     'waiting', count(*) FILTER (WHERE d.state = 'retrying'),
     'since', ${ms(`min(d.created_at) FILTER (WHERE d.state = 'retrying')`)},
     'lastAt', (SELECT ${ms('max(n.handed_over_at)')} FROM newest n WHERE n.channel = '${name}'))
   FROM delivery d WHERE d.state IN ('sending', 'retrying') AND d.channel = '${name}') AS ${name}`;

/**
 * @param now the domain's clock
 * @param seen what the clock of this machine says: workers note themselves by theirs
 */
export async function readParts(tx: EntityManager, now: Instant, seen: Instant): Promise<PartReadings> {
  const [row] = (await tx.query(
    `WITH newest AS (SELECT channel, handed_over_at FROM delivery ORDER BY id DESC LIMIT ${NEWEST}),
     bells AS (
       SELECT id, last_seq, looked_at FROM enrolment WHERE ring_seq > applied_seq
     ), due AS (
       SELECT slot_at AS at FROM nudge WHERE state = 'queued' AND slot_at <= $1
       UNION ALL SELECT coalesce(next_try_at, created_at) FROM delivery
        WHERE state IN ('sending', 'retrying') AND coalesce(next_try_at, created_at) <= $1
     )
     SELECT ${ms('pg_postmaster_start_time()')} AS "postgresSince",
       (SELECT count(*)::int FROM build WHERE seen_at > $2::timestamptz - interval '1 minute') AS builds,
       (SELECT ${ms('max(seen_at)')} FROM build) AS "workerSeenAt",
       ((SELECT count(*) FROM bells) + (SELECT count(*) FROM lane WHERE ring_seq > applied_seq)
          + (SELECT count(*) FROM job WHERE ring_seq > applied_seq))::int AS bells,
       (SELECT ${ms('min(f.recorded_at)')} FROM bells b JOIN fact f ON f.enrolment_id = b.id AND f.seq = b.last_seq
           WHERE f.kind <> 'handedOver' AND (b.looked_at IS NULL OR f.recorded_at > b.looked_at)) AS "bellsSince",
       (SELECT count(*)::int FROM due) AS due,
       (SELECT ${ms('min(at)')} FROM due) AS "dueSince",
       ${channel('email')}, ${channel('slack')},
       (SELECT count(*)::int FROM delivery WHERE state = 'failed' AND created_at > $1::timestamptz - interval '7 days') AS "givenUp",
       (SELECT ${ms('min(created_at)')} FROM delivery WHERE state = 'failed' AND created_at > $1::timestamptz - interval '7 days') AS "givenUpSince",
       (SELECT count(*)::int FROM enrolment WHERE fault IS NOT NULL) AS faults,
       (SELECT ${ms('min(fault_at)')} FROM enrolment WHERE fault IS NOT NULL) AS "faultsSince",
       (SELECT count(*)::int FROM job WHERE state <> 'done') AS jobs,
       (SELECT ${ms('min(coalesce(wake_at, created_at))')} FROM job j WHERE state <> 'done' AND coalesce(wake_at, created_at) <= $1 AND NOT ${RESTS_ON_PURPOSE}) AS "jobsSince",
       (SELECT count(*)::int FROM finding WHERE repaired_at IS NULL) AS findings,
       (SELECT ${ms('min(first_found_at)')} FROM finding WHERE repaired_at IS NULL) AS "findingsSince",
       (SELECT ${ms('min(created_at)')} FROM job WHERE kind = 'rolloutLaunch') AS "launchedSince",
       (SELECT ${ms('max(released_at)')} FROM figure_release) AS "figuresAt",
       (SELECT ${ms('max(at)')} FROM audit_entry) AS "auditAt",
       (SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit_entry'::regclass AND tgfoid = 'refuse_change'::regproc
           AND tgenabled <> 'D') >= 3 AS "auditGuarded"`,
    [toIso(now), toIso(seen)],
  )) as [PartReadings];
  return row;
}
