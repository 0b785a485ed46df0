import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { localeOf, type Words } from '../../channels/wording/locale.js';
import { FIELD_PROBLEMS, type FieldProblem } from '../../domain/field-problems.js';
import { REFUSALS, type RefusalCode, type Refused } from '../../domain/refusals.js';
import { fieldProblemOf } from './field-problems.js';
import { answer } from './schemas.js';

/** RFC 9457. Whatever goes wrong is answered in this shape, as application/problem+json. */
export const problemSchema = answer(
  'Problem',
  z.looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What happened, what was expected, what to do.'),
    requestId: z.string().describe('Under which the log has more.'),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          code: z.enum(FIELD_PROBLEMS).optional().describe('What, where that has words in every language.'),
        }),
      )
      .optional()
      .describe(
        'What is wrong, and where: of a request that could not be read, or cannot be true in one field.',
      ),
    code: z
      .enum(REFUSALS)
      .optional()
      .describe('Why, where that has words in every language: the detail is in that of whoever asks.'),
    params: z
      .record(z.string(), z.union([z.string(), z.number()]))
      .optional()
      .describe('What stands in those words.'),
    allowed: z.array(z.string()).optional().describe('Of a conflict: what is possible now instead.'),
  }),
);

export interface ProblemExtras {
  /** Further members of the answer. */
  members?: Readonly<Record<string, unknown>>;
  headers?: Readonly<Record<string, string>>;
  /** Why, for people: the detail is said to whoever reads English. */
  refused?: Refused;
  /** What is wrong with which field, each in English, and as what it is said to others. */
  fields?: readonly { path: string; message: string; problem: FieldProblem | null }[];
}

/** What a refusal says in a language. */
export function refusedIn({ code, params }: Refused, language: string): string {
  const { words, say } = localeOf(language);
  const texts: Words['refusals'] & Record<RefusalCode, string> = words.refusals;
  return say(texts[code], params);
}

/** What is wrong with each field. */
const errorsOf = (refused: Refused, language: string): { path: string; message: string }[] =>
  [refused, ...(refused.also ?? [])].flatMap((one) =>
    one.at === undefined ? [] : [{ path: one.at, message: refusedIn(one, language) }],
  );

function fieldProblemIn({ code, params }: FieldProblem, language: string): string {
  const { words, say } = localeOf(language);
  return say(words.fieldProblems[code], params);
}

/** An answer that says no. Thrown anywhere while a request is handled. */
export class Problem extends Error {
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  private readonly refused: Refused | null;
  private readonly fields: ProblemExtras['fields'];

  constructor(
    readonly status: number,
    detail: string,
    { members = {}, headers = {}, refused, fields }: ProblemExtras = {},
  ) {
    super(detail);
    this.name = 'Problem';
    this.members = {
      ...(refused && { code: refused.code, ...(refused.params && { params: refused.params }) }),
      ...members,
    };
    this.headers = headers;
    this.refused = refused ?? null;
    this.fields = fields;
  }

  /** @param language of whoever asks, BCP 47 */
  body(requestId: string, language: string): Record<string, unknown> {
    const isForeign = localeOf(language) !== localeOf('en');
    const detail = this.refused && isForeign ? refusedIn(this.refused, language) : this.message;
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail,
      requestId,
      ...(this.refused?.at !== undefined && { errors: errorsOf(this.refused, language) }),
      ...(this.fields && {
        errors: this.fields.map(({ path, message, problem }) => ({
          path,
          message: problem && isForeign ? fieldProblemIn(problem, language) : message,
          ...(problem && { code: problem.code }),
        })),
      }),
      ...this.members,
    };
  }
}

/** There is nothing under this address. */
export const notFound = (what: string, id: string): Problem =>
  new Problem(404, `There is no ${what} with the id ${id}.`, {
    refused: { code: 'notFound', params: { what, id } },
  });

/** The request could not be read as what it should be. */
export function unreadable(error: z.ZodError, where: string): Problem {
  const fields = error.issues.map((issue) => ({
    path: issue.path.join('.'),
    problem: fieldProblemOf(issue),
    message:
      issue.code === 'unrecognized_keys' ? `there is no field ${issue.keys.join(', ')}` : issue.message,
  }));
  return new Problem(400, `The ${where} is not as expected; see errors.`, {
    fields,
    refused: { code: 'unreadable', params: { where } },
  });
}
