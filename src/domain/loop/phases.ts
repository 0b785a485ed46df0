import type { Instant } from '../time.js';
import type { Phase } from '../words.js';

/** What moves a loop on. Moments are read off the log (`course.ts`); none of them is a guess about the future. */
export const MOMENTS = [
  'observed',
  'feedbackWithActions',
  'feedbackAlone',
  'observerGone',
  'actionsSettled',
  'followedUp',
  'notYetAdopted',
  'adopted',
  'lapsed',
  'sustained',
  'withdrawn',
  'reopened',
] as const;
export type Moment = (typeof MOMENTS)[number];

/** The phases of the loop itself; `paused` and `excused` only cover them. */
export type LoopPhase = Exclude<Phase, 'paused' | 'excused'>;

/**
 * Which moment leads from which phase to which. A moment that a phase does not name leaves it as it is: an
 * observation during `sustain`, say, is a check-in and opens no new cycle.
 */
export const TRANSITIONS: Readonly<Record<LoopPhase, Partial<Record<Moment, LoopPhase>>>> = {
  observe: { observed: 'feedback', adopted: 'sustain', withdrawn: 'withdrawn' },
  feedback: {
    feedbackWithActions: 'develop',
    feedbackAlone: 'evaluate',
    observerGone: 'evaluate',
    adopted: 'sustain',
    withdrawn: 'withdrawn',
  },
  develop: {
    observed: 'feedback',
    actionsSettled: 'followUp',
    followedUp: 'evaluate',
    adopted: 'sustain',
    withdrawn: 'withdrawn',
  },
  followUp: { observed: 'feedback', followedUp: 'evaluate', adopted: 'sustain', withdrawn: 'withdrawn' },
  evaluate: { observed: 'feedback', notYetAdopted: 'observe', adopted: 'sustain', withdrawn: 'withdrawn' },
  sustain: { lapsed: 'observe', sustained: 'completed', withdrawn: 'withdrawn' },
  completed: { reopened: 'observe' },
  withdrawn: { reopened: 'observe' },
};

/** Phases from which nothing follows unless somebody reopens the enrolment. */
export const isEnded = (phase: Phase): phase is 'completed' | 'withdrawn' =>
  phase === 'completed' || phase === 'withdrawn';

export interface TimedMoment {
  at: Instant;
  moment: Moment;
}

export interface Walked {
  phase: LoopPhase;
  since: Instant;
  /** When it ended, each time; a reopening leads out again. */
  ends: Instant[];
}

/** Walks the table through moments in the order of time. */
export function walk(startedAt: Instant, moments: readonly TimedMoment[]): Walked {
  const walked: Walked = { phase: 'observe', since: startedAt, ends: [] };
  for (const { at, moment } of moments) {
    const next: LoopPhase | undefined = TRANSITIONS[walked.phase][moment];
    if (next === undefined || next === walked.phase) continue;
    walked.phase = next;
    walked.since = at;
    if (isEnded(next)) walked.ends.push(at);
  }
  return walked;
}
