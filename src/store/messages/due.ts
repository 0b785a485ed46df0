import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Channel } from '../../domain/cadence.js';
import type { Because } from '../../domain/message/rank.js';
import { dueKindOf } from '../../domain/message/subject.js';
import type { Subscription } from '../../domain/message/subscription.js';
import type { Audience } from '../../domain/people.js';
import { toIso, type DateSpan, type Instant, type IsoDate } from '../../domain/time.js';
import type { StallReason } from '../../domain/words.js';
import type { DeliveryRow } from './delivery-row.js';
import { mayHear } from '../figures/readers.js';
import { tellMany } from '../loops/tellings.js';
import { answeredAt, owedKey } from './subjects.js';
import { ms } from '../instants.js';

/** People of a lane who have something due, the longest waiting first. */
export async function peopleDue(
  tx: EntityManager,
  lane: number,
  now: Instant,
  limit: number,
): Promise<string[]> {
  const rows = (await tx.query(
    `SELECT person_id AS id FROM nudge WHERE lane = $1 AND state = 'queued' AND slot_at <= $2 GROUP BY person_id ORDER BY min(slot_at) LIMIT $3`,
    [lane, toIso(now), limit],
  )) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** A recipient, locked, so that two messages to them are never made at once. */
export interface LockedPerson {
  id: string;
  preferredChannel: Channel | null;
  calendar: number;
  unsubscribed: Subscription[];
}

/** By id. */
export async function lockPeople(
  tx: EntityManager,
  ids: readonly string[],
): Promise<Map<string, LockedPerson>> {
  const rows = (await tx.query(
    `SELECT id, preferred_channel AS "preferredChannel", calendar_version AS calendar, unsubscribed FROM person
      WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`,
    [ids],
  )) as LockedPerson[];
  const people = new Map(rows.map((row) => [row.id, row]));
  for (const id of ids) if (!people.has(id)) throw new Error(`there is no person ${id} to write to`);
  return people;
}

/** A nudge whose time has come, with all that says where it stands among others. */
export interface DueRow {
  id: string;
  personId: string;
  lane: number;
  /** Null: it tells of figures, and what else speaks of a loop here is empty. */
  enrolmentId: string | null;
  subject: string;
  rung: number;
  /** Of figures: none that counts. */
  audience: Audience;
  via: Channel[];
  notice: boolean;
  waitsSince: Instant | null;
  repId: string;
  managerId: string | null;
  programId: string;
  blackouts: DateSpan[];
  cadenceVersionId: string;
  dueAt: Instant | null;
  readyAt: Instant | null;
  visitAt: Instant | null;
  oneMore: boolean;
  /** When the rep said that they would like to talk about it, and the manager that they would like help. */
  talkAskedAt: Instant | null;
  helpAskedAt: Instant | null;
  stall: StallReason | null;
  stalledAt: Instant | null;
  /** Of figures: whether their reader may still read them. */
  mayHear: boolean;
  /** Something happened to its loop that it has not looked at. */
  behind: boolean;
  /** Its slot was missed and must be placed anew, or it had to wait and must say anew when it goes on. */
  outdated: boolean;
}

/** A slot that was so long ago was missed, unless its loop has looked since and said that it stands. */
const MISSED_MINUTES = 5;

/** Reads nudges by a condition on `n`, with what says where each stands among others; $1 is now. */
export const standingWhere = (condition: string): string => `
  SELECT n.id, n.person_id AS "personId", n.lane, n.enrolment_id AS "enrolmentId", n.obligation AS subject, n.rung, n.audience, n.via,
         n.goes_on_at IS NOT NULL AND n.audience = 'manager' AND n.goes_on_to <> 'manager' AS notice,
         ${ms('n.waits_since')} AS "waitsSince", e.rep_id AS "repId", e.manager_id AS "managerId", e.program_id AS "programId",
         coalesce(p.blackouts, '[]') AS blackouts, e.cadence_version_id AS "cadenceVersionId", ${ms('e.ready_at')} AS "readyAt",
         ${ms('v.at')} AS "visitAt", e.one_more AS "oneMore",
         coalesce(split_part(CASE WHEN n.obligation LIKE 'visit/%' THEN n.obligation END, '/', 3)::float8, o.due) AS "dueAt",
         o.talk AS "talkAskedAt", o.help AS "helpAskedAt",
         CASE WHEN e.stall_obligation = k.key THEN e.stall_reason END AS stall,
         CASE WHEN e.stall_obligation = k.key THEN ${ms('e.stall_since')} END AS "stalledAt",
         ${mayHear('$1')} AS "mayHear", coalesce(e.ring_seq > e.applied_seq, false) AS behind,
         greatest(n.slot_at, e.looked_at) < $1::timestamptz - interval '${MISSED_MINUTES} minutes' OR (
           n.goes_on_to IS NOT NULL AND n.waits_since IS NOT NULL AND e.looked_at < n.slot_at - interval '1 hour') AS outdated
    FROM nudge n
    LEFT JOIN enrolment e ON e.id = n.enrolment_id
    LEFT JOIN program p ON p.id = e.program_id
    CROSS JOIN LATERAL (SELECT ${owedKey('n.obligation')} AS key) k
    LEFT JOIN LATERAL (
      SELECT (x ->> 'dueAt')::float8 AS due, ${answeredAt('x', 'talkAbout')} AS talk, ${answeredAt('x', 'askForHelp')} AS help
        FROM jsonb_array_elements(e.open) AS x WHERE x ->> 'key' = k.key) o ON true
    LEFT JOIN LATERAL (
      SELECT j.at FROM joint_visit j WHERE j.rep_id = e.rep_id AND j.state = 'planned' AND j.at >= $1 ORDER BY j.at LIMIT 1) v ON true
   WHERE ${condition}`;

/**
 * Everything that is due to some people, locked: loops first, ids ascending, then their messages, as a loop that looks
 * takes its locks.
 */
export async function lockDue(
  tx: EntityManager,
  asked: readonly Pick<DueRow, 'personId' | 'lane'>[],
  now: Instant,
): Promise<DueRow[]> {
  const due = `n.slot_at <= $1 AND n.state = 'queued' AND n.person_id = ANY($2::uuid[]) AND n.lane = ANY($3::int[])`;
  const parameters = [
    toIso(now),
    asked.map(({ personId }) => personId),
    [...new Set(asked.map(({ lane }) => lane))],
  ];
  await tx.query(
    `SELECT 1 FROM enrolment WHERE id IN (SELECT n.enrolment_id FROM nudge n WHERE ${due}) ORDER BY id FOR NO KEY UPDATE`,
    parameters,
  );
  // Of a loop at fault stands only what no loop decides.
  return (await tx.query(
    `${standingWhere(`${due} AND (e.fault IS NULL OR n.obligation LIKE 'pulse/%')`)} ORDER BY n.slot_at, n.id FOR UPDATE OF n`,
    parameters,
  )) as DueRow[];
}

/** Who has had the message of a day, theirs: it was sent, or one of theirs is still under way. */
export async function toldOn(
  tx: EntityManager,
  asked: readonly { personId: string; day: IsoDate }[],
): Promise<Set<string>> {
  const rows = (await tx.query(
    `SELECT DISTINCT a.person AS id FROM unnest($1::uuid[], $2::date[]) AS a (person, day)
       JOIN delivery d ON d.person_id = a.person AND d.day IS NOT NULL AND d.state <> 'withdrawn'
        AND (d.day = a.day OR d.state IN ('sending', 'retrying'))`,
    [asked.map(({ personId }) => personId), asked.map(({ day }) => day)],
  )) as { id: string }[];
  return new Set(rows.map(({ id }) => id));
}

export interface Claim {
  personId: string;
  lane: number;
  /** Null: a message beside the budget. */
  day: IsoDate | null;
  /** In the message's order. */
  nudges: readonly { id: string; because: Because }[];
  /** In the order in which they are tried. */
  channels: readonly Channel[];
  waiting: number;
}

/** Makes messages of what was chosen, not sent yet. Of one day there is one: an index says so to whoever comes second. */
export async function claim(
  tx: EntityManager,
  claims: readonly Claim[],
  now: Instant,
): Promise<DeliveryRow[]> {
  if (claims.length === 0) return [];
  const made = claims.map(({ personId, channels: [channel, ...otherChannels], waiting }): DeliveryRow => ({
    id: uuid(),
    personId,
    channel: channel!,
    otherChannels,
    state: 'sending',
    attempts: 1,
    inDoubt: false,
    told: false,
    waiting,
    marks: 0,
    providerRef: null,
    createdAt: now,
  }));
  const records = made.map((delivery, index) => ({
    ...delivery,
    lane: claims[index]!.lane,
    day: claims[index]!.day,
  }));
  const places = claims.flatMap(({ nudges }, index) =>
    nudges.map(({ id, because }, place) => ({ id, because, place, delivery: made[index]!.id })),
  );
  await tx.query(
    `WITH made AS (
       INSERT INTO delivery (id, person_id, lane, day, waiting, channel, other_channels, state, attempts, created_at)
       SELECT c.id, c."personId", c.lane, c.day, c.waiting, c.channel, c."otherChannels", c.state, c.attempts, $1
         FROM jsonb_to_recordset($2::jsonb) AS c (id uuid, "personId" uuid, lane int, day date, waiting int, channel text,
              "otherChannels" text[], state text, attempts int))
     UPDATE nudge n SET state = 'claimed', delivery_id = c.delivery, place = c.place, because = c.because
       FROM jsonb_to_recordset($3::jsonb) AS c (id uuid, delivery uuid, place int, because text) WHERE n.id = c.id`,
    [toIso(now), JSON.stringify(records), JSON.stringify(places)],
  );
  return made;
}

/** What had no room waits for a later message; each log says so, and no loop needs to look. The loops must be locked. */
export async function putOff(
  tx: EntityManager,
  nudges: readonly { nudge: DueRow; until: Instant }[],
  now: Instant,
): Promise<void> {
  if (nudges.length === 0) return;
  await tx.query(
    `UPDATE nudge n SET slot_at = w.until, waits_since = coalesce(n.waits_since, $3)
       FROM unnest($1::uuid[], $2::timestamptz[]) AS w (id, until) WHERE n.id = w.id`,
    [nudges.map(({ nudge }) => nudge.id), nudges.map(({ until }) => toIso(until)), toIso(now)],
  );
  const tellings = nudges
    .map(({ nudge }) => nudge)
    .flatMap((nudge) =>
      isTold(nudge) ? [{ enrolmentId: nudge.enrolmentId, fact: saidOf('putOff', nudge, now) }] : [],
    );
  await tellMany(tx, tellings, now, 'none');
}

/**
 * What people chose not to be told, or may not be told any more, is withdrawn; each log says so, and its ladder goes on as if it had been told. The
 * monthly question and figures stand in no log. The loops must be locked.
 */
export async function leaveUntold(tx: EntityManager, nudges: readonly DueRow[], now: Instant): Promise<void> {
  if (nudges.length === 0) return;
  await tx.query(`UPDATE nudge SET state = 'withdrawn' WHERE id = ANY($1)`, [nudges.map(({ id }) => id)]);
  const tellings = nudges.flatMap((nudge) =>
    isTold(nudge) ? [{ enrolmentId: nudge.enrolmentId, fact: saidOf('unwanted', nudge, now) }] : [],
  );
  await tellMany(tx, tellings, now);
}

/** The monthly question stands in no log; nor do figures, which are of no loop. */
export const isPulse = ({ subject, rung }: DueRow): boolean => dueKindOf(subject, rung) === 'pulse';

const isTold = (nudge: DueRow): nudge is DueRow & { enrolmentId: string } =>
  nudge.enrolmentId !== null && !isPulse(nudge);

const saidOf = <K extends 'putOff' | 'unwanted'>(
  kind: K,
  { subject: obligation, rung, personId: person }: DueRow,
  happenedAt: Instant,
) => ({ kind, happenedAt, data: { obligation, rung, person } });
