import type { LadderName } from './ladder';
import { MOST } from './span';

/** A place of the document that the form shows as one sentence. */
export interface Field {
  path: FieldPath;
  kind: 'span' | 'count';
  /** What counts where the document says nothing; undefined: nothing does. */
  otherwise?: string | number;
  /** What is sensible, in days or as a number. */
  usual: readonly [number, number];
  /** What the document takes at the most. */
  most: number;
}

const MOST_COUNTED = 20;
const CHANNELS = 4;

const span = (path: FieldPath, usual: Field['usual'], otherwise?: string): Field => ({
  path,
  kind: 'span',
  usual,
  most: MOST,
  ...(otherwise !== undefined && { otherwise }),
});
const count = (path: FieldPath, usual: Field['usual'], otherwise?: number, most = MOST_COUNTED): Field => ({
  path,
  kind: 'count',
  usual,
  most,
  ...(otherwise !== undefined && { otherwise }),
});

/** In the order in which a loop goes. What is left out counts as the document's schema says. */
export const PACE: readonly Field[] = [
  span('firstObservation.within', [5, 15]),
  span('feedback.within', [1, 3]),
  span('feedback.heldFor', [1, 2], 'P1D'),
  span('acknowledge.within', [3, 10]),
  span('regroup.within', [3, 10]),
  span('action.within', [5, 20]),
  span('followUp.within', [5, 25]),
  span('nextObservation.within', [10, 45]),
  span('nextObservation.apart', [5, 30]),
];

export const ADOPTION: readonly Field[] = [
  count('adoption.observations', [1, 5]),
  count('adoption.channels', [1, 2], 1, CHANNELS),
  count('adoption.customers', [0, 3], 0),
  count('adoption.days', [1, 3], 1),
  count('adoption.observers', [1, 2], 1),
  count('adoption.unprompted', [0, 1], 0),
  count('adoption.confirmed', [0, 1], 0),
];

export const LEEWAY: readonly Field[] = [
  span('tolerance.plan', [2, 15], 'P5D'),
  span('tolerance.absence', [5, 15], 'P10D'),
  span('tolerance.unreachable', [1, 3], 'P2D'),
  span('tolerance.snooze', [5, 30], 'P20D'),
  span('opening.quietAboveManager', [5, 20], 'P10D'),
  span('opening.spreadOver', [10, 40], 'P30D'),
];

export const FIELDS = [...PACE, ...ADOPTION, ...LEEWAY];

export const CHECK_INS = ['P7D', 'P21D', 'P45D', 'P90D'];

/** In the order in which a loop goes. */
export const LADDERS: readonly LadderName[] = [
  'observe',
  'feedback',
  'acknowledge',
  'regroup',
  'action',
  'followUp',
  'checkIn',
  'cover',
];

export type FieldPath =
  | 'firstObservation.within'
  | 'feedback.within'
  | 'feedback.heldFor'
  | 'acknowledge.within'
  | 'regroup.within'
  | 'action.within'
  | 'followUp.within'
  | 'nextObservation.within'
  | 'nextObservation.apart'
  | `adoption.${'observations' | 'channels' | 'customers' | 'days' | 'observers' | 'unprompted' | 'confirmed'}`
  | `tolerance.${'plan' | 'absence' | 'unreachable' | 'snooze'}`
  | `opening.${'quietAboveManager' | 'spreadOver'}`;
