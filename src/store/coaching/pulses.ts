import type { EntityManager } from 'typeorm';
import { v4 as random, v7 as uuid } from 'uuid';
import { CHANNELS } from '../../domain/cadence.js';
import { pulseDay, pulseSlot } from '../../domain/pulse.js';
import { toIso, type CalendarSlice, type Instant } from '../../domain/time.js';
import { nextSlot } from '../../domain/working-time/index.js';
import { IS_WITHOUT_LOOP } from '../messages/subjects.js';
import { laneOf } from '../running/lanes.js';
import { hintRelay, isTakenBack } from '../loops/log.js';
import { Refusal, unknown } from '../refusal.js';

/*
 * The monthly question. That it was asked and answered stands with the person; what was answered stands alone, without
 * person, day or anything that leads back, so that it can be counted and nothing else. Neither is in a log.
 */

/** A loop stays worth asking about for so long after its adoption was sustained. */
const AFTER_SUSTAINED = '1 year';
/** Questions are queued when their slot is this near, so that a change of calendar rarely comes between. */
const AHEAD = 36 * 3_600_000;

interface Candidate {
  enrolmentId: string;
  repId: string;
  capabilityId: string;
  programId: string;
  /** The loop was opened, or the capability seen where that was before: a past that was told later. */
  since: Instant;
  calendar: CalendarSlice;
}

/**
 * Queues the questions whose slots come next, of up to `limit` reps and capabilities behind a cursor; says the next
 * one, null at the end. Asked twice it queues nothing twice.
 */
export async function queuePulses(
  tx: EntityManager,
  after: string | null,
  limit: number,
  lanes: number,
  now: Instant,
): Promise<string | null> {
  const month = toIso(now).slice(0, 7);
  const pairs = await unasked(tx, month, after, limit, now);
  const today = new Date(now).getUTCDate();
  const near = pairs.filter(({ repId, capabilityId }) => pulseDay(repId, capabilityId, month) <= today + 2);
  const due = (await withCalendars(tx, near)).flatMap((candidate) => {
    const slot = pulseSlot(candidate, month, candidate.calendar, now);
    return slot !== null && slot <= now + AHEAD ? [{ ...candidate, slot, id: uuid() }] : [];
  });
  if (due.length > 0) await insert(tx, due, month, lanes, now);
  const last = pairs.at(-1);
  return last && pairs.length === limit ? `${last.repId}/${last.capabilityId}` : null;
}

/** What was taken back was never seen. */
const SEEN_FIRST = `(SELECT min(f.happened_at) FROM fact f WHERE f.enrolment_id = e.id AND f.kind = 'observed' AND NOT ${isTakenBack('f')})`;

type Pair = Omit<Candidate, 'calendar'>;

const unasked = (
  tx: EntityManager,
  month: string,
  after: string | null,
  limit: number,
  now: Instant,
): Promise<Pair[]> =>
  tx.query(
    `SELECT DISTINCT ON (e.rep_id, e.capability_id) e.id AS "enrolmentId", e.rep_id AS "repId", e.capability_id AS "capabilityId",
            e.program_id AS "programId",
            (extract(epoch FROM least(e.opened_at, ${SEEN_FIRST})) * 1000)::float8 AS since
       FROM enrolment e JOIN person r ON r.id = e.rep_id
      WHERE (e.ended_at IS NULL OR (e.phase = 'completed' AND e.sustained_at > $5::timestamptz - interval '${AFTER_SUSTAINED}'))
        AND e.phase NOT IN ('paused', 'excused')
        AND (r.active_until IS NULL OR r.active_until >= $5::date)
        AND NOT 'pulse' = ANY(r.unsubscribed)
        AND ($2::uuid IS NULL OR (e.rep_id, e.capability_id) > ($2, $3::uuid))
        AND NOT EXISTS (SELECT 1 FROM pulse p WHERE p.person_id = e.rep_id AND p.capability_id = e.capability_id AND p.month = $1)
      ORDER BY e.rep_id, e.capability_id, e.opened_at LIMIT $4`,
    [month, ...(after?.split('/') ?? [null, null]), limit, toIso(now)],
  );

async function withCalendars(tx: EntityManager, pairs: readonly Pair[]): Promise<Candidate[]> {
  const rows = (await tx.query(
    `SELECT c.person_id AS id, c.slice FROM person r JOIN calendar_version c ON c.person_id = r.id AND c.version = r.calendar_version
      WHERE r.id = ANY($1)`,
    [pairs.map(({ repId }) => repId)],
  )) as { id: string; slice: CalendarSlice }[];
  const calendars = new Map(rows.map(({ id, slice }) => [id, slice]));
  return pairs.flatMap((pair) => {
    const calendar = calendars.get(pair.repId);
    return calendar ? [{ ...pair, calendar }] : [];
  });
}

