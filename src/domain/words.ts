/** The field's words that stand in logs, tables and screens alike. */

/** Where an enrolment stands. Obligations run in parallel; the phase is what a person is told. */
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
] as const;
export type Phase = (typeof PHASES)[number];

/** When a loop that is moved goes by another version of its cadence: at once, or when its next cycle begins. */
export const BEGINS = ['atOnce', 'nextCycle'] as const;
export type Begins = (typeof BEGINS)[number];

/** Something owed by someone by a date. Each kind has a ladder of the same name in the cadence. */
export const OBLIGATION_KINDS = [
  'observe',
  'feedback',
  'action',
  'followUp',
  'acknowledge',
  'regroup',
  'checkIn',
  'cover',
] as const;
export type ObligationKind = (typeof OBLIGATION_KINDS)[number];

/** Told to somebody once, though nobody owes it by a date: no ladder, no due date, no stall. */
export const NOTICE_KINDS = ['handOver', 'pulse'] as const;

/** What a message can be about. */
export const MESSAGE_KINDS = [...OBLIGATION_KINDS, ...NOTICE_KINDS] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

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
] as const;
export type StallReason = (typeof STALL_REASONS)[number];
