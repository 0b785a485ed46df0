import type { AnyFact, FactKind } from '../../facts.js';
import { grouped } from '../../grouped.js';
import { is } from '../../loop/log.js';
import { rungKey } from '../../loop/said.js';
import { isWhose, kindOf, owedIn } from '../../message/subject.js';
import type { Audience, CalendarsOf, PersonId, Roster, Seat } from '../../people.js';
import { HOUR, type CalendarSlice, type Instant } from '../../time.js';
import { workingDaysBetween } from '../../working-time/index.js';
import { OBLIGATION_KINDS, type ObligationKind } from '../../words.js';
import { patience, type Behaviour, type Days } from '../behaviour.js';
import { goneOfToday } from '../soon.js';
import type { Chance } from './figures.js';

/** A loop of the past, its facts in the order of their recording. */
export interface PastLoop {
  id: string;
  log: readonly AnyFact[];
  calendars: CalendarsOf;
}

/** What may make somebody act: that something is owed, or that they are told of it. */
export interface Cause {
  chance: Chance;
  /** Times the chance: less where they were told before, or of much. */
  weight: number;
  /** Who knows of it. */
  person: PersonId;
  /** The working day of the episode on which it begins, counted from 0. */
  from: number;
  days: Days;
  /** It begins after hours: nothing is done on its first day. */
  isLate: boolean;
}

/** What is owed of a rep in one way, from when it is owed or told of until somebody acts or it is no longer known. */
export interface Episode {
  /** Who acts, or does not. */
  owner: PersonId;
  causes: readonly Cause[];
  /** On which of its working days it was over, and how much of that day was gone by then, in quarters. */
  day: number;
  gone: number;
  /** False: it ended otherwise, or has not yet. */
  acted: boolean;
}

/** Honest answers, and what ends or halts a loop: what would have been done then is not known. */
const HALTS: ReadonlySet<FactKind> = new Set<FactKind>([
  'snoozed',
  'noOpportunity',
  'notPossible',
  'notMyRep',
  'excused',
  'paused',
  'withdrawn',
]);
const DAY = 24 * HOUR;

/** Everything in these loops to which somebody could have acted. @param until when the logs were read */
export function episodesIn(loops: readonly PastLoop[], until: Instant, base: Behaviour): Episode[] {
  const heard = messagesIn(loops);
  const byRep = grouped(
    loops.filter(({ log }) => repIn(log) !== undefined),
    ({ log }) => repIn(log)!,
  );
  return [...byRep.values()].flatMap((theirs) => new Walk(theirs, heard, base).through(until));
}

const repIn = (log: readonly AnyFact[]): PersonId | undefined =>
  log.find((fact) => is(fact, 'rosterChanged'))?.data.roster.rep.person;

/** When each person was told anything. */
function messagesIn(loops: readonly PastLoop[]): Map<PersonId, Instant[]> {
  const told = loops.flatMap(({ log }) => log.filter((fact) => is(fact, 'handedOver')));
  return new Map(
    [...grouped(told, ({ data }) => data.person)].map(([person, facts]) => [
      person,
      [...new Set(facts.map(({ happenedAt }) => happenedAt))],
    ]),
  );
}

interface Walked extends PastLoop {
  roster: Roster | null;
  /** By `rungKey`: to whom it spoke. */
  audiences: ReadonlyMap<string, Audience>;
  /** By key and instant: what was owed and done in one breath was asked of nobody. */
  done: ReadonlySet<string>;
}

type Begun = Omit<Cause, 'from' | 'isLate'> & { at: Instant };

interface OpenEpisode {
  owner: PersonId;
  calendar: CalendarSlice;
  causes: Begun[];
}

/** All that was owed of one rep, in the order of its telling: a visit, a report and an answer serve all their loops. */
class Walk {
  private readonly loops: readonly Walked[];
  private readonly open = new Map<string, OpenEpisode>();
  private readonly over: Episode[] = [];
  private readonly visits = new Map<string, Instant>();
  private readonly asked = new Map<string, number>();

  constructor(
    loops: readonly PastLoop[],
    private readonly heard: ReadonlyMap<PersonId, readonly Instant[]>,
    private readonly base: Behaviour,
  ) {
    this.loops = loops.map((loop) => ({
      ...loop,
      roster: null,
      audiences: audiencesIn(loop.log),
      done: doneIn(loop.log),
    }));
  }

  through(until: Instant): Episode[] {
    const facts = this.loops
      .flatMap((loop) => loop.log.map((fact) => ({ loop, fact })))
      .sort((a, b) => a.fact.recordedAt - b.fact.recordedAt);
    for (const { loop, fact } of facts) this.hear(fact, loop);
    for (const subject of [...this.open.keys()]) this.end(subject, until, false);
    return this.over;
  }

