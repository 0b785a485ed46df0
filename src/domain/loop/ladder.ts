import type { Channel } from '../cadence.js';
import { noticeOf } from '../message/subject.js';
import type { Audience, PersonId, Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { Obligation } from './obligation.js';
import {
  afterOffer,
  following,
  noticeBefore,
  tellingOf,
  type Ladder,
  type Reached,
  type Step,
  type Telling,
} from './ladder-times.js';
import { addressee, isExact, placeRung, usableSlot, type Below } from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import { daysLater, type World } from './setting.js';

/** A message that should stand ready: one row, named by obligation and rung. */
export interface NudgePlan {
  /** The obligation, the offer before it goes on, or a visit (`message/subject.ts`). */
  obligation: string;
  rung: number;
  audience: Audience;
  person: PersonId;
  slot: Instant;
  via: readonly Channel[];
  stall: boolean;
  /**
   * To whom it goes on if nothing happens, and when; null where that is the same audience, or nobody. Without an instant
   * it is too early to say: a manager hears of it on the working day before.
   */
  goesOn: { to: Audience; at: Instant | null } | null;
}

/** How far one obligation's ladder has been climbed. */
export interface Climb {
  nudge: NudgePlan | null;
  /** When the first rung that makes it a stall was reached. */
  stalledAt: Instant | null;
  /** Somebody on the way up could not be reached. */
  unreachable: boolean;
  reached: { obligation: string; rung: number; at: Instant; audience: Audience; unreachable: boolean }[];
  /** Nothing more comes before this message is in somebody's hands. */
  waitsForHandOver: boolean;
  wakes: { at: Instant; why: string }[];
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
 * handed over; the next keeps its distance from the hand-over of the one before.
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
    waitsForHandOver: false,
    wakes: [],
  };
  private readonly below: Below;

  constructor(
    private readonly obligation: Obligation,
    private readonly course: Course,
    private readonly said: Said,
    private readonly now: Instant,
    private readonly world: World,
  ) {
    this.below = { heard: null, notBefore: obligation.openedAt };
  }

  private get ladder(): Ladder {
    const { obligation, course, said, now, world, below } = this;
    return { obligation, course, said, now, world, below, unreachable: this.result.unreachable };
  }

  climb(): Climb {
    const steps = ladderOf(this.obligation, this.course, this.world);
    const top = steps.findLastIndex(({ index }) => this.answer(index)?.heard);
    for (const [position, step] of steps.entries())
      if (!this.passed(step, position < top) && !this.climbs(step, steps[position + 1])) break;
    return this.result;
  }

  /** What became of a rung's message: handed over, or, if that came later, found to have reached nobody. */
  private answer(index: number, subject = this.obligation.key): { heard: boolean; at: Instant } | null {
    const key = rungKey(subject, index);
    const heardAt = this.said.handedOver.get(key);
    const failedAt = this.said.unreachable.get(key);
    if (failedAt !== undefined && failedAt >= (heardAt ?? -Infinity)) return { heard: false, at: failedAt };
    return heardAt === undefined ? null : { heard: true, at: heardAt };
  }

  /** Whether a rung lies behind: it was answered, or a higher one was handed over since. */
  private passed(step: Step, isBelowTop: boolean): boolean {
    const answer = this.answer(step.index);
    if (answer) {
      this.reach(step, answer.at, !answer.heard);
      if (answer.heard) this.below.heard = { rung: step, at: answer.at };
      else this.outOfReach(answer.at);
    } else if (isBelowTop) {
      this.result.unreachable ||= this.personOf(step) !== null;
      // Nobody sat there to be told, but reaching the rung made it a stall.
      const key = rungKey(this.obligation.key, step.index);
      if (step.stall) this.result.stalledAt ??= this.said.rungs.get(key) ?? this.now;
    }
    return answer !== null || isBelowTop;
  }

  /** Deals with the lowest rung that nobody has heard yet; true: the ladder goes on past it. */
  private climbs(step: Step, next: Step | undefined): boolean {
    const placed = placeRung(step, this.below, this.obligation, this.course, this.now, this.world);
    if (placed === null) return false;
    const { slot, seat } = placed;
    const isReached = slot <= this.now;
    if (isReached) this.reach(step, slot, seat === null);
    if (seat === null) {
      if (!isReached) this.wake(slot, 'rung', step);
      return isReached;
    }
    const offered = this.answer(step.index, noticeOf(this.obligation.key));
    if (offered && !offered.heard) this.outOfReach(offered.at);
    let reached: Reached = { step, seat, slot };
    if (offered?.heard) reached = afterOffer(reached, offered.at, this.ladder);
    const telling = tellingOf(reached, this.ladder);
    // The message may wait for the week's, or for the offer before it; the rung itself does not.
    if (!isReached && (step.stall || telling.at > slot)) this.wake(slot, 'rung', step);
    const notice = offered ? null : noticeBefore(telling, reached, this.ladder);
    if (notice && !this.passedBy(notice, next)) return false;
    return this.passedBy(telling, next);
  }

  /** Lets a message stand ready when its time is near. True: it could not be brought, and the ladder goes on past it. */
  private passedBy(telling: Telling, next: Step | undefined): boolean {
    const { at, expectedAt, step, subject, seat, announces } = telling;
    const { now, world } = this;
    const key = rungKey(subject, step.index);
    if (at > now) {
      if (now < at - world.lead && !this.said.putOff.has(key)) this.wake(at - world.lead, 'rung', step);
      else this.standReady(telling, next, null);
      return false;
    }
    if (announces) this.result.reached.push({ ...this.offerOf(step), at });
    const noticedAt = Math.max(expectedAt, this.said.rungs.get(key) ?? now);
    const givesUpAt =
      daysLater(world, world.calendars(seat), noticedAt, world.cadence.tolerance.unreachable) ?? noticedAt;
    if ((announces || next) && givesUpAt <= now) {
      this.outOfReach(givesUpAt);
      return true;
    }
    this.standReady(telling, next, givesUpAt);
    return false;
  }

  private offerOf = ({ index: rung }: Step) => ({
    obligation: noticeOf(this.obligation.key),
    rung,
    audience: 'manager' as const,
    unreachable: false,
  });

  private reach({ index: rung, to: audience, stall }: Step, at: Instant, unreachable: boolean): void {
    this.result.reached.push({ obligation: this.obligation.key, rung, at, audience, unreachable });
    if (stall) this.result.stalledAt ??= at;
  }

  private outOfReach(at: Instant): void {
    this.result.unreachable = true;
    this.below.notBefore = Math.max(this.below.notBefore, at);
  }

  private personOf = (step: Step): Seat | null =>
    addressee(step.to, this.obligation, this.course, this.now, this.world);

  private wake(at: Instant, why: string, { index }: Step): void {
    if (at > this.now) this.result.wakes.push({ at, why: `${why} ${index} of ${this.obligation.kind}` });
  }

  /** Queues a message whose time has come near, and says when the ladder must be looked at again. */
  private standReady(telling: Telling, next: Step | undefined, givesUpAt: Instant | null): void {
    const { subject, step, audience, seat, via, at, announces } = telling;
    const { now, world, result } = this;
    const slot = usableSlot(at, now, world.calendars(seat), isExact(step.at, world));
    const nudge: NudgePlan = {
      obligation: subject,
      rung: step.index,
      audience,
      person: seat.person,
      slot,
      via,
      stall: !announces && (step.stall ?? false),
      goesOn: null,
    };
    result.nudge = nudge;
    const then = following(telling, next, slot, this.ladder);
    if (!then) return;
    if (then.to !== null && then.to !== audience)
      nudge.goesOn = { to: then.to, at: then.says ? then.at : null };
    const look = Math.max(at, then.movesAt - world.lead);
    this.wake(look, 'rung after', step);
    result.waitsForHandOver = look <= now;
    if (givesUpAt !== null) this.wake(givesUpAt, 'hand-over', step);
  }
}
