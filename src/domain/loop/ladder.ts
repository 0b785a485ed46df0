import type { Channel } from '../cadence.js';
import { noticeOf } from '../message/subject.js';
import type { Audience, PersonId, Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { Course } from './course.js';
import type { Kept } from './holds.js';
import { answeredAt, type Obligation } from './obligation.js';
import { calledEarly, ladderOf, type Step } from './steps.js';
import {
  afterOffer,
  following,
  noticeBefore,
  tellingOf,
  type Following,
  type Ladder,
  type Reached,
  type Telling,
} from './ladder-times.js';
import {
  addressee,
  isExact,
  lastTold,
  placeRung,
  reachableSince,
  slotFrom,
  usableSlot,
  type Below,
  type PlacedRung,
} from './rung-slots.js';
import { rungKey, type Said } from './said.js';
import { daysLater, type World } from './setting.js';
import type { Wake } from './wake.js';

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
  reached: {
    obligation: string;
    rung: number;
    at: Instant;
    audience: Audience;
    unreachable: boolean;
    knew?: true;
  }[];
  /** Why the next message does not go yet, where it is later than its ladder says. */
  kept: Kept | null;
  /** Nothing more comes before this message is in somebody's hands. */
  waitsForHandOver: boolean;
  wakes: Wake[];
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

  private get ladder(): Ladder {
    const { obligation, course, said, now, world, below } = this;
    return { obligation, course, said, now, world, below, unreachable: this.result.unreachable };
  }

  climb(): Climb {
    const steps = this.steps();
    const top = steps.findLastIndex(({ index }) => this.answer(index)?.heardBy);
    for (const [position, step] of steps.entries())
      if (!this.passed(step, position < top) && !this.climbs(step, steps.slice(position + 1))) break;
    return this.result;
  }

  private steps(): readonly Step[] {
    const { obligation, course, world } = this;
    const answered = (index: number): Instant | null => this.answer(index)?.at ?? null;
    const steps = ladderOf(obligation, course, world, answered);
    const calledAt = answeredAt(obligation, 'askForHelp');
    const early = calledAt === null ? null : calledEarly(steps, calledAt, answered);
    return early?.called && this.personOf(early.called) ? early.steps : steps;
  }

  /** When a rung would have come by itself, or when the manager asked for it. */
  private place(step: Step): PlacedRung | null {
    const planned = placeRung(step, this.below, this.obligation, this.course, this.now, this.world);
    const seat = step.calledAt === undefined ? null : this.personOf(step);
    if (seat === null) return planned;
    const slot = slotFrom(step.calledAt!, this.world.calendars(seat), this.world);
    return planned && planned.slot <= slot ? planned : { seat, slot, kept: null };
  }

  /** What became of a rung's message: handed over, or, if that came later, found to have reached nobody. */
  private answer(
    index: number,
    subject = this.obligation.key,
  ): { heardBy: PersonId | null; at: Instant } | null {
    const key = rungKey(subject, index);
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
        const { heard } = this.below;
        const beside = step.to === 'coCoach' && heard;
        this.below.heard = { rung: step, at: answer.at, ...(beside && { told: lastTold(heard) }) };
        this.heard.push({ person: answer.heardBy, to: step.to });
      }
    } else if (isBelowTop) {
      const key = rungKey(this.obligation.key, step.index);
      const seat = this.personOf(step);
      const reachedAt = this.said.rungs.get(key) ?? this.now;
      this.result.unreachable ||=
        seat !== null && !this.said.known.has(key) && this.wasMissed(step, seat, reachedAt);
      // Nobody sat there to be told, but reaching the rung made it a stall.
      if (step.stall) this.result.stalledAt ??= reachedAt;
    }
    return answer !== null || isBelowTop;
  }

  /** Deals with the lowest rung that nobody has heard yet; true: the ladder goes on past it. */
  private climbs(step: Step, above: readonly Step[]): boolean {
    const placed = this.place(step);
    if (placed === null) {
      this.result.kept = { because: 'nobodyThere', until: null };
      return false;
    }
    const { slot, seat, kept } = placed;
    const knows = seat !== null && this.knows(seat, step);
    const isReached = slot <= this.now;
    if (isReached) this.reach(step, slot, { unreachable: seat === null, knows });
    // Kept back is what it feels like to its reader: until the slot that follows the hold.
    else this.result.kept = kept && { ...kept, until: slot };
    if (seat === null || knows) {
      if (!isReached) this.wake(slot, 'rung', step);
      else if (knows) this.passInSilence(step, slot);
      return isReached;
    }
    const offered = this.answer(step.index, noticeOf(this.obligation.key));
    if (offered?.heardBy === null) this.outOfReach(offered.at);
    let reached: Reached = { step, seat, slot };
    if (offered?.heardBy && step.calledAt === undefined)
      reached = afterOffer(reached, offered.at, this.ladder);
    const telling = tellingOf(reached, this.ladder);
    // The message may wait for the week's, or for the offer before it; the rung itself does not.
    if (!isReached && (step.stall || telling.at > slot)) this.wake(slot, 'rung', step);
    const notice =
      offered || step.calledAt !== undefined ? null : noticeBefore(telling, reached, this.ladder);
    if (notice && !this.passedBy(notice, above)) return false;
    return this.passedBy(telling, above);
  }

  /** Lets a message stand ready when its time is near. True: it could not be brought, and the ladder goes on past it. */
  private passedBy(telling: Telling, above: readonly Step[]): boolean {
    const { at, expectedAt, step, subject, seat, announces } = telling;
    const { now, world } = this;
    const key = rungKey(subject, step.index);
    if (at > now) {
      this.result.kept ??= this.whyLater(telling, key);
      if (now < at - world.lead && !this.said.putOff.has(key)) this.wake(at - world.lead, 'rung', step);
      else this.standReady(telling, above, null);
      return false;
    }
    if (announces) this.result.reached.push({ ...this.offerOf(step), at });
    const noticedAt = Math.max(expectedAt, this.said.rungs.get(key) ?? now);
    const givesUpAt =
      daysLater(world, world.calendars(seat), noticedAt, world.cadence.tolerance.unreachable) ?? noticedAt;
    const goesOn = announces !== null || above.length > 0;
    if (goesOn && givesUpAt <= now) {
      this.outOfReach(givesUpAt);
      return true;
    }
    if (goesOn) this.result.kept = { because: 'handOver', until: givesUpAt };
    this.standReady(telling, above, givesUpAt);
    return false;
  }

  /** A message may be later than its rung: there was no room for it, help is offered first, or it waits for the week's. */
  private whyLater({ at, slot, announces }: Telling, key: string): Kept | null {
    if (this.said.putOff.has(key)) return { because: 'noRoom', until: at };
    if (announces) return { because: 'helpFirst', until: at };
    return at > slot ? { because: 'weekly', until: at } : null;
  }

  private offerOf = ({ index: rung }: Step) => ({
    obligation: noticeOf(this.obligation.key),
    rung,
    audience: 'manager' as const,
    unreachable: false,
  });

  private reach(
    step: Step,
    at: Instant,
    { unreachable, knows = false }: { unreachable: boolean; knows?: boolean },
  ): void {
    const { index: rung, to: audience } = step;
    const obligation = this.obligation.key;
    this.result.reached.push({ obligation, rung, at, audience, unreachable, ...(knows && { knew: true }) });
    if (step.stall) this.stalls(step, at);
  }

  /** When a rung that was reached would have been by itself; null: nobody can say. */
  private plannedFor(step: Step, reachedAt: Instant): Instant | null {
    if (step.calledAt === undefined) return reachedAt;
    const { obligation, course, now, world, below } = this;
    return placeRung(step, below, obligation, course, now, world)?.slot ?? null;
  }

  /** Help that was asked for early makes no stall of what is still in time. */
  private stalls(step: Step, at: Instant): void {
    const planned = this.plannedFor(step, at);
    if (planned === null) return;
    if (planned <= this.now) this.result.stalledAt ??= Math.max(at, planned);
    else this.wake(planned, 'rung', step);
  }

  private outOfReach(at: Instant): void {
    this.result.unreachable = true;
    this.below.notBefore = Math.max(this.below.notBefore, at);
  }

  private passInSilence(rung: Step, at: Instant): void {
    const { heard } = this.below;
    this.below.heard = { rung, at, ...(heard && { told: lastTold(heard) }) };
  }

  /** Whether somebody was told already, in another part that they play here, or wants to hear no more of it. */
  private knows({ person }: Seat, { to }: Step): boolean {
    if (to === 'secondLine' && answeredAt(this.obligation, 'leaveIt') !== null) return true;
    return this.heard.some((told) => told.person === person && told.to !== to);
  }

  /** Whether somebody should have been told when a rung was reached, and was not. */
  private wasMissed(step: Step, seat: Seat, reachedAt: Instant): boolean {
    const { obligation, course, now, world } = this;
    const since = reachableSince(step.to, seat, obligation, course, now, world);
    return since <= reachedAt && !this.knows(seat, step);
  }

  private personOf = (step: Step): Seat | null =>
    addressee(step.to, this.obligation, this.course, this.now, this.world);

  private wake(at: Instant, why: string, { index }: Step, untold?: true): void {
    if (at > this.now)
      this.result.wakes.push({ at, why: `${why} ${index} of ${this.obligation.kind}`, untold });
  }

  /** The next one up who would hear something new; null where the next message speaks to the same audience. */
  private nextToHear(telling: Telling, above: readonly Step[], slot: Instant): Following | null {
    let [told, at] = [telling, slot];
    for (const step of above) {
      const then = following(told, step, at, this.ladder);
      if (!then || step.to === telling.audience) return null;
      if (then.seat && !this.knows(then.seat, step)) return then;
      [told, at] = [{ ...told, step }, then.slot];
    }
    return null;
  }

  /** Queues a message whose time has come near, and says when the ladder must be looked at again. */
  private standReady(telling: Telling, above: readonly Step[], givesUpAt: Instant | null): void {
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
    this.heard.push({ person: seat.person, to: audience });
    const then = following(telling, above[0], slot, this.ladder);
    if (!then) return;
    const news = announces ? then : this.nextToHear(telling, above, slot);
    if (news?.to && news.to !== audience) nudge.goesOn = { to: news.to, at: news.says ? news.at : null };
    const look = Math.max(at, then.movesAt - world.lead);
    this.wake(look, 'rung after', step);
    result.waitsForHandOver = look <= now;
    if (givesUpAt !== null) this.wake(givesUpAt, 'hand-over', step, true);
  }
}
