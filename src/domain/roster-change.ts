import type { RosterCause } from './facts.js';
import type { CalendarsOf, Roster, Seat } from './people.js';
import type { CalendarSlice } from './time.js';

/**
 * What changed between two rosters, as one word. Who leads comes before whose days move what is due, and that before
 * who is asked next; the rest of what changed at the same time is in the roster itself.
 */
export function rosterCause(before: Roster, after: Roster, calendars: CalendarsOf): RosterCause {
  const other = (seat: (roster: Roster) => Seat | null): boolean =>
    seat(before)?.person !== seat(after)?.person;
  const days = (seat: (roster: Roster) => Seat | null): RosterCause | null => {
    const [was, is] = [seat(before), seat(after)];
    if (!was || !is || was.person !== is.person || was.calendar === is.calendar) return null;
    return calendarCause(calendars(was), calendars(is));
  };
  if (other(({ manager }) => manager)) return 'manager';
  const ofTheLoop = days(({ manager }) => manager) ?? days(({ rep }) => rep);
  if (ofTheLoop) return ofTheLoop;
  if (other(({ secondLine }) => secondLine)) return 'line';
  if (other(({ delegate }) => delegate)) return 'delegate';
  if (coaches(before) !== coaches(after)) return 'coach';
  if (other(({ programOwner }) => programOwner) || other(({ sponsor }) => sponsor)) return 'owner';
  return days(({ secondLine }) => secondLine) ?? days(({ delegate }) => delegate) ?? 'calendar';
}

const coaches = ({ coCoaches }: Roster): string => coCoaches.map(({ person }) => person).join();

/** What changed in somebody's days: that they are away is said, why is not known here. */
function calendarCause(before: CalendarSlice, after: CalendarSlice): RosterCause {
  const differs = (part: keyof CalendarSlice): boolean =>
    JSON.stringify(before[part]) !== JSON.stringify(after[part]);
  if (differs('zone')) return 'zone';
  if (differs('absences')) return 'absence';
  return differs('holidays') ? 'holidays' : 'hours';
}
