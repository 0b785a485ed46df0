import type { Obligation } from '../loop/obligation.js';
import type { PersonId } from '../people.js';
import { HOUR, type CalendarSlice, type Instant, type IsoDate } from '../time.js';
import { addWorkingDays, atLocal, localDate } from '../working-time/index.js';
import type { Behaviour } from './behaviour.js';
import type { Draws } from './draws.js';
import type { PlayedLoop } from './played-loop.js';
import type { Later, Telling } from './reactions.js';
import type { JointVisit, Reports } from './reports.js';
import { VisitDays } from './visit-days.js';

/** A visit is looked for no earlier than so many working days before what it serves is due. */
const BEFORE_DUE = 10;
/** Hours after its beginning until its report is written, the least and the most. */
const REPORTED_AFTER = [2, 6] as const;

type Calendars = readonly [coach: CalendarSlice, rep: CalendarSlice];

/** Joint visits on the visit days that there are: of one rep one lies ahead at most, and it serves all their loops. */
export class Visits {
  private readonly days: VisitDays;
  private readonly ahead = new Map<PersonId, JointVisit>();
  private readonly counts = new Map<PersonId, number>();

  constructor(
    private readonly behaviour: Behaviour['visits'],
    private readonly draws: Draws,
    private readonly reports: Reports,
    visitDaysPerWeek: (person: PersonId) => number,
  ) {
    this.days = new VisitDays(visitDaysPerWeek);
  }

  /** Takes over what was planned before the play began. */
  meet(loops: readonly PlayedLoop[], now: Instant, later: Later): void {
    const planned = loops.flatMap((loop) =>
      loop.course.visits
        .filter(({ state, at }) => state === 'planned' && at > now)
        .map((visit) => ({ loop, visit })),
    );
    const next = planned.sort((a, b) => a.visit.at - b.visit.at)[0];
    if (!next) return;
    const { id, at, observers } = next.visit;
    const coach = [...(observers ?? []), next.loop.course.lead?.person].find(
      (person) => person !== undefined && next.loop.hasSeat(person),
    );
    if (coach === undefined) return;
    const date = localDate(next.loop.calendarOf(coach).zone, at);
    const knowing = planned.flatMap(({ loop, visit }) => (visit.id === id ? [loop] : []));
    this.begin({ id, rep: next.loop.roster.rep.person, coach, date, at, loops: knowing }, later);
  }

  /** Plans a visit with the rep on the coach's next free day; nothing where one lies ahead, or no day is free. */
  plan(
    loop: PlayedLoop,
    loops: readonly PlayedLoop[],
    coach: PersonId,
    { dueAt }: Obligation,
    now: Instant,
    later: Later,
  ): Telling[] {
    const rep = loop.roster.rep.person;
    if (this.ahead.has(rep)) return [];
    const number = (this.counts.get(rep) ?? 0) + 1;
    const id = `${rep}-visit-${number}`;
    const calendars: Calendars = [loop.calendarOf(coach), loop.calendarOf(rep)];
    const from = firstDay(calendars[0], now, this.draws.whole(this.behaviour.ahead, `ahead ${id}`), dueAt);
    const date = from && this.days.free(coach, calendars, from);
    if (!date) return [];
    this.counts.set(rep, number);
    const visit = { id, rep, coach, date, at: beginningOf(calendars[0], date), loops: loops.filter(isOpen) };
    this.begin(visit, later);
    if (this.draws.share(`moved ${id}`) < this.behaviour.moved) this.isMoved(visit, calendars, later);
    return tellings(visit, 'visitPlanned', now);
  }

  private begin(visit: JointVisit, later: Later): void {
    this.days.take(visit.coach, visit.date);
    this.ahead.set(visit.rep, visit);
    const [least, most] = REPORTED_AFTER;
    const after = least + this.draws.share(`written ${visit.id}`) * (most - least);
    later(visit.at + Math.round(after * HOUR), () => this.hold(visit));
  }

  private hold(visit: JointVisit): Telling[] {
    // Meanwhile it was moved.
    if (this.ahead.get(visit.rep) !== visit) return [];
    this.ahead.delete(visit.rep);
    const loops = visit.loops.filter(isOpen);
    return [
      ...this.reports.ofVisit(visit, loops),
      ...loops.map((loop): Telling => ({
        loop,
        kind: 'visitHeld',
        happenedAt: visit.at,
        data: { visitId: visit.id },
      })),
    ];
  }

  /** On the working day before it turns out that it has to be another day; where none is free, it is called off. */
  private isMoved(visit: JointVisit, calendars: Calendars, later: Later): void {
    const [calendar] = calendars;
    const eve = addWorkingDays(calendar, visit.date, -1);
    if (eve === null) return;
    later(beginningOf(calendar, eve), (now) => {
      if (this.ahead.get(visit.rep) !== visit) return [];
      const date = this.days.free(visit.coach, calendars, visit.date);
      this.days.give(visit.coach, visit.date);
      if (date === null) {
        this.ahead.delete(visit.rep);
        return tellings(visit, 'visitCancelled', now);
      }
      const moved = { ...visit, date, at: beginningOf(calendar, date) };
      this.begin(moved, later);
      return tellings(moved, 'visitMoved', now);
    });
  }
}

const isOpen = ({ outcome }: PlayedLoop): boolean => !outcome.ended;

const beginningOf = ({ zone, hours }: CalendarSlice, date: IsoDate): Instant =>
  atLocal(zone, date, hours.from) + HOUR;

/** Null: no working day comes within a year. */
function firstDay(
  calendar: CalendarSlice,
  now: Instant,
  ahead: number,
  dueAt: Instant | null,
): IsoDate | null {
  const planned = addWorkingDays(calendar, localDate(calendar.zone, now), ahead);
  const due = dueAt === null ? null : addWorkingDays(calendar, localDate(calendar.zone, dueAt), -BEFORE_DUE);
  return planned && due && due > planned ? due : planned;
}

function tellings(
  { id: visitId, at, coach, loops }: JointVisit,
  kind: 'visitPlanned' | 'visitMoved' | 'visitCancelled',
  now: Instant,
): Telling[] {
  return loops
    .filter(isOpen)
    .map((loop): Telling =>
      kind === 'visitCancelled'
        ? { loop, kind, happenedAt: now, data: { visitId } }
        : { loop, kind, happenedAt: now, data: { visitId, at, observers: [coach] } },
    );
}
