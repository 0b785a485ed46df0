/*
 * Ids that follow from a number, so that one seed gives one organisation, and that rise, as the product's do. All that
 * belongs to one loop shares the first 32 characters of its id; what stands behind them says what it is.
 */
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** Of the loop with such a number. */
export const loopPrefix = (number: number): string => `${hex(number, 8)}-0000-4000-8000-00000000`;

export type Kind = 'person' | 'capability' | 'rubric' | 'other';
const KINDS: Readonly<Record<Kind, string>> = { person: '1', capability: '2', rubric: '3', other: '4' };
export const idOf = (kind: Kind, number: number): string =>
  `${hex(number, 8)}-0000-4000-9000-${KINDS[kind].padStart(12, '0')}`;

/** Stand in a life for what differs from loop to loop; replaced when it is written. */
export const PREFIX = 'ffffffff-ffff-4fff-8fff-ffffffff';
export const REP = 'ffffffff-aaaa-4fff-8fff-000000000001';
export const MANAGER = 'ffffffff-aaaa-4fff-8fff-000000000002';
export const SECOND_LINE = 'ffffffff-aaaa-4fff-8fff-000000000003';

const BLOCKS = {
  loop: 0x0000,
  fact: 0x1000,
  observation: 0x2000,
  action: 0x3000,
  visit: 0x4000,
  nudge: 0x5000,
};
export const partOf = (block: keyof typeof BLOCKS, number: number): string =>
  `${PREFIX}${hex(BLOCKS[block] + number, 4)}`;

/** Who answers for the program: one person in every loop. */
export const OWNER = idOf('person', 0);
