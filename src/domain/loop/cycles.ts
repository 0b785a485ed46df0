import { judge, type Evidence, type Verdict } from '../adoption.js';
import type { AnyFact } from '../facts.js';
import type { Instant } from '../time.js';
import { localDate } from '../working-time/index.js';
import { is, type Course, type DevelopmentAction, type Sighting } from './course.js';
import { MOMENTS, type TimedMoment } from './phases.js';
import { daysOf, type World } from './setting.js';
import { readCheckIns, type Adoption, type CheckIn } from './sustain.js';

/** A stretch in which an observation is owed. */
export interface Search {
  key: string;
  cycle: number;
  openedAt: Instant;
  metAt: Instant | null;
  droppedAt: Instant | null;
}

/** One observation, and how far the cycle that it opened has come. */
export interface Cycle {
  number: number;
  sighting: Sighting;
  actions: DevelopmentAction[];
  /** All agreed actions are done, checked or past their date. */
  settledAt: Instant | null;
  /** The follow-up was held, or the capability was seen again; null where none is owed or none was held. */
  followedUpAt: Instant | null;
  /** The cycle has said what it can say about adoption. */
  endedAt: Instant | null;
}

export interface Cycles {
  cycles: Cycle[];
  searches: Search[];
  adoptions: Adoption[];
  checkIns: CheckIn[];
  sustainedAt: Instant | null;
  moments: TimedMoment[];
  /** Instants at which time alone will move the loop on. */
  wakes: Instant[];
}

/** When an action is due: as agreed, or by the cadence's default. */
export const actionDueAt = (action: DevelopmentAction, course: Course, world: World): Instant | null =>
  action.dueAt ?? daysOf(course, world, course.roster.rep).due(action.agreedAt, world.cadence.action.within);

/** When an unanswered feedback closes as "no answer". */
export const answerDueAt = (sighting: Sighting, course: Course, world: World): Instant | null =>
  sighting.feedback &&
  daysOf(course, world, course.roster.rep).due(sighting.feedback.at, world.cadence.acknowledge.within);

function readCycle(number: number, sighting: Sighting, next: Sighting | undefined, course: Course, world: World): Cycle {
  const actions = course.actions.filter((action) => action.observation === sighting.id);
  const feedbackAt = sighting.feedback?.at ?? null;
  if (feedbackAt === null || actions.length === 0)
    return { number, sighting, actions, settledAt: null, followedUpAt: null, endedAt: feedbackAt };
  const settled = actions.map(
    (action) => Math.min(action.doneAt ?? Infinity, action.verifiedAt ?? Infinity, actionDueAt(action, course, world) ?? Infinity),
  );
  const checked = Math.max(...actions.map((action) => action.verifiedAt ?? Infinity));
  const seenAgain = next && next.at > feedbackAt ? next.at : Infinity;
  const followedUpAt = Math.min(checked, seenAgain);
  return {
    number,
    sighting,
    actions,
    settledAt: finite(Math.max(...settled)),
    followedUpAt: finite(followedUpAt),
    endedAt: finite(followedUpAt),
  };
}

const finite = (at: Instant): Instant | null => (Number.isFinite(at) ? at : null);

/** An event of the adoption story: something after which the rule is judged anew, or a level became known. */
interface Trigger {
  at: Instant;
  order: number;
  run: () => void;
}

/** Reads the cycles of a course and tells when the capability was adopted, lapsed, adopted again. */
export function readCycles(course: Course, log: readonly AnyFact[], now: Instant, world: World): Cycles {
  const cycles = course.sightings.map((sighting, index, all) =>
    readCycle(index + 1, sighting, all[index + 1], course, world),
  );
  const story = new AdoptionStory(course, cycles, now, world);
  for (const trigger of triggersOf(story, cycles, log)) if (trigger.at <= now) trigger.run();
  const { adoptions, notYet, wakes } = story;
  const checkIns = new Map(adoptions.map((adoption) => [adoption, readCheckIns(adoption, course, world)]));
  const placed: Placed[] = cycles.flatMap((cycle, index) => momentsOf(cycle, cycles[index + 1], now));
  for (const { at, cycle } of notYet) placed.push({ at, moment: 'notYetAdopted', cycle: cycle.number });
  for (const { at, cycle, lapse } of adoptions) {
    placed.push({ at, moment: 'adopted', cycle });
    if (lapse) placed.push({ at: lapse.at, moment: 'lapsed', cycle: cycles.length });
  }
  for (const { sustainedAt } of checkIns.values())
    if (sustainedAt !== null) placed.push({ at: sustainedAt, moment: 'sustained', cycle: cycles.length });
  for (const at of course.withdrawals) placed.push({ at, moment: 'withdrawn', cycle: cycles.length });
  for (const { at } of course.reopened) placed.push({ at, moment: 'reopened', cycle: cycles.length });
  for (const { settledAt } of cycles) if (settledAt !== null && settledAt > now) wakes.push(settledAt);
  return {
    cycles,
    searches: readSearches(course, cycles, story),
    adoptions,
    checkIns: [...checkIns.values()].flatMap((plan) => plan.checkIns),
    sustainedAt: [...checkIns.values()].at(-1)?.sustainedAt ?? null,
    moments: placed.sort(inOrder),
    wakes,
  };
}

