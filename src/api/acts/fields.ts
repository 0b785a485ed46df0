import { z } from 'zod';
import { AND, type Field, type Filled } from '../../channels/wording/form.js';
import { day, prose, timeOfDay } from '../common/words.js';

type Asked = Pick<Field, 'name' | 'label'> & Partial<Field>;

const field = (kind: Field['kind'], asked: Asked): Field => ({
  kind,
  required: false,
  options: [],
  initial: null,
  earliest: null,
  latest: null,
  most: null,
  section: null,
  writes: null,
  ...asked,
});

export const dayField = (asked: Asked): Field => field('day', { required: true, ...asked });
export const timeField = (asked: Asked): Field => field('time', { required: true, ...asked });
export const choice = (asked: Asked & Pick<Field, 'options'>): Field => field('choice', asked);
export const textField = (asked: Asked & { most: number }): Field => field('text', asked);
export const check = (asked: Asked): Field => field('check', asked);

export interface FieldProblem {
  field: string;
  problem: 'missing' | 'unreadable' | 'notOffered' | 'tooLong' | 'tooEarly' | 'tooLate' | 'twoDays';
}

/** What is wrong with what was filled in; empty where it can be read. */
export function problemsOf(fields: readonly Field[], filled: Filled): FieldProblem[] {
  return fields.flatMap((one) => {
    const problem = problemOf(one, filled[one.name]?.trim() ?? '');
    return problem ? [{ field: one.name, problem }] : [];
  });
}

function problemOf(one: Field, value: string): FieldProblem['problem'] | null {
  if (value === '') return one.required ? 'missing' : null;
  switch (one.kind) {
    case 'day':
      if (value.includes(AND)) return 'twoDays';
      if (!day.safeParse(value).success) return 'unreadable';
      if (one.earliest !== null && value < one.earliest) return 'tooEarly';
      return one.latest !== null && value > one.latest ? 'tooLate' : null;
    case 'time':
      return timeOfDay.safeParse(value).success ? null : 'unreadable';
    case 'choice':
      return one.options.some((option) => option.value === value) ? null : 'notOffered';
    case 'text':
      if (value.length > (one.most ?? Infinity)) return 'tooLong';
      return prose(Number.MAX_SAFE_INTEGER).safeParse(value).success ? null : 'unreadable';
    case 'check':
      return value === 'yes' ? null : 'notOffered';
  }
}

export const filledSchema = z
  .record(z.string().max(200), z.string().max(20_000))
  .describe('By the names of the fields. A tick is sent as yes; what is left empty may be left out.');
