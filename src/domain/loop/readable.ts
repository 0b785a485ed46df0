import type { Cadence } from '../cadence.js';
import type { CalendarSlice, Instant } from '../time.js';
import { dueAt } from '../working-time/index.js';
import type { Course } from './course.js';
import type { World } from './setting.js';
import type { Sighting } from './sightings.js';

/**
 * When a rep may read feedback: once the two have talked, else a working day of the rep's later, so that nobody
 * learns in writing what could have been said. A rep who works on no day of a year waits a day on the wall.
 */
export function readableFrom(
  { givenAt, talkedAt }: { givenAt: Instant; talkedAt: Instant | null },
  { clock, feedback }: Pick<Cadence, 'clock' | 'feedback'>,
  rep: CalendarSlice,
): Instant {
  const heldFor = feedback.heldFor ?? 'P1D';
  const latest = dueAt(givenAt, heldFor, clock, rep) ?? dueAt(givenAt, 'P1D', 'calendar', rep)!;
  return Math.min(latest, Math.max(givenAt, talkedAt ?? latest));
}

/** The same for an observation of a loop; null: there is no feedback on it. */
export const readableAt = (
  { feedback, talkedAt }: Sighting,
  { roster }: Course,
  { cadence, calendars }: World,
): Instant | null =>
  feedback && readableFrom({ givenAt: feedback.at, talkedAt }, cadence, calendars(roster.rep));