async function insert(
  tx: EntityManager,
  due: readonly (Candidate & { slot: Instant; id: string })[],
  month: string,
  lanes: number,
  now: Instant,
): Promise<void> {
  const records = due.map(({ calendar: _, since: __, slot, ...pulse }) => ({
    ...pulse,
    slot: toIso(slot),
    nudge: uuid(),
    lane: laneOf(pulse.repId, lanes),
  }));
  await tx.query(
    `WITH due AS (
       SELECT * FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, "enrolmentId" uuid, "repId" uuid, "capabilityId" uuid, "programId" uuid,
         slot timestamptz, nudge uuid, lane int)
     ), asked AS (
       INSERT INTO pulse (id, person_id, capability_id, program_id, enrolment_id, month)
       SELECT id, "repId", "capabilityId", "programId", "enrolmentId", $2 FROM due ON CONFLICT DO NOTHING RETURNING id
     )
     INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
     SELECT d.nudge, d."enrolmentId", 'pulse/' || d.id, 0, 'rep', d."repId", d.lane, d.slot, $3, false, 'queued', $4
       FROM due d JOIN asked a ON a.id = d.id`,
    [JSON.stringify(records), month, CHANNELS, toIso(now)],
  );
  await hintRelay(tx);
}

/** Moves questions and figures that wait for their slot to one that the new calendars of their people have. */
export async function moveWithoutLoop(
  tx: EntityManager,
  calendars: ReadonlyMap<string, CalendarSlice>,
  now: Instant,
): Promise<void> {
  const queued = (await tx.query(
    `SELECT id, person_id AS "personId", (extract(epoch FROM slot_at) * 1000)::float8 AS slot FROM nudge
      WHERE person_id = ANY($1) AND state = 'queued' AND ${IS_WITHOUT_LOOP}`,
    [[...calendars.keys()]],
  )) as { id: string; personId: string; slot: Instant }[];
  for (const { id, personId, slot } of queued) {
    const calendar = calendars.get(personId)!;
    const moved = nextSlot(calendar, Math.max(now, startOfDay(slot)));
    await tx.query(
      moved === null
        ? `UPDATE nudge SET state = 'withdrawn' WHERE id = $1`
        : `UPDATE nudge SET slot_at = $2 WHERE id = $1`,
      moved === null ? [id] : [id, toIso(moved)],
    );
  }
  if (queued.length > 0) await hintRelay(tx);
}

const startOfDay = (at: Instant): Instant => at - (at % 86_400_000);

export interface OpenPulse {
  id: string;
  capabilityId: string;
  capability: string;
  month: string;
}

/** What a rep was asked and has not answered, the newest first. Questions stay open for the month after theirs. */
export const openPulses = (tx: EntityManager, personId: string, now: Instant): Promise<OpenPulse[]> =>
  tx.query(
    `SELECT p.id, p.capability_id AS "capabilityId", c.name AS capability, p.month FROM pulse p JOIN capability c ON c.id = p.capability_id
      WHERE p.person_id = $1 AND NOT p.answered AND p.month >= to_char($2::timestamptz - interval '1 month', 'YYYY-MM')
      ORDER BY p.month DESC, c.name, p.id`,
    [personId, toIso(now)],
  );

/** @throws Refusal notFound where it is not this person's question; conflict where it is answered */
export async function answerPulse(
  tx: EntityManager,
  id: string,
  personId: string,
  { seen, helped }: { seen: boolean; helped: boolean | null },
): Promise<void> {
  const [pulse] = (await tx.query(
    `SELECT p.answered, p.program_id AS program, p.capability_id AS capability, p.month, r.region
       FROM pulse p JOIN person r ON r.id = p.person_id WHERE p.id = $1 AND p.person_id = $2 FOR UPDATE OF p`,
    [id, personId],
  )) as { answered: boolean; program: string; capability: string; month: string; region: string | null }[];
  if (!pulse) throw unknown('question to you', id);
  if (pulse.answered)
    throw new Refusal(
      'conflict',
      'This question is answered. Whose answer is whose is not kept, so it stays.',
    );
  await tx.query('UPDATE pulse SET answered = true WHERE id = $1', [id]);
  // A random id: one made of the time would lead back to the question.
  await tx.query(
    'INSERT INTO pulse_answer (id, program_id, capability_id, region, month, seen, helped) VALUES ($1, $2, $3, $4, $5, $6, $7)',
    [random(), pulse.program, pulse.capability, pulse.region, pulse.month, seen, helped],
  );
}
