import { judge, type Evidence, type Verdict } from '../adoption.js';
import type { AnyFact, Fact } from '../facts.js';
import type { Instant } from '../time.js';
import { localDate } from '../working-time/index.js';
import type { Course } from './course.js';
import { answerDueAt, type Cycle } from './cycle.js';
import { is } from './log.js';
import { daysOf, type World } from './setting.js';
import type { Sighting } from './sightings.js';
import type { Adoption } from './sustain.js';

/** The end of a cycle after which the capability does not count as adopted: another observation is owed. */
export interface NotYet {
  at: Instant;
  cycle: Cycle;
}

export interface AdoptionStory {
  adoptions: Adoption[];
  notYet: NotYet[];
  /** When a rep's answer that alone is missing is no longer waited for. */
  waits: Instant[];
}

interface Trigger {
  at: Instant;
  order: number;
  run: () => void;
}

/** Tells when a capability was adopted, lapsed, adopted again: the rule is judged whenever something became known. */
export function tellAdoption(
  course: Course,
  cycles: readonly Cycle[],
  log: readonly AnyFact[],
  now: Instant,
  world: World,
): AdoptionStory {
  const teller = new Teller(course, cycles, now, world);
  const triggers: Trigger[] = [];
  const on = (at: Instant | null, order: number, run: (at: Instant) => void): void => {
    if (at !== null && at <= now) triggers.push({ at, order, run: () => run(at) });
  };
  for (const cycle of cycles) {
    const { sighting, endedAt } = cycle;
    on(sighting.feedback?.at ?? null, 1, () => teller.levelKnown(sighting));
    on(endedAt, 2, (at) => teller.judgeAt(at, cycle));
    on(sighting.confirmedAt, 2, (at) => teller.judgeAt(at, null));
    on(sighting.regroup?.at ?? null, 2, (at) => teller.judgeAt(at, null));
  }
  for (const { adopted, lapsed } of turnsIn(log))
    on(adopted.happenedAt, 3, () => teller.saidAdopted(adopted, lapsed));
  for (const { at } of course.reopened) on(at, 4, () => teller.reopened(at));
  for (const { run } of triggers.sort((a, b) => a.at - b.at || a.order - b.order)) run();
  return teller.story();
}

/** What the loop has said of adoption: each with the lapse that was said after it. */
function turnsIn(log: readonly AnyFact[]): { adopted: Fact<'adopted'>; lapsed: Fact<'lapsed'> | null }[] {
  const turns: { adopted: Fact<'adopted'>; lapsed: Fact<'lapsed'> | null }[] = [];
  for (const fact of log) {
    const last = turns.at(-1);
    if (is(fact, 'adopted')) turns.push({ adopted: fact, lapsed: null });
    else if (is(fact, 'lapsed') && last) last.lapsed ??= fact;
  }
  return turns;
}

class Teller {
  private readonly adoptions: Adoption[] = [];
  private readonly undecided: (NotYet & { judgedAt: Instant })[] = [];

  constructor(
    private readonly course: Course,
    private readonly cycles: readonly Cycle[],
    private readonly now: Instant,
    private readonly world: World,
  ) {}

  story(): AdoptionStory {
    const standing = this.undecided.filter(({ at, judgedAt, cycle }) => {
      const next = this.cycles[cycle.number]?.sighting;
      const adopted = this.adoptions.some((adoption) => adoption.at >= judgedAt && adoption.at <= at);
      return !adopted && (!next || next.at > at);
    });
    return {
      adoptions: this.adoptions,
      notYet: standing.filter(({ at }) => at <= this.now),
      waits: standing.flatMap(({ at }) => (at > this.now ? [at] : [])),
    };
  }

  /** Judges the rule at an instant; `cycle` is the one that has just ended, null where an answer came in. */
  judgeAt(at: Instant, cycle: Cycle | null): void {
    if (this.holding) return;
    const verdict = this.verdictAt(at);
    if (verdict.holds) {
      const anchor = this.cycles.find(({ sighting }) => sighting.id === verdict.evidence.at(-1))!;
      this.adoptions.push({
        at,
        cycle: anchor.number,
        evidence: verdict.evidence,
        anchor: anchor.sighting.id,
        anchoredAt: anchor.sighting.at,
        lapse: null,
        reopenedAt: null,
      });
    } else if (cycle) {
      // Only the rep's answer is missing: the loop waits for it as long as an answer may take.
      this.undecided.push({ at: Math.max(at, verdict.answerBy ?? at), judgedAt: at, cycle });
    }
  }

  /** While adopted, an observation below the level means that it did not hold. */
  levelKnown(sighting: Sighting): void {
    const adoption = this.holding;
    if (!adoption || !sighting.feedback || !this.isContrary(sighting)) return;
    if (sighting.at <= adoption.anchoredAt || inDispute(sighting, sighting.feedback.at)) return;
    adoption.lapse = { at: sighting.feedback.at, observation: sighting.id };
  }

