import { MINUTE, SECOND } from '../../domain/time.js';
import type { FindingCode } from '../../entities/index.js';
import type { Ringable } from './bells.js';
import { RESTS_ON_PURPOSE } from './jobs.js';

/** What the product promises, as a question for what breaks it. */
export interface KeptPromise {
  code: FindingCode;
  /** What a finding means, for an operator. */
  meaning: string;
  /** Names what breaks it (`subject`) and whose bell repairs it (`bell`): $1 now, $2 behind which subject, $3 how many. */
  query: string;
  repair: Ringable;
}

/** Longer than the grace of a passed wake and the relay's longest pause together: nothing heals by itself any more. */
const LONG = 15 * MINUTE;
/** A job takes minutes, also for everybody. */
const LONG_FOR_A_JOB = 60 * MINUTE;
/** So many rings without an answer take a quarter of an hour. */
const MANY_RINGS = 6;

const before = (ms: number): string => `$1::timestamptz - interval '${ms / SECOND} seconds'`;
const page = (id: string): string => `AND ($2::uuid IS NULL OR ${id} > $2::uuid) ORDER BY ${id} LIMIT $3`;

/** A lane is at others while a call of it is under way; one that lasts for so long is under way no more. */
const isAtOthers = (lane: string): string =>
  `EXISTS (SELECT 1 FROM delivery s WHERE s.lane = ${lane} AND s.state = 'sending' AND coalesce(s.next_try_at, s.created_at) >= ${before(LONG)})`;

/** Rungs of a ladder that only a loop which fits the manager's visit days has. */
const ABOVE_MANAGER = `x.rung ->> 'to' = 'secondLine'`;

