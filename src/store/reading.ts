import type { EntityManager } from 'typeorm';
import type { Cadence } from '../domain/cadence.js';
import type { AnyFact } from '../domain/facts.js';
import { settled } from '../domain/loop/log.js';
import { readableFrom } from '../domain/loop/readable.js';
import { readSightings } from '../domain/loop/sightings.js';
import type { CalendarSlice, DateSpan, Instant } from '../domain/time.js';
import { grouped } from '../domain/grouped.js';
import { readLog } from './log.js';

/** What says when the rep of an enrolment may read feedback: the cadence, and the rep's days in this program. */
async function readingRules(
  tx: EntityManager,
  enrolmentId: string,
): Promise<{ cadence: Cadence; rep: CalendarSlice }> {
  const [row] = (await tx.query(
    `SELECT cv.document AS cadence, c.slice, p.blackouts
       FROM enrolment e
       JOIN cadence_version cv ON cv.id = e.cadence_version_id
       JOIN program p ON p.id = e.program_id
       JOIN person r ON r.id = e.rep_id
       JOIN calendar_version c ON c.person_id = r.id AND c.version = r.calendar_version
      WHERE e.id = $1`,
    [enrolmentId],
  )) as { cadence: Cadence; slice: CalendarSlice; blackouts: DateSpan[] }[];
  if (!row) throw new Error(`there is no enrolment ${enrolmentId}, or its rep has no calendar`);
  return { cadence: row.cadence, rep: { ...row.slice, blackouts: row.blackouts } };
}

/** From when on the rep of an enrolment may read the feedback on each observation; without feedback it is missing. */
export async function whenReadable(
  tx: EntityManager,
  enrolmentId: string,
  log: readonly AnyFact[],
): Promise<ReadonlyMap<string, Instant>> {
  const { cadence, rep } = await readingRules(tx, enrolmentId);
  return new Map(
    readSightings(settled(log)).flatMap(({ id, feedback, talkedAt }) =>
      feedback ? [[id, readableFrom({ givenAt: feedback.at, talkedAt }, cadence, rep)]] : [],
    ),
  );
}

/** Of what a rep would be shown, what they may not read yet: what was written of its observation still waits. */
export async function unread<R extends { enrolmentId: string; readsOf: string | null }>(
  tx: EntityManager,
  rows: readonly R[],
  now: Instant,
): Promise<ReadonlySet<R>> {
  const waits = new Set<R>();
  const reading = rows.filter(({ readsOf }) => readsOf !== null);
  for (const [enrolmentId, theirs] of grouped(reading, (row) => row.enrolmentId)) {
    const from = await whenReadable(tx, enrolmentId, await readLog(tx, enrolmentId));
    for (const row of theirs) if ((from.get(row.readsOf!) ?? Infinity) > now) waits.add(row);
  }
  return waits;
}
