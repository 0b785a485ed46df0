/** Words for time used everywhere in the core. No function here reads a clock. */

/** Milliseconds since the Unix epoch, UTC. */
export type Instant = number;

/** A calendar day, ISO 8601, e.g. `2026-03-16`. */
export type IsoDate = string;

/** A wall-clock time of day, e.g. `18:00`. */
export type LocalTime = string;

/** An ISO 8601 duration, e.g. `P10D`, `PT8H`, `-P3D`. Days and exact units are never mixed. */
export type IsoDuration = string;

export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU';

/** How durations are counted: on the obliged person's working days, or on the wall clock of their zone. */
export type Clock = 'working' | 'calendar';

/** From and to are both inside. */
export interface DateSpan {
  from: IsoDate;
  to: IsoDate;
}

export interface Absence extends DateSpan {
  /** A part-day absence stops hours, not days: the day stays a working day. */
  partDay?: boolean;
}

/**
 * What is known of one person's time, as of one version. Immutable: a change is a new version, named by a fact.
 */
export interface CalendarSlice {
  /** IANA zone, e.g. `Europe/Berlin`. */
  zone: string;
  week: readonly Weekday[];
  /** Working hours, local. */
  hours: { from: LocalTime; to: LocalTime };
  /** The local time of day at which this person takes their one message. */
  slot: LocalTime;
  /** Nothing is sent in these local hours (may span midnight); null: none kept. */
  quiet: { from: LocalTime; to: LocalTime } | null;
  holidays: readonly IsoDate[];
  absences: readonly Absence[];
  /** Of the program: congress, launch weeks. */
  blackouts: readonly DateSpan[];
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const toIso = (instant: Instant): string => new Date(instant).toISOString();