export const PROMISES: readonly KeptPromise[] = [
  {
    code: 'wakeMissing',
    meaning: 'Something is owed, and nothing will look after it.',
    // Without a wake a loop waits for news: right where its ladders are climbed, it stands still, or nobody is there.
    query: `
      SELECT e.id AS subject, e.id AS bell FROM enrolment e JOIN cadence_version c ON c.id = e.cadence_version_id
       WHERE e.ended_at IS NULL AND e.wake_at IS NULL AND e.fault IS NULL
         AND NOT EXISTS (SELECT 1 FROM nudge n WHERE n.enrolment_id = e.id AND n.state IN ('queued', 'claimed'))
         AND EXISTS (
           SELECT 1 FROM jsonb_to_recordset(e.open) AS o (key text, kind text, "dueAt" float8, kept jsonb)
            WHERE greatest(o."dueAt", (o.kept ->> 'until')::float8) > extract(epoch FROM $1::timestamptz) * 1000
               OR (e.phase NOT IN ('paused', 'excused') AND o."dueAt" IS NOT NULL
                   AND o.kept ->> 'because' IS DISTINCT FROM 'nobodyThere'
                   AND (SELECT max(x.place - 1) FROM jsonb_array_elements(c.document -> 'ladders' -> o.kind) WITH ORDINALITY AS x (rung, place)
                         WHERE NOT (o.key = 'observe/first' AND ${ABOVE_MANAGER}))
                       > coalesce((SELECT max((f.data ->> 'rung')::int) FROM fact f
                           WHERE f.enrolment_id = e.id AND f.kind IN ('rungReached', 'handedOver', 'unreachable')
                             AND f.data ->> 'obligation' = o.key), -1)))
         ${page('e.id')}`,
    repair: 'enrolment',
  },
  {
    code: 'wakeMissed',
    meaning: 'A loop should have looked a quarter of an hour ago or earlier.',
    query: `
      SELECT e.id AS subject, e.id AS bell FROM enrolment e WHERE e.wake_at < ${before(LONG)} ${page('e.id')}`,
    repair: 'enrolment',
  },
  {
    code: 'loopUnanswered',
    meaning:
      'Something was told to a loop, or its bell rung, a quarter of an hour ago, and it has not looked.',
    // A bell knows no time at which it was raised: its rings do, and what was told since the last look.
    query: `
      SELECT e.id AS subject, e.id AS bell FROM enrolment e
       WHERE e.ring_seq > e.applied_seq
         AND (e.ring_tries >= ${MANY_RINGS} OR EXISTS (
           SELECT 1 FROM fact f WHERE f.enrolment_id = e.id AND f.seq = e.last_seq AND f.kind <> 'handedOver'
             AND f.recorded_at < ${before(LONG)} AND (e.looked_at IS NULL OR f.recorded_at > e.looked_at)))
         ${page('e.id')}`,
    repair: 'enrolment',
  },
  {
    code: 'laneUnanswered',
    meaning: 'The bell of a delivery lane was rung for a quarter of an hour, and nothing is sent.',
    // One that a process seems to be at is rung once, and no more until that leaves.
    query: `
      SELECT l.id AS subject, l.id AS bell FROM lane l
       WHERE l.ring_seq > l.applied_seq
         AND (l.ring_tries >= ${MANY_RINGS} OR l.rung_seq >= l.ring_seq AND coalesce(l.rung_at, '-infinity') < ${before(LONG)})
         AND coalesce(l.rung_at, $1) <= $1::timestamptz AND ($2::int IS NULL OR l.id > $2::int) ORDER BY l.id LIMIT $3`,
    repair: 'lane',
  },
  {
    code: 'jobStanding',
    meaning:
      'A launch, a change of people, calendars or cadences, or a simulation is not through after an hour.',
    query: `
      SELECT j.id AS subject, j.id AS bell FROM job j
       WHERE j.state <> 'done' AND coalesce(j.wake_at, j.created_at) < ${before(LONG_FOR_A_JOB)}
         AND NOT ${RESTS_ON_PURPOSE} ${page('j.id')}`,
    repair: 'job',
  },
  {
    code: 'nudgeOverdue',
    meaning: 'A message stands ready, its slot passed a quarter of an hour ago, and its lane sends nothing.',
    // Reasons: the lane is at others just now, or the loop is at fault, which is a finding of its own.
    query: `
      SELECT n.id AS subject, n.lane AS bell FROM lane l
        JOIN nudge n ON n.lane = l.id AND n.state = 'queued' AND n.slot_at < ${before(LONG)}
        LEFT JOIN enrolment e ON e.id = n.enrolment_id
       WHERE e.fault IS NULL AND NOT ${isAtOthers('l.id')}
         ${page('n.id')}`,
    repair: 'lane',
  },
  {
    code: 'deliveryHanging',
    meaning: 'A message was to be sent, or tried again, a quarter of an hour ago, and was not.',
    // A lane that is at others has not come to this one yet.
    query: `
      SELECT d.id AS subject, d.lane AS bell FROM delivery d
       WHERE d.state IN ('sending', 'retrying') AND coalesce(d.next_try_at, d.created_at) < ${before(LONG)}
         AND (d.state = 'sending' OR NOT ${isAtOthers('d.lane')})
         ${page('d.id')}`,
    repair: 'lane',
  },
  {
    code: 'invitationOverdue',
    meaning:
      'A joint visit should have come into a calendar a quarter of an hour ago, and its lane sends nothing.',
    query: `
      SELECT i.id AS subject, i.lane AS bell FROM lane l
        JOIN invitation i ON i.lane = l.id AND i.due_at < ${before(LONG)}
       WHERE NOT ${isAtOthers('l.id')}
         ${page('i.id')}`,
    repair: 'lane',
  },
  {
    code: 'rungSkipped',
    meaning: 'In the last day somebody higher was told, though a rung below was neither told nor reached.',
    // Where a manager asked for help, the rungs before it that nobody has heard are left out.
    query: `
      SELECT n.id AS subject, n.enrolment_id AS bell FROM nudge n JOIN enrolment e ON e.id = n.enrolment_id
       WHERE n.state = 'handedOver' AND n.rung > 0 AND n.handed_over_at > $1::timestamptz - interval '1 day'
         AND e.open @> jsonb_build_array(jsonb_build_object('key', n.obligation))
         AND NOT EXISTS (
           SELECT 1 FROM fact a WHERE a.enrolment_id = n.enrolment_id AND a.kind = 'answered' AND a.data ->> 'answer' = 'askForHelp'
             AND a.data ->> 'obligation' = n.obligation AND a.happened_at <= n.handed_over_at)
         AND EXISTS (
           SELECT generate_series(0, n.rung - 1)
           EXCEPT SELECT (f.data ->> 'rung')::int FROM fact f
            WHERE f.enrolment_id = n.enrolment_id AND f.kind IN ('rungReached', 'handedOver', 'unreachable')
              AND f.data ->> 'obligation' = n.obligation
           EXCEPT SELECT x.place::int - 1 FROM cadence_version c, jsonb_array_elements(c.document -> 'ladders' -> 'observe') WITH ORDINALITY AS x (rung, place)
            WHERE c.id = e.cadence_version_id AND n.obligation = 'observe/first' AND ${ABOVE_MANAGER}
              AND EXISTS (SELECT 1 FROM fact t WHERE t.enrolment_id = e.id AND t.kind = 'trained' AND t.data ->> 'fits' = 'false'))
         ${page('n.id')}`,
    repair: 'enrolment',
  },
  {
    code: 'loopFaulted',
    meaning: 'A loop could not decide and waits. GET /faults says why.',
    query: `
      SELECT e.id AS subject, e.id AS bell FROM enrolment e WHERE e.fault IS NOT NULL AND e.fault_at <= $1::timestamptz ${page('e.id')}`,
    repair: 'enrolment',
  },
];
