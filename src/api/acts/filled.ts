import type { Field, Filled } from '../../channels/wording/form.js';
import type { Locale } from '../../channels/wording/locale.js';
import { Problem } from '../common/problem.js';
import { problemsOf } from './fields.js';

/** @throws Problem 422 that says of each field what is wrong with it */
export function requireFilled(fields: readonly Field[], filled: Filled, { words }: Locale): void {
  const problems = problemsOf(fields, filled);
  if (problems.length === 0) return;
  const errors = problems.map(({ field, problem }) => ({
    path: field,
    message: words.acts.problems[problem],
  }));
  throw new Problem(422, words.acts.cannotRead, { members: { errors } });
}

/** What was filled in of what was asked. */
export const onlyAsked = (fields: readonly Field[], filled: Filled): Filled =>
  Object.fromEntries(
    fields.flatMap(({ name }) => {
      const value = filled[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
