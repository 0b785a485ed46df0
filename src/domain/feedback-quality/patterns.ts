import {
  feedbackQuality,
  totalOf,
  type FeedbackQuality,
  type QualityLanguage,
  type Written,
} from './index.js';

/** So many of the newest are looked at. */
export const LOOKED_AT = 10;
/** Of fewer nothing can be said but how the day was. */
export const LEAST_REPORTS = 5;

/** What somebody's own feedback has in it, and what is often missing. */
export interface Patterns<T> {
  looked: number;
  /** In how many there is something that was seen, a next step, and both together. */
  seen: number;
  nextStep: number;
  connected: number;
  /** One that has all or most of it, and one with what would help; fewer where all are alike. */
  examples: (T & { quality: FeedbackQuality })[];
}

/** Null: there is too little to look at. The newest come first. */
export function patternsOf<T extends Written>(
  feedback: readonly T[],
  fallback: QualityLanguage,
): Patterns<T> | null {
  const read = feedback
    .slice(0, LOOKED_AT)
    .map((one) => ({ ...one, quality: feedbackQuality(one, fallback) }));
  if (read.length < LEAST_REPORTS) return null;
  const count = (has: (quality: FeedbackQuality) => boolean): number =>
    read.filter(({ quality }) => has(quality)).length;
  const byTotal = [...read].sort((a, b) => totalOf(b.quality) - totalOf(a.quality));
  const [best, least] = [byTotal[0]!, byTotal.at(-1)!];
  return {
    looked: read.length,
    seen: count(({ evidence }) => evidence > 1),
    nextStep: count(({ suggestion }) => suggestion === 1),
    connected: count(({ connection }) => connection === 1),
    examples: totalOf(best.quality) === totalOf(least.quality) ? [best] : [best, least],
  };
}
