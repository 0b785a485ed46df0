/** What can be wrong with one field of a request. Each has words in every language. */
export const FIELD_PROBLEMS = [
  'missing',
  'empty',
  'unknownField',
  'notOffered',
  'tooLong',
  'tooFew',
  'tooMany',
  'tooSmall',
  'tooLarge',
  'notADay',
  'notATime',
  'notAnInstant',
  'notAnId',
  'outOfReach',
  'unprintable',
  'endsFirst',
  'emptySpan',
  'notADuration',
  'negative',
  'notAnOffset',
  'notAfter',
  'toRepOnly',
  'notToCoCoach',
] as const;
export type FieldProblemCode = (typeof FIELD_PROBLEMS)[number];

/** What is wrong, before it is put into anybody's language. */
export interface FieldProblem {
  code: FieldProblemCode;
  params?: Readonly<Record<string, string | number>>;
}
