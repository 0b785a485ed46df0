import { z } from 'zod';
import type { EntityManager } from 'typeorm';
import type { Clock, Instant } from '../../domain/time.js';
import { atLocal, calendarOf, dueAt, isDuration, parseDuration } from '../../domain/working-time/index.js';
import { latestCalendar, type LockedEnrolment } from '../../store/loops/enrolments.js';
import { Refusal } from '../../store/refusal.js';
import { day, instant } from '../common/words.js';

/** Until when an answer holds: a day, an instant, or a duration from now on. */
export const until = z
  .union(
    [
      day.transform((date) => ({ date })),
      instant.transform((at) => ({ at })),
      z
        .string()
        .refine((text) => isDuration(text) && parseDuration(text).sign > 0)
        .transform((duration) => ({ duration })),
    ],
    { error: 'must be a day (2026-03-24), a duration (P5D, PT8H) or an instant with its offset' },
  )
  .describe('A day, on whose morning it comes back; a duration, counted on working days; or an instant.');
export type Until = z.output<typeof until>;

/** Of the manager's days, since they hold the loop; the rep's where the line is vacant. */
async function calendarOfLoop(tx: EntityManager, { managerId, repId }: LockedEnrolment) {
  return (await latestCalendar(tx, managerId ?? repId)) ?? calendarOf({ zone: 'UTC' });
}

/** @throws Refusal (invalid) for what is over already */
export async function instantOf(
  tx: EntityManager,
  loop: LockedEnrolment,
  wanted: Until,
  from: Instant,
): Promise<Instant> {
  const at = await resolve(tx, loop, wanted, from);
  if (at !== null && at > from) return at;
  throw new Refusal('invalid', { code: 'overBefore' });
}

async function resolve(
  tx: EntityManager,
  loop: LockedEnrolment,
  wanted: Until,
  from: Instant,
): Promise<Instant | null> {
  if ('at' in wanted) return wanted.at;
  const calendar = await calendarOfLoop(tx, loop);
  if ('date' in wanted) return atLocal(calendar.zone, wanted.date, '00:00');
  const clock: Clock = loop.cadence.clock;
  return dueAt(from, wanted.duration, clock, calendar);
}