interface Placed extends TimedMoment {
  cycle: number;
}

/** At one instant a cycle is played to its end before the observation that ended it opens the next. */
const inOrder = (a: Placed, b: Placed): number =>
  a.at - b.at || a.cycle - b.cycle || MOMENTS.indexOf(a.moment) - MOMENTS.indexOf(b.moment);

function momentsOf({ number: cycle, ...read }: Cycle, next: Cycle | undefined, now: Instant): Placed[] {
  const { sighting, actions, settledAt, followedUpAt } = read;
  const moments: Placed[] = [{ at: sighting.at, moment: 'observed', cycle }];
  const moment = actions.length > 0 ? 'feedbackWithActions' : 'feedbackAlone';
  if (sighting.feedback) moments.push({ at: sighting.feedback.at, moment, cycle });
  if (settledAt !== null && settledAt <= now) moments.push({ at: settledAt, moment: 'actionsSettled', cycle });
  if (followedUpAt !== null) moments.push({ at: followedUpAt, moment: 'followedUp', cycle });
  // What is still owed to an earlier observation runs on as an obligation; the phase follows the latest one.
  return next ? moments.filter(({ at }) => at <= next.sighting.at) : moments;
}

function triggersOf(story: AdoptionStory, cycles: readonly Cycle[], log: readonly AnyFact[]): Trigger[] {
  const triggers: Trigger[] = [];
  for (const cycle of cycles) {
    const { sighting, endedAt } = cycle;
    if (sighting.feedback) triggers.push({ at: sighting.feedback.at, order: 1, run: () => story.levelKnown(sighting) });
    if (endedAt !== null) triggers.push({ at: endedAt, order: 2, run: () => story.judgeAt(endedAt, cycle) });
    const { confirmedAt, regroup } = sighting;
    if (confirmedAt !== null) triggers.push({ at: confirmedAt, order: 2, run: () => story.judgeAt(confirmedAt, null) });
    if (regroup) triggers.push({ at: regroup.at, order: 2, run: () => story.judgeAt(regroup.at, null) });
  }
  for (const fact of log)
    if (is(fact, 'adopted')) triggers.push({ at: fact.happenedAt, order: 3, run: () => story.saidAdopted(fact.happenedAt, fact.data.cycle, fact.data.evidence) });
  return triggers.sort((a, b) => a.at - b.at || a.order - b.order);
}

class AdoptionStory {
  readonly adoptions: Adoption[] = [];
  readonly notYet: { at: Instant; cycle: Cycle }[] = [];
  readonly wakes: Instant[] = [];

  constructor(
    private readonly course: Course,
    private readonly cycles: readonly Cycle[],
    private readonly now: Instant,
    private readonly world: World,
  ) {}

  private get holding(): Adoption | null {
    const last = this.adoptions.at(-1);
    return last && !last.lapse ? last : null;
  }

  /** Only what was seen after the last lapse counts towards a new adoption. */
  private get countsFrom(): Instant {
    const lapsed = this.adoptions.at(-1)?.lapse;
    if (!lapsed) return -Infinity;
    const by = this.course.sightings.find((sighting) => sighting.id === lapsed.observation);
    return by ? by.at : lapsed.at;
  }

  private verdictAt(at: Instant): Verdict & { pending: Instant | null } {
    const { world, course } = this;
    const known = this.cycles.filter(
      ({ sighting, endedAt }) =>
        sighting.at > this.countsFrom && endedAt !== null && endedAt <= at && !inDispute(sighting, at),
    );
    const zone = world.calendars(course.roster.rep).zone;
    const evidence = known.map(({ sighting }): Evidence => ({
      id: sighting.id,
      at: sighting.at,
      day: localDate(zone, sighting.at),
      channel: sighting.channel,
      customer: sighting.customer,
      observer: sighting.observer,
      prompted: sighting.prompted,
      level: sighting.feedback?.level ?? null,
      confirmed: sighting.confirmedAt !== null && sighting.confirmedAt <= at,
    }));
    const verdict = judge(world.cadence.adoption, world.level, evidence, (before, now) => this.farEnough(before, now));
    const open = known
      .filter(({ sighting }) => verdict.evidence.includes(sighting.id) && sighting.confirmedAt === null && sighting.dispute === null)
      .map(({ sighting }) => answerDueAt(sighting, course, world))
      .filter((due) => due !== null);
    return { ...verdict, pending: verdict.lacksOnlyConfirmation && open.length > 0 ? Math.max(...open) : null };
  }

