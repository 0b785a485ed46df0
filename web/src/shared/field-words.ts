import type { EnrolmentsListData } from '#api/types.gen';

type Query = NonNullable<EnrolmentsListData['query']>;

/** The field's words that stand in lists of choices, in the order in which people think of them. */
export const PHASES = [
  'observe',
  'feedback',
  'develop',
  'followUp',
  'evaluate',
  'sustain',
  'completed',
  'withdrawn',
  'paused',
  'excused',
] as const satisfies readonly NonNullable<Query['phase']>[];

export const STALL_REASONS = [
  'noVisitPlanned',
  'visitSlipped',
  'observedNoFeedback',
  'feedbackNotActionable',
  'disputeOpen',
  'actionOverdue',
  'followUpMissed',
  'managerAbsent',
  'noManager',
  'overCapacity',
  'noOpportunity',
  'unreachable',
] as const satisfies readonly NonNullable<Query['stallReason']>[];