  /**
   * What was said stays said: an adoption that later truths no longer bear out was one, and lapsed when the loop
   * learnt of them.
   */
  saidAdopted(
    { happenedAt: at, data: { cycle, evidence } }: Fact<'adopted'>,
    lapsed: Fact<'lapsed'> | null,
  ): void {
    const anchor = evidence.at(-1)!;
    if (this.holding || this.adoptions.some((adoption) => adoption.anchor === anchor)) return;
    const anchoredAt = this.course.sightings.find(({ id }) => id === anchor)?.at ?? at;
    const contrary = this.course.sightings.find(
      (sighting) => sighting.at > anchoredAt && this.isContrary(sighting) && sighting.feedback!.at <= at,
    );
    const lapse = { at: Math.max(at, lapsed?.happenedAt ?? this.now), observation: contrary?.id ?? null };
    this.adoptions.push({ at, cycle, evidence: [...evidence], anchor, anchoredAt, lapse, reopenedAt: null });
  }

  /** A reopened loop begins anew: what was adopted before is history. */
  reopened(at: Instant): void {
    if (this.holding) this.holding.reopenedAt = at;
  }

  private get holding(): Adoption | null {
    const last = this.adoptions.at(-1);
    return last && !last.lapse && last.reopenedAt === null ? last : null;
  }

  private isContrary({ feedback }: Sighting): boolean {
    const level = feedback?.level ?? null;
    return level !== null && level < this.world.level;
  }

  /** Only what was seen after the last lapse or reopening counts towards a new adoption. */
  private get countsFrom(): Instant {
    const last = this.adoptions.at(-1);
    if (!last?.lapse) return last?.reopenedAt ?? -Infinity;
    const { at, observation } = last.lapse;
    return this.course.sightings.find(({ id }) => id === observation)?.at ?? at;
  }

  private verdictAt(at: Instant): Verdict & { answerBy: Instant | null } {
    const { world, course, countsFrom } = this;
    const known = this.cycles
      .filter(({ endedAt }) => endedAt !== null && endedAt <= at)
      .map(({ sighting }) => sighting)
      .filter((sighting) => sighting.at > countsFrom && !inDispute(sighting, at));
    const { zone } = world.calendars(course.roster.rep);
    // What a co-coach saw, somebody else than the manager has seen.
    const isConfirmed = (sighting: Sighting): boolean =>
      (sighting.confirmedAt !== null && sighting.confirmedAt <= at) || isSeenByCoCoach(sighting, course);
    const evidence = known.map((sighting): Evidence => ({
      id: sighting.id,
      at: sighting.at,
      day: localDate(zone, sighting.at),
      channel: sighting.channel,
      customer: sighting.customer,
      observer: sighting.observer,
      prompted: sighting.prompted,
      level: sighting.feedback?.level ?? null,
      confirmed: isConfirmed(sighting),
    }));
    const verdict = judge(world.cadence.adoption, world.level, evidence, (before, seen) =>
      this.farEnough(before, seen),
    );
    const unanswered = known.filter(
      (sighting) =>
        verdict.evidence.includes(sighting.id) &&
        !isConfirmed(sighting) &&
        (sighting.dispute === null || sighting.dispute.at > at),
    );
    const answers = unanswered.flatMap((sighting) => answerDueAt(sighting, course, world) ?? []);
    const waits = verdict.lacksOnlyConfirmation && answers.length > 0;
    return { ...verdict, answerBy: waits ? Math.max(...answers) : null };
  }

  private farEnough(before: Instant, at: Instant): boolean {
    const { apart } = this.world.cadence.nextObservation;
    if (!apart) return true;
    const { due, calendar } = daysOf(this.course, this.world, this.course.roster.manager);
    const from = due(before, apart);
    if (from === null) return false;
    if (this.world.cadence.clock === 'calendar') return at >= from;
    return localDate(calendar.zone, at) >= localDate(calendar.zone, from);
  }
}

function isSeenByCoCoach({ at, observer }: Sighting, { rosters }: Course): boolean {
  const then = rosters.findLastIndex(({ from }) => from <= at);
  // A colleague whose share was entered after the visit had come along all the same.
  return rosters
    .slice(Math.max(0, then))
    .some(
      ({ roster }) =>
        roster.manager?.person !== observer && roster.coCoaches.some(({ person }) => person === observer),
    );
}

/** A disputed observation counts for nothing until the two have talked. */
const inDispute = ({ dispute, regroup }: Sighting, at: Instant): boolean =>
  dispute !== null && dispute.at <= at && (regroup === null || regroup.at > at);
