import { Temporal } from 'temporal-polyfill';
import type { Message } from '../message.js';

/**
 * The root of a thread that holds one person's mails of one ISO week, by their own calendar. No mail has this id
 * itself: all of them answer it, so the first need not be known. A test stands apart.
 */
export function threadOf({ key, to, at, test }: Pick<Message, 'key' | 'to' | 'at' | 'test'>): string {
  if (test) return `test.${key}`;
  const day = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(to.zone);
  return `week.${day.yearOfWeek}-${String(day.weekOfYear).padStart(2, '0')}.${to.personId}`;
}
