import type { CalendarSlice } from './time.js';

/** Opaque id of a person. Names, addresses and roles live in the store, never in a log. */
export type PersonId = string;

/** A person in a loop, with the version of their calendar that counts for it. */
export interface Seat {
  person: PersonId;
  calendar: number;
}

/**
 * Who takes part in one enrolment, as of one fact. Who sits where is a fact of its own, so that a log can be
 * replayed without asking who was whose manager at the time.
 */
export interface Roster {
  rep: Seat;
  /** The first-line manager who observes and judges; null where the line is vacant. */
  manager: Seat | null;
  /** Stands in for the manager while they are away. */
  delegate: Seat | null;
  /** May observe and give feedback in the manager's place. */
  coCoaches: Seat[];
  secondLine: Seat | null;
  /** Nobody sits there because the rules of the rep's country keep names from the second line. */
  secondLineWithheld?: true;
  programOwner: Seat | null;
  sponsor: Seat | null;
}

/** Everybody who sits somewhere. */
export const seatsOf = ({
  rep,
  manager,
  delegate,
  coCoaches,
  secondLine,
  programOwner,
  sponsor,
}: Roster): Seat[] =>
  [rep, manager, delegate, ...coCoaches, secondLine, programOwner, sponsor].filter((seat) => seat !== null);

/** To whom a rung speaks. Who that is today is resolved from the roster. */
export const AUDIENCES = ['rep', 'manager', 'coCoach', 'secondLine', 'programOwner', 'sponsor'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Who reads figures of many: whoever answers for a program, was granted to see them, or was asked to look after an alert. */
export const FIGURE_READERS = [
  'programOwner',
  'sponsor',
  'leadership',
  'training',
  'manager',
  'assignee',
] as const;
export type FigureReader = (typeof FIGURE_READERS)[number];

/** Anyone above the first-line manager: nothing goes to them in a loop's first working days. */
export const isAboveManager = (audience: Audience): boolean =>
  audience !== 'rep' && audience !== 'manager' && audience !== 'coCoach';

/** The calendars of one loop's people, by person and version. */
export type CalendarsOf = (seat: Seat) => CalendarSlice;