  private farEnough(before: Instant, at: Instant): boolean {
    const { apart } = this.world.cadence.nextObservation;
    if (!apart) return true;
    const days = daysOf(this.course, this.world, this.course.roster.manager);
    const from = days.due(before, apart);
    if (from === null) return false;
    const { zone } = days.calendar;
    return this.world.cadence.clock === 'calendar' ? at >= from : localDate(zone, at) >= localDate(zone, from);
  }

  /** Judges the rule at an instant; `cycle` is the one that has just ended, null where an answer came in. */
  judgeAt(at: Instant, cycle: Cycle | null): void {
    if (this.holding) return;
    const verdict = this.verdictAt(at);
    if (verdict.holds) {
      const anchor = this.sighting(verdict.evidence.at(-1)!)!;
      const number = this.cycles.find(({ sighting }) => sighting.id === anchor.id)!.number;
      this.adoptions.push({ at, cycle: number, evidence: verdict.evidence, anchor: anchor.id, anchoredAt: anchor.at, lapse: null });
      return;
    }
    if (!cycle) return;
    // Only the rep's answer is missing: the loop waits for it as long as an answer may take.
    const decided = verdict.pending === null ? at : Math.max(at, verdict.pending);
    if (decided <= this.now) this.notYet.push({ at: decided, cycle });
    else this.wakes.push(decided);
  }

  /** While adopted, an observation below the level means that it did not hold. */
  levelKnown(sighting: Sighting): void {
    const adoption = this.holding;
    const level = sighting.feedback?.level ?? null;
    if (!adoption || !sighting.feedback || level === null || level >= this.world.level) return;
    if (sighting.at <= adoption.anchoredAt || inDispute(sighting, sighting.feedback.at)) return;
    adoption.lapse = { at: sighting.feedback.at, observation: sighting.id };
  }

  /** What was said stays said: an adoption that later truths no longer bear out was one, and lapsed. */
  saidAdopted(at: Instant, cycle: number, evidence: readonly string[]): void {
    if (this.adoptions.some((adoption) => adoption.evidence.at(-1) === evidence.at(-1)) || this.holding) return;
    const anchor = evidence.at(-1)!;
    const anchoredAt = this.sighting(anchor)?.at ?? at;
    const contrary = this.course.sightings.find(
      ({ at: seen, feedback }) => seen > anchoredAt && feedback?.level != null && feedback.level < this.world.level && feedback.at <= at,
    );
    const told = contrary?.feedback?.knownAt ?? this.course.lastCorrectionAt ?? at;
    this.adoptions.push({
      at,
      cycle,
      evidence: [...evidence],
      anchor,
      anchoredAt,
      lapse: { at: Math.max(at, told), observation: contrary?.id ?? null },
    });
  }

  private sighting(id: string): Sighting | undefined {
    return this.course.sightings.find((sighting) => sighting.id === id);
  }
}

/** A disputed observation counts for nothing until the two have talked. */
const inDispute = ({ dispute, regroup }: Sighting, at: Instant): boolean =>
  dispute !== null && dispute.at <= at && (regroup === null || regroup.at > at);

function readSearches(course: Course, cycles: readonly Cycle[], story: AdoptionStory): Search[] {
  const firstAfter = (at: Instant): Instant | null =>
    cycles.find(({ sighting }) => sighting.at > at)?.sighting.at ?? null;
  const searches: Search[] = [];
  const add = (key: string, cycle: number, openedAt: Instant, metAt: Instant | null): void => {
    searches.push({ key: `observe/${key}`, cycle, openedAt, metAt, droppedAt: null });
  };
  add('first', 1, course.startedAt, cycles[0]?.sighting.at ?? null);
  for (const { at, cycle } of story.notYet) {
    const next = cycles[cycle.number];
    if (!next || next.sighting.at > at) add(cycle.sighting.id, cycle.number + 1, at, next?.sighting.at ?? null);
  }
  for (const { lapse, cycle } of story.adoptions)
    if (lapse) add(lapse.observation ?? 'lapsed', cycle + 1, lapse.at, firstAfter(lapse.at));
  for (const { id, at } of course.reopened) add(id, cycles.length + 1, at, firstAfter(at));
  return oneAtATime(searches, story.adoptions);
}

/** One observation is owed at a time: adoption ends a search, and so does the opening of the next. */
function oneAtATime(searches: Search[], adoptions: readonly Adoption[]): Search[] {
  const byKey = new Map<string, Search>();
  for (const search of searches.sort((a, b) => a.openedAt - b.openedAt))
    if (!byKey.has(search.key)) byKey.set(search.key, search);
  const unique = [...byKey.values()];
  unique.forEach((search, index) => {
    const adopted = adoptions.find((adoption) => adoption.at >= search.openedAt)?.at ?? Infinity;
    const endedAt = Math.min(adopted, unique[index + 1]?.openedAt ?? Infinity);
    if (endedAt < (search.metAt ?? Infinity)) Object.assign(search, { metAt: null, droppedAt: endedAt });
  });
  return unique;
}
