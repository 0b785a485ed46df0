import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import type { AnyFact } from '../../domain/facts.js';
import { settled } from '../../domain/loop/log.js';
import { readableFrom } from '../../domain/loop/readable.js';
import { readSightings } from '../../domain/loop/sightings.js';
import type { CalendarSlice, DateSpan, Instant } from '../../domain/time.js';
import { readLogs } from './log.js';

interface ReadingRules {
  id: string;
  cadence: Cadence;
  slice: CalendarSlice;
  blackouts: DateSpan[];
}

/** What says when the reps of enrolments may read feedback: the cadence, and the rep's days in this program. */
const readingRules = (tx: EntityManager, enrolments: readonly string[]): Promise<ReadingRules[]> =>
  tx.query(
    `SELECT e.id, cv.document AS cadence, c.slice, p.blackouts
       FROM enrolment e
       JOIN cadence_version cv ON cv.id = e.cadence_version_id
       JOIN program p ON p.id = e.program_id
       JOIN person r ON r.id = e.rep_id
       JOIN calendar_version c ON c.person_id = r.id AND c.version = r.calendar_version
      WHERE e.id = ANY($1)`,
    [enrolments],
  );

function fromWhen(
  { cadence, slice, blackouts }: ReadingRules,
  log: readonly AnyFact[],
): [observation: string, from: Instant][] {
  const rep = { ...slice, blackouts };
  return readSightings(settled(log)).flatMap(({ id, feedback, talkedAt }) =>
    feedback ? [[id, readableFrom({ givenAt: feedback.at, talkedAt }, cadence, rep)]] : [],
  );
}

/** From when on the rep of an enrolment may read the feedback on each observation; without feedback it is missing. */
export async function whenReadable(
  tx: EntityManager,
  enrolmentId: string,
  log: readonly AnyFact[],
): Promise<ReadonlyMap<string, Instant>> {
  const [rules] = await readingRules(tx, [enrolmentId]);
  if (!rules) throw new Error(`there is no enrolment ${enrolmentId}, or its rep has no calendar`);
  return new Map(fromWhen(rules, log));
}

/** Of what a rep would be shown, what they may not read yet: what was written of its observation still waits. */
export async function unread<R extends { enrolmentId: string; readsOf: string | null }>(
  tx: EntityManager,
  rows: readonly R[],
  now: Instant,
): Promise<ReadonlySet<R>> {
  const reading = rows.filter(({ readsOf }) => readsOf !== null);
  const enrolments = [...new Set(reading.map(({ enrolmentId }) => enrolmentId))];
  if (enrolments.length === 0) return new Set();
  const logs = await readLogs(tx, enrolments);
  const from = new Map(
    (await readingRules(tx, enrolments)).flatMap((rules) => fromWhen(rules, logs.get(rules.id) ?? [])),
  );
  return new Set(reading.filter(({ readsOf }) => (from.get(readsOf!) ?? Infinity) > now));
}
