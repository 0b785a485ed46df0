import type { Instant } from '../domain/time.js';

/** What a workflow is told after it has asked: when to ask again, and why, in codes. */
export interface Next {
  phase: string;
  /** On Temporal's clock; null: only the bell matters. */
  wakeAt: number | null;
  why: string;
  ended: boolean;
}

/**
 * The distance between Temporal's clock and the domain's. Zero in production; a test that plays a story of March
 * has a constant one.
 */
export interface TimeShift {
  toDomain(temporal: number): Instant;
  toTemporal(instant: Instant): number;
}

export const shiftBy = (offset: number): TimeShift => ({
  toDomain: (temporal) => temporal + offset,
  toTemporal: (instant) => instant - offset,
});
