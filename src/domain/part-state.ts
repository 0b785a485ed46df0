import { MINUTE, type Instant } from './time.js';

/**
 * How a part of the running system is.
 * - `well`: looked at within the last minute, and nothing is amiss.
 * - `unchecked`: nothing is known to be amiss, and nobody has looked within the last minute.
 * - `watch`: it may mend itself. `wrong`: somebody is to look.
 * - `off`: it is not set up here.
 */
export const PART_STATES = ['well', 'unchecked', 'watch', 'wrong', 'off'] as const;
export type PartState = (typeof PART_STATES)[number];

/** From which age on what waits is to be watched, and from which it is wrong; ms. */
export interface Patience {
  watch: number;
  wrong: number;
}

/** What is known of a part. */
export interface Signs {
  /** Since when the oldest thing waits or is broken; null: nothing does. */
  since: Instant | null;
  patience: Patience;
  /** When it was looked at last, or last showed by itself that it works; null: never. */
  checkedAt: Instant | null;
}

const FRESH = MINUTE;

/** Nothing is well that nobody has looked at for a minute; what is amiss stays so, however long ago it was seen. */
export function partState({ since, patience, checkedAt }: Signs, now: Instant): PartState {
  // The clocks of two machines differ: what waits from a moment to come on waits from now on.
  const age = since === null ? -1 : Math.max(0, now - since);
  if (age >= patience.wrong) return 'wrong';
  if (age >= patience.watch) return 'watch';
  return checkedAt !== null && now - checkedAt <= FRESH ? 'well' : 'unchecked';
}
