import type { AnyFact } from '../domain/facts.js';
import type { Rating } from '../domain/rubric.js';
import type { Instant } from '../domain/time.js';

/** What stands beside the log of a feedback; all but the ratings is kept when its words are erased. */
export interface FeedbackMarks {
  hasEvidence: boolean;
  hasSuggestion: boolean;
  /** Every anchor that had an occasion was rated the same, and there were at least two. */
  isAlike: boolean;
  /** By anchor; empty where they are erased. */
  ratings: Readonly<Record<string, Rating>>;
}

/** All that figures know of one loop. */
export interface LoopLog {
  openedAt: Instant;
  trainedAt: Instant;
  /** Codes of the anchors of its rubric. */
  anchors: readonly string[];
  /** The number of the rubric's level at which an observation counts towards adoption. */
  level: number;
  /** In the order of their recording. */
  facts: readonly AnyFact[];
  /** By observation. */
  marks: ReadonlyMap<string, FeedbackMarks>;
}
