import type { FeedbackContent } from '../facts.js';
import type { PersonId } from '../people.js';
import { HOUR, type Instant, type IsoDate } from '../time.js';
import type { ObligationKind } from '../words.js';
import type { Behaviour } from './behaviour.js';
import type { Draws } from './draws.js';
import type { PlayedLoop } from './played-loop.js';
import type { Telling } from './reactions.js';

/** Customers of a rep among whom a visit finds one. */
const CUSTOMERS = 6;

/** A day in the field with one rep. */
export interface JointVisit {
  id: string;
  rep: PersonId;
  coach: PersonId;
  date: IsoDate;
  at: Instant;
  /** Loops that know of it. */
  loops: readonly PlayedLoop[];
}

/** What coaches and reps say after a visit: what was seen, feedback, answers, actions and what became of them. */
export class Reports {
  /** The level of each loop's rep when they were seen last. */
  private readonly levels = new Map<PlayedLoop, number>();
  private readonly seen = new Map<PlayedLoop, number>();

  constructor(
    private readonly behaviour: Behaviour,
    private readonly draws: Draws,
  ) {}

  /** The report of a visit: every capability of which an observation was owed and which had its occasion. */
  ofVisit(visit: JointVisit, loops: readonly PlayedLoop[]): Telling[] {
    const { visits } = this.behaviour;
    const { id, coach, at } = visit;
    const chance = (what: string): number => this.draws.share(`${what} ${id}`);
    const hasFeedback = chance('report') < visits.report;
    return loops
      .filter((loop) => isOwedAVisit(loop, coach) && chance(`seen ${loop.id}`) < visits.seen)
      .map((loop): Telling => {
        const observationId = this.nextObservation(loop);
        this.grow(loop, observationId);
        return {
          loop,
          kind: 'observed',
          happenedAt: at,
          data: {
            observationId,
            visitId: id,
            observer: coach,
            channel: chance('remote') < visits.remote ? 'remote' : 'faceToFace',
            customer: `customer-${this.draws.whole([1, CUSTOMERS], `customer ${id}`)}`,
            prompted: chance('unprompted') >= visits.unprompted,
            feedback: hasFeedback ? this.content(loop, observationId, at + HOUR) : null,
          },
        };
      });
  }

  /** All feedback that somebody owes on a rep. */
  feedback(loops: readonly PlayedLoop[], observer: PersonId, now: Instant): Telling[] {
    return owedBy(loops, 'feedback', observer).map(({ loop, about: observationId }): Telling => ({
      loop,
      kind: 'feedbackGiven',
      happenedAt: now,
      data: { observationId, ...this.content(loop, observationId, now) },
    }));
  }

  /** The rep's answer to all feedback that waits for one. */
  answer(loops: readonly PlayedLoop[], now: Instant): Telling[] {
    return owedBy(loops, 'acknowledge').map(({ loop, about: observationId }): Telling =>
      this.draws.share(`disputed ${loop.id} ${observationId}`) < this.behaviour.feedback.disputed
        ? {
            loop,
            kind: 'disputed',
            happenedAt: now,
            data: { observationId, reason: 'seenDifferently' },
          }
        : { loop, kind: 'acknowledged', happenedAt: now, data: { observationId } },
    );
  }

  actionDone(loop: PlayedLoop, actionId: string, now: Instant): Telling[] {
    return [{ loop, kind: 'actionDone', happenedAt: now, data: { actionId } }];
  }

  /** Looks again at everything that was agreed with a rep and is due to be looked at. */
  followUp(loops: readonly PlayedLoop[], coach: PersonId, now: Instant): Telling[] {
    return owedBy(loops, 'followUp', coach).flatMap(({ loop, about }) =>
      loop.course.actions
        .filter(({ observation, verifiedAt }) => observation === about && verifiedAt === null)
        .map(({ id: actionId }): Telling => {
          const works = this.draws.share(`works ${loop.id} ${actionId}`) < this.behaviour.works;
          const outcome = works ? 'working' : 'notYet';
          return { loop, kind: 'actionVerified', happenedAt: now, data: { actionId, outcome } };
        }),
    );
  }

  /** The two talk about all that the rep saw differently, and the feedback stands. */
  regroup(loops: readonly PlayedLoop[], now: Instant): Telling[] {
    return owedBy(loops, 'regroup').map(({ loop, about: observationId }): Telling => ({
      loop,
      kind: 'regrouped',
      happenedAt: now,
      data: { observationId, outcome: 'upheld', level: null },
    }));
  }

  /** Somebody takes the loops that were offered to them. */
  taken(loops: readonly PlayedLoop[], obligation: string, person: PersonId, now: Instant): Telling[] {
    return loops.map((loop): Telling => ({
      loop,
      kind: 'answered',
      happenedAt: now,
      data: { obligation, answer: 'takeIt', person },
    }));
  }

  private content(loop: PlayedLoop, observationId: string, givenAt: Instant): FeedbackContent {
    const hasAction = this.draws.share(`action ${loop.id} ${observationId}`) < this.behaviour.feedback.action;
    const actions = hasAction ? [{ actionId: `action-${observationId}`, dueAt: null }] : [];
    return { givenAt, level: this.levelOf(loop), actions, talked: true };
  }

  private nextObservation(loop: PlayedLoop): string {
    const before = this.seen.get(loop) ?? loop.log.filter(({ kind }) => kind === 'observed').length;
    this.seen.set(loop, before + 1);
    return `observation-${before + 1}`;
  }

  private levelOf(loop: PlayedLoop): number {
    const known =
      this.levels.get(loop) ?? loop.course.sightings.findLast(({ feedback }) => feedback)?.feedback?.level;
    if (known) return known;
    const below = this.draws.whole(this.behaviour.level.below, `level ${loop.id}`);
    return Math.max(1, loop.world.level - below);
  }

  /** Where the rep stands when they are seen for this time; the first time they stand where they begin. */
  private grow(loop: PlayedLoop, observationId: string): void {
    const { level } = this.behaviour;
    const before = this.levelOf(loop);
    const chance = this.draws.share(`rises ${loop.id} ${observationId}`);
    const lapses = loop.outcome.standing.adoptedAt !== null && chance < level.lapses;
    const rises =
      loop.outcome.standing.observations > 0 && before <= loop.world.level && chance < level.rises;
    this.levels.set(loop, lapses ? Math.max(1, loop.world.level - 1) : rises ? before + 1 : before);
  }
}

const isOwedAVisit = (loop: PlayedLoop, coach: PersonId): boolean =>
  loop.outcome.standing.open.some(
    ({ kind, ownerId }) => (kind === 'observe' || kind === 'checkIn') && ownerId === coach,
  );

/** What is owed of a kind in some loops, and what it is about; by one person, where they are named. */
function owedBy(
  loops: readonly PlayedLoop[],
  kind: ObligationKind,
  person?: PersonId,
): { loop: PlayedLoop; about: string }[] {
  return loops.flatMap((loop) =>
    loop.outcome.standing.open
      .filter((one) => one.kind === kind && (person === undefined || one.ownerId === person))
      .map(({ key }) => ({ loop, about: aboutIn(key) })),
  );
}

/** The observation or action that an obligation's key names. */
export const aboutIn = (key: string): string => key.split('/')[1]!;
