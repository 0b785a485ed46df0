import type { Instant } from '../time.js';
import type { Phase, StallReason } from '../words.js';

/** Where an enrolment stands, in the one word and shape that every screen shows first. */
export const GLANCES = [
  'toObserve',
  'feedbackOpen',
  'developing',
  'followUp',
  'adopted',
  'sustained',
  'stalled',
  'atRest',
  'lapsed',
  'withdrawn',
] as const;
export type Glance = (typeof GLANCES)[number];

const OF_PHASE: Readonly<Record<Phase, Glance>> = {
  observe: 'toObserve',
  feedback: 'feedbackOpen',
  develop: 'developing',
  followUp: 'followUp',
  evaluate: 'followUp',
  sustain: 'adopted',
  completed: 'sustained',
  withdrawn: 'withdrawn',
  paused: 'atRest',
  excused: 'atRest',
};

/** The loop stands still: nothing is expected meanwhile, and what is owed is dated anew afterwards. */
export const isResting = (phase: Phase): boolean => OF_PHASE[phase] === 'atRest';

/** What needs somebody stands before where the loop is: a stall, then that it did not hold. */
export function glanceOf(standing: {
  phase: Phase;
  stallReason: StallReason | null;
  lapsedAt: Instant | null;
}): Glance {
  const { phase, stallReason, lapsedAt } = standing;
  const glance = OF_PHASE[phase];
  if (glance === 'atRest' || glance === 'withdrawn' || glance === 'sustained') return glance;
  if (stallReason !== null) return 'stalled';
  return glance === 'toObserve' && lapsedAt !== null ? 'lapsed' : glance;
}
