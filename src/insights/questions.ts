import type { Question } from '../access/suppression.js';
import { STALL_REASONS } from '../domain/words.js';

/** What is counted: every one of them stands under exactly one answer. */
export type Counted =
  'reps' | 'observations' | 'feedback' | 'obligations' | 'pairs' | 'phases' | 'nudges' | 'answers';

export interface Asked extends Question {
  counts: Counted;
  /** When it is released: with every closed week, or with every closed month. */
  every: 'week' | 'month';
  /** Whether it says how things stood at the end of the period, or what happened within it. */
  about: 'standing' | 'happening';
  /** Answered by ratings and words, or by a sign, which is about nobody: a list says who is counted, not under which answer. */
  unlisted?: true;
}

const reps = { counts: 'reps', aboutCoaching: true, about: 'standing' } as const;
const happening = { aboutCoaching: true, about: 'happening', every: 'month' } as const;
const owed = {
  ...happening,
  counts: 'obligations',
  parts: { inTime: ['inTime'], missed: ['missed'] },
} as const;
const days = {
  ...happening,
  counts: 'phases',
  parts: { short: ['oneWeek', 'twoWeeks'], long: ['fourWeeks', 'longer'] },
} as const;
const followed = { ...reps, every: 'week', apartBy: 'contentVersion', followed: true } as const;
const sign = {
  ...reps,
  unlisted: true,
  every: 'week',
  parts: { sign: ['sign'], none: ['none', 'tooFew'] },
} as const;

/**
 * Everything that is counted. Each question divides what it counts among its answers, and each answer stands in one of
 * two parts: a figure is released where both parts are large enough, and an answer by itself where it is so too.
 */
export const QUESTIONS = {
  standing: {
    ...reps,
    every: 'week',
    parts: {
      adopted: ['sustain', 'completed'],
      notYet: [
        'observe',
        'feedback',
        'develop',
        'followUp',
        'evaluate',
        'lapsed',
        'paused',
        'excused',
        'withdrawn',
      ],
    },
  },
  stalls: { ...reps, every: 'week', parts: { stalled: STALL_REASONS, notStalled: ['notStalled'] } },
  firstSeen: {
    ...reps,
    every: 'week',
    parts: { seen: ['twoWeeks', 'fourWeeks', 'eightWeeks', 'longer'], waiting: ['waiting'] },
  },
  firstSigns: {
    ...reps,
    every: 'week',
    parts: { begun: ['seen', 'planned', 'fresh', 'stopped'], nothing: ['nothing'] },
  },
  variety: {
    ...reps,
    unlisted: true,
    every: 'week',
    parts: { varied: ['varied'], notVaried: ['alike', 'tooFew'] },
  },
  reinforcement: {
    ...reps,
    every: 'month',
    parts: {
      seen: ['once', 'more'],
      notSeen: ['unseen', 'noOpportunity', 'overCapacity', 'absent', 'excused', 'ended'],
    },
  },
  escalated: {
    ...reps,
    every: 'month',
    parts: { escalated: ['secondLine', 'above'], notEscalated: ['none'] },
  },
  coverage: owed,
  feedbackInTime: owed,
  actionsOnTime: owed,
  followUpHeld: owed,
  feedbackLag: {
    ...happening,
    counts: 'feedback',
    parts: { soon: ['oneDay', 'twoDays'], later: ['fiveDays', 'longer'] },
  },
  feedbackContent: {
    ...happening,
    unlisted: true,
    counts: 'feedback',
    parts: { whole: ['both'], lacking: ['evidenceOnly', 'suggestionOnly', 'neither'] },
  },
  actionsAgreed: {
    ...happening,
    counts: 'feedback',
    parts: { agreed: ['agreed'], notAgreed: ['notAgreed'] },
  },
  ratingGap: {
    ...happening,
    unlisted: true,
    counts: 'pairs',
    parts: { same: ['same'], apart: ['coachHigher', 'repHigher'] },
  },
  improvement: {
    ...happening,
    unlisted: true,
    counts: 'observations',
    parts: { higher: ['higher'], notHigher: ['same', 'lower'] },
  },
  daysToObserve: days,
  daysInFeedback: days,
  daysInDevelop: days,
  daysInFollowUp: days,
  nudges: {
    ...happening,
    counts: 'nudges',
    byAnswer: true,
    parts: {
      acted: ['firstEmailActed', 'firstSlackActed', 'laterEmailActed', 'laterSlackActed'],
      notActed: ['firstEmailOnly', 'firstSlackOnly', 'laterEmailOnly', 'laterSlackOnly'],
    },
  },
  truth: {
    counts: 'observations',
    aboutCoaching: true,
    about: 'standing',
    every: 'week',
    parts: { confirmed: ['confirmed'], notConfirmed: ['disputed', 'unanswered'] },
  },
  pulse: {
    counts: 'answers',
    aboutCoaching: false,
    about: 'happening',
    every: 'month',
    parts: { seen: ['seenHelped', 'seenOnly'], notSeen: ['notSeen'] },
  },
  adoptedInTime: { ...followed, parts: { adopted: ['adopted'], notAdopted: ['notAdopted'] } },
  highWhenPrompted: sign,
  oneDayOneCustomer: sign,
  alwaysAlike: sign,
  enteredTogether: sign,
} as const satisfies Readonly<Record<string, Asked>>;

/** One for each anchor of a rubric: whether it was met when it was first rated. */
export type AnchorQuestion = `anchor:${string}`;
const ANCHOR: Asked = {
  ...followed,
  unlisted: true,
  parts: { met: ['met'], notMet: ['notMet', 'unseen'] },
};
export const anchorQuestion = (code: string): AnchorQuestion => `anchor:${code}`;
/** The code of the anchor that is asked for; null: none is. */
export const anchorAsked = (question: QuestionName): string | null =>
  isOfAnchor(question) ? question.slice('anchor:'.length) : null;
export const isOfAnchor = (question: QuestionName): question is AnchorQuestion =>
  question.startsWith('anchor:');

type NamedQuestion = keyof typeof QUESTIONS;
export type QuestionName = NamedQuestion | AnchorQuestion;
export const QUESTION_NAMES = Object.keys(QUESTIONS) as NamedQuestion[];
export const asked = (name: QuestionName): Asked => (isOfAnchor(name) ? ANCHOR : QUESTIONS[name]);

/** All answers to a question. */
export const answersTo = (name: QuestionName): string[] => Object.values(asked(name).parts).flat();

/** Answered from the logs; the monthly question to reps stands beside them and leads back to nobody. */
export const LOG_QUESTIONS = QUESTION_NAMES.filter((name) => name !== 'pulse');

export const SIGNS = [
  'highWhenPrompted',
  'oneDayOneCustomer',
  'alwaysAlike',
  'enteredTogether',
] as const satisfies readonly QuestionName[];
