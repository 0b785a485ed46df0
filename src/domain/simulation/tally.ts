import type { AnyFact } from '../facts.js';
import { grouped } from '../grouped.js';
import { isAboveManager, type Audience, type PersonId } from '../people.js';
import type { Instant, IsoDate } from '../time.js';
import {
  addDays,
  endOfWorkingDay,
  isWorkingDay,
  localDate,
  workingDayOnOrAfter,
} from '../working-time/index.js';
import type { Message } from './desk.js';
import type { Play } from './play.js';
import type { PlayedLoop } from './played-loop.js';
import { managerWeek, weeksAhead, type ManagerWeek } from './manager-week.js';
import { mondayOf, type Counts } from './weeks.js';

export interface ManagerTally {
  manager: PersonId;
  visitDaysPerWeek: number;
  /** Of the span, and the visit days that fall into them. */
  workingDays: number;
  visitDays: number;
  /** Reps a week of whom an observation was asked: one visit serves all that is owed of a rep. */
  asked: Counts;
  /** Visits held, by week. */
  visits: Counts;
  /** Messages, and the things that they told, by day. */
  messages: Counts;
  things: Counts;
  /** The first weeks, day by day. */
  ahead: ManagerWeek[];
}

/** What was counted in one play. Plays of different managers add up; people above them are in several. */
export interface Tally {
  from: Instant;
  until: Instant;
  /** The Mondays of all weeks of the span. */
  weeks: IsoDate[];
  loops: number;
  managers: ManagerTally[];
  /** Messages to everybody whom only one of the plays that are added up can reach, by day. */
  messages: Counts;
  /** Days on which people above managers got a message. */
  daysAbove: Record<PersonId, IsoDate[]>;
  /** Things told above managers, by week. */
  escalations: Partial<Record<Audience, Counts>>;
  /** Observations that fell due, and those of them that were made in time. */
  due: number;
  inTime: number;
  /** Loops, by the week in which they counted as adopted for the first time. */
  adopted: Counts;
}

/** Counts what happened from one instant up to, not including, another. */
export function tallyOf(
  play: Play,
  { from, until }: { from: Instant; until: Instant },
  visitDaysPerWeek: (person: PersonId) => number,
): Tally {
  const tally: Tally = {
    from,
    until,
    weeks: weeksBetween(from, until),
    loops: play.loops.length,
    managers: [],
    messages: {},
    daysAbove: {},
    escalations: {},
    due: 0,
    inTime: 0,
    adopted: {},
  };
  const within = (at: Instant): boolean => from <= at && at < until;
  const messages = play.messages.filter(({ at }) => within(at));
  for (const message of messages) countMessage(tally, message);
  const toPerson = grouped(messages, ({ person }) => person);
  const led = grouped(play.loops, ({ roster }) => roster.manager?.person ?? null);
  for (const [manager, loops] of led) {
    const theirs = manager === null ? [] : (toPerson.get(manager) ?? []);
    if (manager !== null)
      tally.managers.push(ofManager(manager, loops, theirs, { from, until }, visitDaysPerWeek(manager)));
    for (const loop of loops) countLoop(tally, loop, within);
  }
  return tally;
}

/** Adds up what was counted in plays of different managers over the same time. */
export function added(tallies: readonly Tally[]): Tally {
  const [first] = tallies;
  if (!first) throw new Error('nothing was counted: at least one play is needed');
  const sum = (of: (tally: Tally) => number): number => tallies.reduce((all, one) => all + of(one), 0);
  const audiences = new Set(tallies.flatMap(({ escalations }) => Object.keys(escalations) as Audience[]));
  const above = grouped(
    tallies.flatMap(({ daysAbove }) => Object.entries(daysAbove)),
    ([person]) => person,
  );
  return {
    ...first,
    loops: sum(({ loops }) => loops),
    managers: tallies.flatMap(({ managers }) => managers),
    messages: addedCounts(tallies.map(({ messages }) => messages)),
    daysAbove: Object.fromEntries(
      [...above].map(([person, days]) => [person, [...new Set(days.flatMap(([, one]) => one))].sort()]),
    ),
    escalations: Object.fromEntries(
      [...audiences].map((one) => [
        one,
        addedCounts(tallies.map(({ escalations }) => escalations[one] ?? {})),
      ]),
    ),
    due: sum(({ due }) => due),
    inTime: sum(({ inTime }) => inTime),
    adopted: addedCounts(tallies.map(({ adopted }) => adopted)),
  };
}

function addedCounts(all: readonly Counts[]): Counts {
  const sum: Counts = {};
  for (const counts of all) for (const [day, count] of Object.entries(counts)) add(sum, day, count);
  return sum;
}

const add = (counts: Counts, day: IsoDate, count = 1): void => {
  counts[day] = (counts[day] ?? 0) + count;
};

function weeksBetween(from: Instant, until: Instant): IsoDate[] {
  const last = localDate('UTC', until - 1);
  const weeks: IsoDate[] = [];
  for (let week = mondayOf(localDate('UTC', from)); week <= last; week = addDays(week, 7)) weeks.push(week);
  return weeks;
}

const dayOf = ({ person, at, told }: Message): IsoDate =>
  localDate(told[0]!.loop.calendarOf(person).zone, at);

