/** How managers coach. Drawn for a manager, not for a rep, since that is how it is. */
export const STYLES = ['steady', 'prompted', 'unfinished', 'performing', 'silent'] as const;
export type StyleName = (typeof STYLES)[number];

type Span = readonly [least: number, most: number];

export interface Style {
  /** Working days from the training to the first observation, and from each to the next. */
  first: Span;
  then: Span;
  /** How often one loop is seen at the most. */
  most: Span;
  /** Days from an observation to its feedback. */
  feedback: Span;
  /** Shares: of observations that get feedback, of feedback with an action, of actions that are looked at again. */
  fed: number;
  acting: number;
  followed: number;
  /** Of visits that are planned together before. */
  planned: number;
  /** Of observations at which the level is above the one before. */
  rising: number;
  /** Everything is entered together, weeks later, and every anchor has the same rating. */
  inBulk: boolean;
}

const steady: Style = {
  first: [4, 12],
  then: [12, 30],
  most: [3, 6],
  feedback: [0, 1],
  fed: 0.97,
  acting: 0.7,
  followed: 0.9,
  planned: 0.5,
  rising: 0.8,
  inBulk: false,
};

export const STYLE: Readonly<Record<StyleName, Style>> = {
  steady,
  prompted: {
    ...steady,
    first: [11, 20],
    then: [18, 45],
    most: [1, 4],
    feedback: [1, 3],
    acting: 0.6,
    followed: 0.55,
  },
  unfinished: {
    ...steady,
    first: [10, 30],
    then: [25, 60],
    most: [1, 2],
    feedback: [3, 12],
    fed: 0.4,
    acting: 0.3,
    followed: 0.2,
    rising: 0.3,
  },
  performing: {
    ...steady,
    first: [15, 22],
    then: [14, 24],
    most: [3, 3],
    feedback: [0, 0],
    acting: 0.2,
    followed: 0.1,
    planned: 0,
    rising: 0.1,
    inBulk: true,
  },
  silent: { ...steady, first: [0, 0], then: [1, 1], most: [0, 0] },
};

/** What happens in some loops beside, whoever coaches: shares of all loops. */
export const BESIDE = {
  noOpportunity: 0.08,
  excused: 0.04,
  paused: 0.03,
  withdrawn: 0.04,
  selfAssessed: 0.35,
  corrected: 0.05,
} as const;

/** Of observations with feedback. */
export const ANSWERED = { acknowledged: 0.8, disputed: 0.05, open: 0.15 } as const;
export const CALL_RECORD = 0.3;
/** Of the capabilities of a rep: nobody coaches twenty at once, and the others are left to themselves. */
export const IN_FOCUS = 0.45;
/** Of observations after the adoption: the level is not held. */
export const FORGOTTEN = 0.35;
