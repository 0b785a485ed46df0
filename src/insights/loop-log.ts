import type { AnyFact } from '../domain/facts.js';
import type { Instant } from '../domain/time.js';

/** What stands beside the log of a feedback, kept when its words are erased. */
export interface FeedbackMarks {
  hasEvidence: boolean;
  hasSuggestion: boolean;
  /** Every anchor that had an occasion was rated the same, and there were at least two. */
  isAlike: boolean;
}

/** All that figures know of one loop. */
export interface LoopLog {
  openedAt: Instant;
  trainedAt: Instant;
  /** In the order of their recording. */
  facts: readonly AnyFact[];
  /** By observation. */
  marks: ReadonlyMap<string, FeedbackMarks>;
}
