import type { HumanFactData, HumanFactKind } from '../facts.js';
import type { OpenObligation } from '../loop/standing.js';
import type { Instant } from '../time.js';
import type { Message } from './desk.js';
import type { PlayedLoop } from './played-loop.js';

/** Something that somebody says of a loop. */
export type Telling = {
  [K in HumanFactKind]: { loop: PlayedLoop; kind: K; happenedAt: Instant; data: HumanFactData[K] };
}[HumanFactKind];

/** Something that somebody does once its time has come, as things stand then. */
export type Deed = (now: Instant) => Telling[];
export type Later = (at: Instant, deed: Deed) => void;

/** How people react. `later` lets them do something at a later instant. */
export interface Reactions {
  /** Before any loop looks. */
  meet(loops: readonly PlayedLoop[], now: Instant, later: Later): void;
  /** Something is owed now, or was when the play began. */
  owed(loop: PlayedLoop, obligation: OpenObligation, now: Instant, later: Later): void;
  told(message: Message, later: Later): void;
}

export const NOBODY: Reactions = { meet: () => {}, owed: () => {}, told: () => {} };
