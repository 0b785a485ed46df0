import type { EntityManager } from 'typeorm';
import type { HumanFactData, HumanFactKind } from '../../domain/facts.js';
import type { PuttingOff } from '../../domain/loop/putting-off.js';
import type { Instant } from '../../domain/time.js';
import type { LockedEnrolment } from '../../store/loops/enrolments.js';
import type { Actor } from '../common/caller.js';

/** What an intent may know: the loop it is about, who says so, and when it happened. */
export interface Situation {
  tx: EntityManager;
  loop: LockedEnrolment;
  actor: Actor;
  happenedAt: Instant;
  /** When it was told. */
  now: Instant;
  /** Until when what is open is held once this is said, by obligation; null: the loop cannot decide. */
  heldAfter: (said: PuttingOff) => Promise<ReadonlyMap<string, Instant | null> | null>;
}

/** The fact that an intent comes to, and what is stored beside it once the loop has taken it. */
export type Draft = {
  [K in HumanFactKind]: {
    kind: K;
    data: HumanFactData[K];
    /** What the person wrote. */
    note?: string | undefined;
    beside?: () => Promise<unknown>;
    answer?: { action?: string; until?: string };
  };
}[HumanFactKind];

/** From the body of a request to a fact. Throws a Refusal where it cannot be meant. */
export type Intent<Body> = (body: Body, situation: Situation) => Draft | Promise<Draft>;
