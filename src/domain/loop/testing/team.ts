import { calendarOf } from '../../working-time/index.js';
import type { Roster } from '../../people.js';
import type { CalendarSlice } from '../../time.js';

const seat = (person: string) => ({ person, calendar: 1 });

/** Everybody a loop can have. */
export const TEAM: Roster = {
  rep: seat('rep'),
  manager: seat('manager'),
  delegate: seat('delegate'),
  coCoaches: [seat('coach')],
  secondLine: seat('secondLine'),
  programOwner: seat('owner'),
  sponsor: null,
};

const EASTER_2026 = ['2026-04-03', '2026-04-06'];
export const BERLIN: CalendarSlice = calendarOf({ zone: 'Europe/Berlin', holidays: EASTER_2026 });
export const CALENDARS: Record<string, CalendarSlice> = Object.fromEntries(
  ['rep', 'manager', 'delegate', 'coach', 'secondLine', 'owner'].map((person) => [`${person}@1`, BERLIN]),
);

/** Wall-clock time in Berlin, spring and summer of 2026. */
export const berlin = (text: string): number =>
  Date.parse(`${text}:00${text >= '2026-03-29T02' ? '+02:00' : '+01:00'}`);

/** An instant as a person in Berlin would say it. */
export const told = (instant: number | null | undefined): string =>
  instant === null || instant === undefined
    ? 'never'
    : new Intl.DateTimeFormat('sv-SE', {
        timeZone: 'Europe/Berlin',
        dateStyle: 'short',
        timeStyle: 'short',
      }).format(instant);
