import type { Channel, Rung } from '../cadence.js';
import type { Audience, PersonId, Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { Kept } from './holds.js';
import type { Obligation } from './obligation.js';
import { addressee, isExact, placeRung, usableSlot, type Below, type PlacedRung } from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import { daysLater, type World } from './setting.js';

/** A message that should stand ready: one row, named by obligation and rung. */
export interface NudgePlan {
  obligation: string;
  rung: number;
  audience: Audience;
  person: PersonId;
  slot: Instant;
  via: readonly Channel[];
  stall: boolean;
  /** To whom it goes on, and when, if nothing happens; null where that is the same audience, or nobody. */
  goesOn: { to: Audience; at: Instant } | null;
}

/** How far one obligation's ladder has been climbed. */
export interface Climb {
  nudge: NudgePlan | null;
  /** When the first rung that makes it a stall was reached. */
  stalledAt: Instant | null;
  /** Somebody on the way up could not be reached. */
  unreachable: boolean;
  reached: { rung: number; at: Instant; audience: Audience; unreachable: boolean; knew?: true }[];
  /** Why the next message does not go yet, where it is later than its ladder says. */
  kept: Kept | null;
  /** Nothing more comes before this message is in somebody's hands. */
  waitsForHandOver: boolean;
  wakes: { at: Instant; why: string }[];
}

interface Step extends Rung {
  /** Its place in the cadence's ladder, and for ever its number. */
  index: number;
}

/**
 * The rungs of an obligation. A loop that no visit day can hold is told to the program owner, never above the
 * manager; it is a stall all the same.
 */
function ladderOf(obligation: Obligation, course: Course, world: World): Step[] {
  const rungs = world.cadence.ladders[obligation.kind].map((rung, index) => ({ ...rung, index }));
  if (course.fits || obligation.key !== 'observe/first') return rungs;
  const stallFrom = rungs.findIndex(({ stall }) => stall);
  return rungs
    .filter(({ to }) => to !== 'secondLine')
    .map((rung) => ({ ...rung, stall: stallFrom >= 0 && rung.index >= stallFrom }));
}

/**
 * Climbs the ladder of an open obligation up to `now`: at most one message stands ready, the lowest that was not
 * handed over; the next keeps its distance from the hand-over of the one before. Whoever plays two parts in one
 * ladder is told in the lower one: in the higher the rung counts as reached at its time, sends nothing, and the next
 * keeps its distance from it.
 */
export function climb(obligation: Obligation, course: Course, said: Said, now: Instant, world: World): Climb {
  return new Climber(obligation, course, said, now, world).climb();
}

class Climber {
  private readonly result: Climb = {
    nudge: null,
    stalledAt: null,
    unreachable: false,
    reached: [],
    kept: null,
    waitsForHandOver: false,
    wakes: [],
  };
  private readonly below: Below;
  /** Who heard of it so far, and in which part. */
  private readonly heard: { person: PersonId; to: Audience }[] = [];

  constructor(
    private readonly obligation: Obligation,
    private readonly course: Course,
    private readonly said: Said,
    private readonly now: Instant,
    private readonly world: World,
  ) {
    this.below = { heard: null, notBefore: obligation.openedAt };
  }

  climb(): Climb {
    const steps = ladderOf(this.obligation, this.course, this.world);
    const top = steps.findLastIndex(({ index }) => this.answer(index)?.heardBy);
    for (const [position, step] of steps.entries())
      if (!this.passed(step, position < top) && !this.climbs(step, steps.slice(position + 1))) break;
    return this.result;
  }

  /** What became of a rung's message: handed over, or, if that came later, found to have reached nobody. */
  private answer(index: number): { heardBy: PersonId | null; at: Instant } | null {
    const key = rungKey(this.obligation.key, index);
    const heard = this.said.handedOver.get(key);
    const failedAt = this.said.unreachable.get(key);
    if (failedAt !== undefined && failedAt >= (heard?.at ?? -Infinity))
      return { heardBy: null, at: failedAt };
    return heard ? { heardBy: heard.person, at: heard.at } : null;
  }

  /** Whether a rung lies behind: it was answered, or a higher one was handed over since. */
  private passed(step: Step, isBelowTop: boolean): boolean {
    const answer = this.answer(step.index);
    if (answer) {
      this.reach(step, answer.at, { unreachable: answer.heardBy === null });
      if (answer.heardBy === null) this.outOfReach(answer.at);
      else {
        this.below.heard = { rung: step, at: answer.at };
        this.heard.push({ person: answer.heardBy, to: step.to });
      }
    } else if (isBelowTop) {
      const knew = this.said.known.has(rungKey(this.obligation.key, step.index));
      this.result.unreachable ||= !knew && this.personOf(step) !== null;
      // Nobody sat there to be told, but reaching the rung made it a stall.
      const key = rungKey(this.obligation.key, step.index);
      if (step.stall) this.result.stalledAt ??= this.said.rungs.get(key) ?? this.now;
    }
    return answer !== null || isBelowTop;
  }

  /** Deals with the lowest rung that nobody has heard yet; true: the ladder goes on past it. */
  private climbs(step: Step, above: readonly Step[]): boolean {
    const [next] = above;
    const placed = placeRung(step, this.below, this.obligation, this.course, this.now, this.world);
    if (placed === null) {
      this.result.kept = { because: 'nobodyThere', until: null };
      return false;
    }
    const { slot, seat, kept } = placed;
    const knows = seat !== null && this.knows(seat, step);
    if (slot > this.now) {
      // Kept back is what it feels like to its reader: until the slot that follows the hold.
      this.result.kept = kept && { ...kept, until: slot };
      if (seat === null || knows) this.wake(slot, 'rung', step);
      else if (this.now < slot - this.world.lead) this.wake(slot - this.world.lead, 'rung', step);
      else this.standReady(step, seat, slot, above, null);
      return false;
    }
    this.reach(step, slot, { unreachable: seat === null, knows });
    if (knows) this.below.heard = { rung: step, at: slot };
    if (seat === null || knows) return true;
    const noticedAt = Math.max(
      slot,
      this.said.rungs.get(rungKey(this.obligation.key, step.index)) ?? this.now,
    );
    const calendar = this.world.calendars(seat);
    const givesUpAt = daysLater(this.world, calendar, noticedAt, this.world.cadence.tolerance.unreachable);
    if (next && (givesUpAt ?? noticedAt) <= this.now) {
      this.outOfReach(givesUpAt ?? noticedAt);
      return true;
    }
    if (next && givesUpAt !== null) this.result.kept = { because: 'handOver', until: givesUpAt };
    this.standReady(step, seat, slot, above, givesUpAt);
    return false;
  }

  private reach(
    { index: rung, to: audience, stall }: Step,
    at: Instant,
    { unreachable, knows = false }: { unreachable: boolean; knows?: boolean },
  ): void {
    this.result.reached.push({ rung, at, audience, unreachable, ...(knows ? { knew: true } : {}) });
    if (stall) this.result.stalledAt ??= at;
  }

  private outOfReach(at: Instant): void {
    this.result.unreachable = true;
    this.below.notBefore = Math.max(this.below.notBefore, at);
  }

  /** Whether somebody was told already, in another part that they play here. */
  private knows({ person }: Seat, { to }: Step): boolean {
    return this.heard.some((told) => told.person === person && told.to !== to);
  }

  private personOf = (step: Step): Seat | null =>
    addressee(step.to, this.obligation, this.course, this.now, this.world);

  /** Where the rungs above stand if a rung is handed over and nothing happens, one after the other. */
  private *following(above: readonly Step[], from: Below['heard']): Generator<PlacedRung & { step: Step }> {
    let heard = from;
    for (const step of above) {
      const placed = placeRung(
        step,
        { ...this.below, heard },
        this.obligation,
        this.course,
        this.now,
        this.world,
      );
      if (placed === null) return;
      yield { step, ...placed };
      heard = { rung: step, at: placed.slot };
    }
  }

  /** The next one up who would hear something new; null where the next message speaks to the same audience. */
  private goesOn({ to }: Step, following: readonly (PlacedRung & { step: Step })[]): NudgePlan['goesOn'] {
    for (const { step: next, slot, seat } of following) {
      if (next.to === to) return null;
      if (seat !== null && !this.knows(seat, next)) return { to: next.to, at: slot };
    }
    return null;
  }

  private wake(at: Instant, why: string, { index }: Step): void {
    if (at > this.now) this.result.wakes.push({ at, why: `${why} ${index} of ${this.obligation.kind}` });
  }

  /** Queues the message of a rung whose time has come near, and says when the ladder must be looked at again. */
  private standReady(
    step: Step,
    seat: Seat,
    slot: Instant,
    above: readonly Step[],
    givesUpAt: Instant | null,
  ): void {
    const { now, world, result } = this;
    const recipient = world.calendars(seat);
    const nudge: NudgePlan = {
      obligation: this.obligation.key,
      rung: step.index,
      audience: step.to,
      person: seat.person,
      slot: usableSlot(slot, now, recipient, isExact(step.at, world)),
      via: step.via,
      stall: step.stall ?? false,
      goesOn: null,
    };
    result.nudge = nudge;
    if (step.stall) this.wake(slot, 'stall', step);
    this.heard.push({ person: seat.person, to: step.to });
    const following = [...this.following(above, { rung: step, at: Math.max(slot, nudge.slot) })];
    const [next] = following;
    if (!next) return;
    nudge.goesOn = this.goesOn(step, following);
    const look = Math.max(slot, next.slot - world.lead);
    this.wake(look, 'rung after', step);
    result.waitsForHandOver = look <= now;
    if (givesUpAt !== null) this.wake(givesUpAt, 'hand-over', step);
  }
}
