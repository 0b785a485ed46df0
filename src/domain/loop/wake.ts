import type { Instant } from '../time.js';

/** An instant at which time alone changes something. */
export interface Wake {
  at: Instant;
  /** In codes. */
  why: string;
  /** It matters only as long as a message that stands ready is in nobody's hands. */
  untold?: true;
}
