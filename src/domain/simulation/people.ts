import type { Obligation } from '../loop/obligation.js';
import type { OpenObligation } from '../loop/standing.js';
import { grouped } from '../grouped.js';
import { owedIn } from '../message/subject.js';
import type { PersonId } from '../people.js';
import { HOUR, type CalendarSlice, type Instant } from '../time.js';
import { chanceToAct, type Behaviour, type Days } from './behaviour.js';
import type { Message } from './desk.js';
import { Draws } from './draws.js';
import type { PlayedLoop } from './played-loop.js';
import type { Deed, Later, Reactions, Telling } from './reactions.js';
import { aboutIn, Reports } from './reports.js';
import { soon } from './soon.js';
import { Visits } from './visits.js';

/** Somebody who acts in a loop, with the calendar that counts there. */
interface Actor {
  person: PersonId;
  calendar: CalendarSlice;
}

/**
 * People who behave as the model says (docs/simulation.md). A rep is visited, coached and answers as one, whatever the
 * number of capabilities: what is drawn for a rep falls alike for all their loops of which the same is owed.
 */
export class People implements Reactions {
  private readonly draws: Draws;
  private readonly visits: Visits;
  private readonly reports: Reports;
  private readonly loopsOf = new Map<PersonId, PlayedLoop[]>();
  private readonly heard = new Map<PersonId, Instant[]>();
  private readonly asked = new Map<string, number>();
  private readonly planned = new Set<string>();

  /** @param visitDaysPerWeek of whoever goes along with reps, for all programs together */
  constructor(
    private readonly behaviour: Behaviour,
    seed: number,
    visitDaysPerWeek: (person: PersonId) => number,
  ) {
    this.draws = new Draws(seed);
    this.reports = new Reports(behaviour, this.draws);
    this.visits = new Visits(behaviour.visits, this.draws, this.reports, visitDaysPerWeek);
  }

  meet(loops: readonly PlayedLoop[], now: Instant, later: Later): void {
    for (const [rep, theirs] of grouped(loops, (loop) => loop.roster.rep.person)) {
      this.loopsOf.set(rep, theirs);
      this.visits.meet(theirs, now, later);
    }
  }

  owed(loop: PlayedLoop, obligation: OpenObligation, now: Instant, later: Later): void {
    const { kind, key } = obligation;
    const actor = this.actorOf(loop, obligation);
    if (!actor) return;
    const event = `unasked ${this.nameOf(loop, obligation)}`;
    if (this.draws.share(event) >= this.behaviour.unasked[kind] * this.factor(actor.person)) return;
    const at = this.soon(actor.calendar, this.behaviour.unaskedAfter[kind], now, event);
    this.begin(`${event} ${at}`, at, (then) => this.act(loop, key, actor.person, then, later), later);
  }

  told(message: Message, later: Later): void {
    const { person, at } = message;
    const lately = this.hear(person, at);
    for (const { loop, plan } of message.told) {
      const owed = owedIn(plan.obligation);
      const obligation = owed === null ? undefined : loop.owed(owed);
      const actor = obligation && this.actorOf(loop, obligation, person);
      if (!obligation || !actor) continue;
      const { audience } = plan;
      const before = this.countAsked(`${loop.id} ${obligation.key} ${person}`);
      const chance = chanceToAct(this.behaviour, { audience, before, lately });
      const event = `told ${audience} ${before} ${this.nameOf(loop, obligation)}`;
      if (this.draws.share(event) >= chance * this.factor(actor.person)) continue;
      const soon = this.soon(actor.calendar, this.behaviour.respondsAfter, at, event);
      const deed: Deed = (then) => this.act(loop, obligation.key, actor.person, then, later);
      this.begin(`${event} ${soon}`, soon, deed, later);
    }
  }

  /** What is done about something owed, as things stand by then. */
  private act(one: PlayedLoop, key: string, actor: PersonId, now: Instant, later: Later): Telling[] {
    const { reports } = this;
    const ofRep = this.loopsOf.get(one.roster.rep.person)!;
    const owing = (isOfOne(key) ? [one] : ofRep).filter((loop) => loop.owed(key));
    const [loop] = owing;
    const obligation = loop?.owed(key);
    if (!loop || !obligation) return [];
    switch (obligation.kind) {
      case 'observe':
      case 'checkIn':
        return this.visits.plan(loop, ofRep, actor, obligation, now, later);
      case 'feedback':
        return reports.feedback(ofRep, actor, now);
      case 'acknowledge':
        return reports.answer(ofRep, now);
      case 'action':
        return reports.actionDone(loop, aboutIn(key), now);
      case 'followUp':
        return reports.followUp(ofRep, actor, now);
      case 'regroup':
        return reports.regroup(ofRep, now);
      case 'cover':
        return reports.taken(owing, key, actor, now);
    }
  }

  /** Whoever would do it: of a loop that is offered, whoever reads the offer. Null: nobody sits there. */
  private actorOf(loop: PlayedLoop, { kind, ownerId }: Obligation, reader?: PersonId): Actor | null {
    const person = kind === 'cover' ? (reader ?? ownerId) : ownerId;
    return person === null || !loop.hasSeat(person) ? null : { person, calendar: loop.calendarOf(person) };
  }

  /** The rep's loops of which the same is owed are one event: one visit, one report, one answer. */
  private nameOf(loop: PlayedLoop, { key }: Obligation): string {
    return `${isOfOne(key) ? loop.id : loop.roster.rep.person} ${key}`;
  }

  private factor(person: PersonId): number {
    const { differs } = this.behaviour;
    return 1 + differs * (2 * this.draws.share(`person ${person}`) - 1);
  }

  /** How many messages they had within the last days; this one is noted. */
  private hear(person: PersonId, at: Instant): number {
    const since = at - this.behaviour.load.days * 24 * HOUR;
    const lately = (this.heard.get(person) ?? []).filter((before) => before > since);
    this.heard.set(person, [...lately, at]);
    return lately.length;
  }

  /** How often they were asked before. */
  private countAsked(what: string): number {
    const before = this.asked.get(what) ?? 0;
    this.asked.set(what, before + 1);
    return before;
  }

  private begin(name: string, at: Instant, deed: Deed, later: Later): void {
    if (this.planned.has(name)) return;
    this.planned.add(name);
    later(at, deed);
  }

  /** Some time in working hours, so many working days on. */
  private soon(calendar: CalendarSlice, days: Days, now: Instant, event: string): Instant {
    return soon(calendar, this.draws.whole(days, `when ${event}`), now, this.draws.share(`hour ${event}`));
  }
}

/** Actions are tried one by one. */
const isOfOne = (key: string): boolean => key.startsWith('action/');