  private hear(fact: AnyFact, loop: Walked): void {
    const at = fact.recordedAt;
    if (HALTS.has(fact.kind)) for (const subject of [...this.open.keys()]) this.end(subject, at, false);
    else if (is(fact, 'rosterChanged')) loop.roster = fact.data.roster;
    else if (is(fact, 'visitPlanned') || is(fact, 'visitMoved')) {
      this.visits.set(fact.data.visitId, fact.data.at);
      this.end('visit', at, true);
    } else if (is(fact, 'visitCancelled') || is(fact, 'visitHeld')) this.visits.delete(fact.data.visitId);
    else if (is(fact, 'obligationOpened')) this.isOwed(fact.data, at, loop);
    else if (is(fact, 'handedOver')) this.isTold(fact.data, at, loop);
    else if (is(fact, 'actionVerified')) this.end(subjectOf(`action/${fact.data.actionId}`, loop), at, false);
    else if (is(fact, 'obligationMet') && !loop.done.has(inOneBreath(fact.data.obligation, at)))
      this.end(subjectOf(fact.data.obligation, loop), at, true);
    else if (is(fact, 'obligationClosed')) this.end(subjectOf(fact.data.obligation, loop), at, false);
  }

  private isOwed(
    { obligation: key, kind, owner }: { obligation: string; kind: ObligationKind; owner: Audience },
    at: Instant,
    loop: Walked,
  ): void {
    const seat = ownerOf(owner, loop.roster);
    if (seat === null || loop.done.has(inOneBreath(key, at))) return;
    const days = this.base.unaskedAfter[kind];
    this.begin(key, loop, seat, { chance: `unasked.${kind}`, weight: 1, person: seat.person, at, days });
  }

  private isTold(
    { obligation: subject, rung, person }: { obligation: string; rung: number; person: PersonId },
    at: Instant,
    loop: Walked,
  ): void {
    // Whoever hears whose rep it is was asked for nothing that is owed.
    if (isWhose(subject)) return;
    const key = owedIn(subject);
    const kind = key === null ? null : kindIn(key);
    const audience = loop.audiences.get(rungKey(subject, rung));
    const seat =
      kind === null
        ? null
        : ownerOf(kind === 'action' || kind === 'acknowledge' ? 'rep' : 'manager', loop.roster);
    if (key === null || !seat || !audience) return;
    const before = this.countAsked(`${loop.id} ${key} ${person}`);
    const since = at - this.base.load.days * DAY;
    const lately = (this.heard.get(person) ?? []).filter((one) => one > since && one < at).length;
    const weight = patience(this.base, { before, lately });
    this.begin(key, loop, seat, {
      chance: `responds.${audience}`,
      weight,
      person,
      at,
      days: this.base.respondsAfter,
    });
  }

  private begin(key: string, loop: Walked, seat: Seat, cause: Begun): void {
    const subject = subjectOf(key, loop);
    if (subject === 'visit' && this.isVisitAhead(cause.at)) return;
    let episode = this.open.get(subject);
    if (!episode)
      this.open.set(subject, (episode = { owner: seat.person, calendar: loop.calendars(seat), causes: [] }));
    // Of several loops of the rep it is one and the same.
    const isKnown = episode.causes.some(
      ({ at, chance, person }) => at === cause.at && chance === cause.chance && person === cause.person,
    );
    if (!isKnown) episode.causes.push(cause);
  }

  private end(subject: string, at: Instant, acted: boolean): void {
    const episode = this.open.get(subject);
    if (!episode) return;
    this.open.delete(subject);
    const { owner, calendar, causes } = episode;
    const start = causes[0]!.at;
    this.over.push({
      owner,
      day: workingDaysBetween(calendar, start, at),
      gone: Math.round(4 * goneOfToday(calendar, at)) / 4,
      acted,
      causes: causes.map(({ at: from, ...cause }) => ({
        ...cause,
        from: workingDaysBetween(calendar, start, from),
        isLate: goneOfToday(calendar, from) === 1,
      })),
    });
  }

  private isVisitAhead = (now: Instant): boolean => [...this.visits.values()].some((at) => at + DAY > now);

  private countAsked(what: string): number {
    const before = this.asked.get(what) ?? 0;
    this.asked.set(what, before + 1);
    return before;
  }
}

/** Actions are tried one by one; one visit serves all that is to be seen. */
function subjectOf(key: string, { id }: PastLoop): string {
  const kind = kindIn(key);
  if (kind === 'action') return `${id} ${key}`;
  return kind === 'observe' || kind === 'checkIn' ? 'visit' : String(kind);
}

const kindIn = (key: string): ObligationKind | null =>
  OBLIGATION_KINDS.find((kind) => kind === kindOf(key, 0)) ?? null;

const ownerOf = (owner: Audience, roster: Roster | null): Seat | null =>
  roster === null || owner === 'coCoach' ? null : roster[owner];

const audiencesIn = (log: readonly AnyFact[]): Map<string, Audience> =>
  new Map(
    log
      .filter((fact) => is(fact, 'rungReached'))
      .map(({ data: { obligation, rung, audience } }) => [rungKey(obligation, rung), audience]),
  );

const inOneBreath = (obligation: string, at: Instant): string => `${obligation} ${at}`;

function doneIn(log: readonly AnyFact[]): Set<string> {
  const named = (kind: 'obligationOpened' | 'obligationMet'): string[] =>
    log
      .filter((fact) => is(fact, kind))
      .map(({ data: { obligation }, recordedAt }) => inOneBreath(obligation, recordedAt));
  const opened = new Set(named('obligationOpened'));
  return new Set(named('obligationMet').filter((one) => opened.has(one)));
}
