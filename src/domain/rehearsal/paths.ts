import type { AnyFact, Fact } from '../facts.js';
import type { Deed, Reacts } from '../loop/ahead.js';
import { is } from '../loop/log.js';
import type { World } from '../loop/setting.js';
import type { Audience, Roster, Seat } from '../people.js';
import { HOUR, type CalendarSlice, type Instant, type IsoDate } from '../time.js';
import { addWorkingDays, atLocal, localDate } from '../working-time/index.js';

/** Ways in which a loop can go, to see what a cadence would say along them. */
export const PATHS = ['inTime', 'late', 'nobody', 'managerAway'] as const;
export type Path = (typeof PATHS)[number];

/** What people can be said to do: each answers what is owed of its kind. */
export const DONE_KINDS = ['observe', 'feedback', 'acknowledge', 'action', 'followUp', 'checkIn'] as const;

/** Something that is done on a day, as whoever tries a cadence says it; all else is left undone. */
export interface Done {
  kind: (typeof DONE_KINDS)[number];
  on: IsoDate;
}

/** When people do what they owe: a working day before it is due, or two after. */
const IN_TIME = -1;
const LATE = 2;
/** On the wall clock: which part of the time that they have goes by. */
const PART_IN_TIME = 0.6;
const PART_LATE = 1.5;
/** At this hour of the owner's day. */
const HOUR_OF_DEEDS = '15:00';
/** Working days before a visit on which it is planned. */
const PLANNED_BEFORE = 3;
/** Channels in turn, so that a rule that asks for several is met. */
const CHANNELS = ['faceToFace', 'remote', 'phone', 'event'] as const;

type Opened = Fact<'obligationOpened'>;

/** What people do along a path, or as it is given, each time that something begins to be owed. */
export function reactionsOf(path: Path | readonly Done[], roster: Roster, world: World): Reacts {
  if (path === 'nobody') return () => [];
  const people = new People(path, roster, world);
  return (news, log, now) =>
    news.flatMap((fact) => (is(fact, 'obligationOpened') ? people.answer(fact, log, now) : []));
}

class People {
  /** What is given and not done yet, the earliest first; null: they go along a path. */
  private readonly given: Done[] | null;

  constructor(
    private readonly path: Path | readonly Done[],
    private readonly roster: Roster,
    private readonly world: World,
  ) {
    this.given =
      typeof path === 'string' ? null : [...path].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  }

  answer(opened: Opened, log: readonly AnyFact[], now: Instant): Deed[] {
    const { kind, obligation, owner } = opened.data;
    const seat = this.seatOf(owner);
    const at = seat && this.when(opened, seat, now);
    if (!seat || at === null) return [];
    const about = obligation.slice(obligation.indexOf('/') + 1);
    switch (kind) {
      case 'observe':
      case 'checkIn':
        return this.visit(at, seat, log, now);
      case 'feedback':
        return [this.feedback(at, about)];
      case 'acknowledge':
        return [{ at, kind: 'acknowledged', data: { observationId: about } }];
      case 'action':
        return [{ at, kind: 'actionDone', data: { actionId: about, outcome: 'helped' } }];
      case 'followUp':
        return [{ at, kind: 'actionVerified', data: { actionId: actionOf(about), outcome: 'working' } }];
      case 'regroup':
      case 'cover':
        return [];
    }
  }

  /** Whoever does in time plans it some days before; whoever is late goes along without a plan. */
  private visit(at: Instant, seat: Seat, log: readonly AnyFact[], now: Instant): Deed[] {
    const seen = log.filter((fact) => is(fact, 'observed')).length;
    const { unprompted } = this.world.cadence.adoption;
    const observationId = `seen-${seen + 1}`;
    const isPlanned = this.given === null && this.path !== 'late';
    const visitId = isPlanned ? `visit-${seen + 1}` : null;
    const observed: Deed = {
      at: this.isInDays && visitId !== null ? at + HOUR : at,
      kind: 'observed',
      data: {
        observationId,
        visitId,
        observer: seat.person,
        channel: CHANNELS[seen % CHANNELS.length]!,
        customer: `customer-${seen + 1}`,
        prompted: seen >= unprompted,
        feedback: null,
      },
    };
    if (visitId === null) return [observed];
    const plannedAt = this.isInDays ? (this.onDay(seat, at, -PLANNED_BEFORE) ?? now) : now;
    return [
      { at: Math.min(at, Math.max(now + 1, plannedAt)), kind: 'visitPlanned', data: { visitId, at } },
      observed,
    ];
  }

  private feedback(at: Instant, observationId: string): Deed {
    const actions = [{ actionId: actionOf(observationId), dueAt: null }];
    return {
      at,
      kind: 'feedbackGiven',
      data: { observationId, givenAt: at, level: this.world.level, actions, talked: true },
    };
  }

  private seatOf(owner: Audience): Seat | null {
    return owner === 'coCoach' ? null : this.roster[owner];
  }

  private get isInDays(): boolean {
    return this.world.cadence.clock === 'working';
  }

  /** Null: it is due on no day. */
  private when({ happenedAt, data: { kind, dueAt } }: Opened, seat: Seat, now: Instant): Instant | null {
    if (this.given) return this.whenGiven(this.given, kind, seat, now);
    if (dueAt === null) return null;
    // A late answer is none: it closes by itself.
    const late = this.path === 'late' && kind !== 'acknowledge';
    const at = this.isInDays
      ? this.onDay(seat, dueAt, late ? LATE : IN_TIME)
      : Math.round(happenedAt + (dueAt - happenedAt) * (late ? PART_LATE : PART_IN_TIME));
    return at === null ? null : Math.max(at, now + 1);
  }

  /** A day that has gone by when it begins to be owed: at once. */
  private whenGiven(given: Done[], kind: Opened['data']['kind'], seat: Seat, now: Instant): Instant | null {
    const next = given.findIndex((one) => one.kind === kind);
    const [done] = next === -1 ? [] : given.splice(next, 1);
    if (!done) return null;
    return Math.max(now + 1, atLocal(this.world.calendars(seat).zone, done.on, HOUR_OF_DEEDS));
  }

  private onDay(seat: Seat, from: Instant, workingDays: number): Instant | null {
    const calendar = this.world.calendars(seat);
    const date = addWorkingDays(calendar, localDate(calendar.zone, from), workingDays);
    return date === null ? null : atLocal(calendar.zone, date, HOUR_OF_DEEDS);
  }
}

const actionOf = (observationId: string): string => `action-of-${observationId}`;

/** Working days of a manager's absence, and how many of them lie before the first date. */
const AWAY = 15;
const AWAY_BEFORE = 3;

/** The same world, but this person is away for three weeks around an instant. */
export function withAbsence(world: World, { person }: Seat, around: Instant): World {
  const away = new Map<CalendarSlice, CalendarSlice>();
  const absent = (slice: CalendarSlice): CalendarSlice => {
    const day = localDate(slice.zone, around);
    const from = addWorkingDays(slice, day, -AWAY_BEFORE);
    const to = addWorkingDays(slice, day, AWAY - AWAY_BEFORE - 1);
    return from === null || to === null ? slice : { ...slice, absences: [...slice.absences, { from, to }] };
  };
  return {
    ...world,
    calendars: (seat) => {
      const slice = world.calendars(seat);
      if (seat.person !== person) return slice;
      if (!away.has(slice)) away.set(slice, absent(slice));
      return away.get(slice)!;
    },
  };
}