function countMessage(tally: Tally, message: Message): void {
  const day = dayOf(message);
  const { person, told } = message;
  const above = told.filter(({ plan }) => isAboveManager(plan.audience));
  for (const { plan } of above) add((tally.escalations[plan.audience] ??= {}), mondayOf(day));
  if (above.length === 0) add(tally.messages, day);
  else (tally.daysAbove[person] ??= []).push(day);
}

function ofManager(
  manager: PersonId,
  loops: readonly PlayedLoop[],
  messages: readonly Message[],
  { from, until }: { from: Instant; until: Instant },
  visitDaysPerWeek: number,
): ManagerTally {
  const calendar = loops[0]!.calendarOf(manager);
  const { zone } = calendar;
  const [first, last] = [localDate(zone, from), localDate(zone, until)];
  let workingDays = 0;
  for (let day = first; day < last; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) workingDays += 1;
  // On a day that is over nothing more is asked.
  const today = endOfWorkingDay(calendar, first) > from ? first : addDays(first, 1);
  const begins = workingDayOnOrAfter(calendar, today) ?? today;
  const asked = new Set<string>();
  const askedAhead = new Set<string>();
  const held = new Set<string>();
  for (const loop of loops) {
    const rep = loop.roster.rep.person;
    for (const { at, metAt, droppedAt } of asksOf(loop.log)) {
      if (droppedAt === null && from <= at && at < until)
        asked.add(`${mondayOf(localDate(zone, at))} ${rep}`);
      // What is overdue when it begins is asked at once.
      if ((metAt ?? from) >= from && (droppedAt ?? until) > Math.max(at, from)) {
        const day = localDate(zone, at);
        askedAhead.add(`${mondayOf(day < begins ? begins : day)} ${rep}`);
      }
    }
    for (const fact of loop.log)
      if (fact.kind === 'visitHeld' && from <= fact.happenedAt && fact.happenedAt < until)
        held.add(`${mondayOf(localDate(zone, fact.happenedAt))} ${fact.data.visitId}`);
  }
  const weeks = (keys: ReadonlySet<string>): Counts => {
    const counts: Counts = {};
    for (const key of keys) add(counts, key.slice(0, first.length));
    return counts;
  };
  const tally: ManagerTally = {
    manager,
    visitDaysPerWeek,
    workingDays,
    visitDays: (visitDaysPerWeek * workingDays) / calendar.week.length,
    asked: weeks(asked),
    visits: weeks(held),
    messages: {},
    things: {},
    ahead: [],
  };
  for (const message of messages) {
    const day = dayOf(message);
    add(tally.messages, day);
    add(tally.things, day, message.told.length);
  }
  const inWeeks = {
    calendar,
    from,
    perWeek: visitDaysPerWeek,
    messages: tally.messages,
    asked: weeks(askedAhead),
  };
  tally.ahead = weeksAhead({ from, until }).map((week) => managerWeek(week, inWeeks));
  return tally;
}

interface Ask {
  /** When the visit day was asked for: when it fell due, or before, when the observation was made. */
  at: Instant;
  dueAt: Instant;
  metAt: Instant | null;
  /** Since when it was owed no more, undone. */
  droppedAt: Instant | null;
}

/** Observations that were owed: the first ones, the next ones and those of check-ins. */
function asksOf(log: readonly AnyFact[]): Ask[] {
  const owed = new Map<string, { dueAt: Instant | null; metAt: Instant | null; droppedAt: Instant | null }>();
  for (const fact of log) {
    if (fact.kind === 'obligationOpened') {
      const { obligation, kind, dueAt } = fact.data;
      if (kind === 'observe' || kind === 'checkIn')
        owed.set(obligation, { dueAt, metAt: null, droppedAt: null });
    } else if (fact.kind === 'obligationMoved' || fact.kind === 'obligationMet') {
      const one = owed.get(fact.data.obligation);
      if (one && fact.kind === 'obligationMoved') one.dueAt = fact.data.dueAt;
      else if (one) one.metAt = fact.happenedAt;
    } else if (fact.kind === 'obligationClosed') {
      const one = owed.get(fact.data.obligation);
      if (one) one.droppedAt = fact.happenedAt;
    }
  }
  return [...owed.values()].flatMap(({ dueAt, metAt, droppedAt }) =>
    dueAt === null ? [] : [{ at: Math.min(dueAt, metAt ?? dueAt), dueAt, metAt, droppedAt }],
  );
}

function countLoop(tally: Tally, loop: PlayedLoop, within: (at: Instant) => boolean): void {
  for (const { at, dueAt, metAt, droppedAt } of asksOf(loop.log)) {
    if (droppedAt !== null || !within(at) || dueAt >= tally.until) continue;
    tally.due += 1;
    if (metAt !== null && metAt <= dueAt) tally.inTime += 1;
  }
  const adopted = loop.log.find(({ kind }) => kind === 'adopted');
  if (!adopted || !within(adopted.happenedAt)) return;
  const { zone } = loop.calendarOf(loop.roster.rep.person);
  add(tally.adopted, mondayOf(localDate(zone, adopted.happenedAt)));
}
