import type { z } from 'zod';
import type { FieldProblem, FieldProblemCode } from '../../domain/field-problems.js';
import { FORMS } from './words.js';

const OF_FORMAT: Readonly<Record<string, FieldProblemCode>> = {
  date: 'notADay',
  datetime: 'notAnInstant',
  guid: 'notAnId',
};

/** What is wrong with a field, where that has words; the input must be reported with the issue. Null: it has none. */
export function fieldProblemOf(issue: z.core.$ZodIssue): FieldProblem | null {
  if (issue.code === 'unrecognized_keys')
    return { code: 'unknownField', params: { fields: issue.keys.join(', ') } };
  if (issue.code === 'custom')
    return (issue.params as { problem?: FieldProblem } | undefined)?.problem ?? null;
  if (issue.input === undefined) return { code: 'missing' };
  switch (issue.code) {
    case 'invalid_value':
      return { code: 'notOffered', params: { offered: issue.values.join(', ') } };
    case 'too_small': {
      const least = Number(issue.minimum);
      if (issue.origin === 'string') return least === 1 ? { code: 'empty' } : null;
      return { code: issue.origin === 'array' ? 'tooFew' : 'tooSmall', params: { least } };
    }
    case 'too_big': {
      const most = Number(issue.maximum);
      const code = issue.origin === 'string' ? 'tooLong' : issue.origin === 'array' ? 'tooMany' : 'tooLarge';
      return { code, params: { most } };
    }
    case 'invalid_format': {
      const code = OF_FORMAT[issue.format] ?? FORMS.get(issue.pattern ?? '');
      return code === undefined ? null : { code };
    }
    default:
      return null;
  }
}
