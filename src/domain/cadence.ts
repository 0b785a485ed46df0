import { closest, distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { VISIT_CHANNELS } from './facts.js';
import type { FieldProblem, FieldProblemCode } from './field-problems.js';
import { AUDIENCES } from './people.js';
import { isDuration, parseDuration } from './working-time/index.js';

/** A refusal in plain words, with what says it in any language. */
const refusal = (message: string, code: FieldProblemCode, params: FieldProblem['params'] = {}) => ({
  message,
  params: { problem: { code, params } satisfies FieldProblem },
});

/** Of a length of time in one unit; the fields of the editor take no more either. */
const MOST = 999;
const withinMost = (text: string): boolean =>
  (text.match(/\d+/g) ?? []).every((digits) => Number(digits) <= MOST);
const tooLong = refusal(`no length of time counts more than ${MOST} of one unit`, 'tooLarge', { most: MOST });

const positive = z
  .string()
  .refine(
    isDuration,
    refusal(
      'write a duration such as P10D (ten days), P2W or PT8H; days and hours cannot be mixed',
      'notADuration',
    ),
  )
  .refine(
    (text: string) => !isDuration(text) || parseDuration(text).sign > 0,
    refusal('this duration cannot be negative', 'negative'),
  )
  .refine(withinMost, tooLong);

const offset = z
  .string()
  .refine(
    isDuration,
    refusal('write an offset from the due date such as -P3D, P0D, P2D or PT4H', 'notAnOffset'),
  )
  .refine(withinMost, tooLong);

export const CHANNELS = ['slack', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

const rungSchema = z.strictObject({
  /** Offset from the due instant; negative is before. */
  at: offset,
  to: z.enum(AUDIENCES),
  /** In this order: the next is used where the one before cannot reach the person. */
  via: z.array(z.enum(CHANNELS)).min(1, 'name at least one channel: slack, email'),
  /** Reaching this rung makes the loop count as stalled. */
  stall: z.boolean().optional(),
});
export type Rung = z.infer<typeof rungSchema>;

const ladder = z.array(rungSchema).max(12, 'a ladder of more than 12 rungs is a nuisance, not a help');

const count = (least: number) => z.int().min(least).max(20);

/** The adoption rule: what must have been seen before a capability counts as used in front of customers. */
const adoptionSchema = z.strictObject({
  /** Observations at the level or better. */
  observations: count(1),
  /** Code of the lowest rubric level that counts. */
  level: z.string().min(1),
  /** In at least so many different ... */
  channels: count(1)
    .max(VISIT_CHANNELS.length, `there are ${VISIT_CHANNELS.length} channels to be seen in`)
    .default(1),
  customers: count(0).default(0),
  days: count(1).default(1),
  observers: count(1).default(1),
  /** Observations of which the rep was not told what is looked at. */
  unprompted: count(0).default(0),
  /** Observations confirmed by somebody else than the manager. */
  confirmed: count(0).default(0),
});
export type AdoptionRule = z.infer<typeof adoptionSchema>;

const within = z.strictObject({ within: positive });

export const cadenceSchema = z
  .strictObject({
    schema: z.literal(
      1,
      'this version of the product reads documents of schema 1; write 1, or bring the document into its shape',
    ),
    clock: z.enum(['working', 'calendar']).default('working'),
    /** Counted from the later of training and launch. */
    firstObservation: within,
    /** Counted from the end of the cycle before; `apart` is the least distance between two that count. */
    nextObservation: within.extend({ apart: positive.optional() }),
    /** `heldFor`: for so long the rep's reading waits for the talk; left out: one working day. */
    feedback: within.extend({ heldFor: positive.optional() }),
    /** Counted from the agreement of the action. */
    action: within,
    followUp: within,
    /** The rep's answer. It never escalates; unanswered it closes. */
    acknowledge: within,
    /** The talk after a dispute. */
    regroup: within,
    adoption: adoptionSchema,
    /** Check-ins counted from adoption on the calendar, whatever the clock. */
    sustain: z
      .strictObject({ checkIns: z.array(positive).min(1).max(12) })
      .default({ checkIns: ['P7D', 'P21D', 'P45D', 'P90D'] }),
    tolerance: z
      .strictObject({
        /** A visit planned at most this long after the due date withholds rungs. */
        plan: positive.default('P5D'),
        /** A manager's absence stops the loop for at most this long; then it is offered to somebody else. */
        absence: positive.default('P10D'),
        /** A rung that could not be handed over for so long lets the ladder climb. */
        unreachable: positive.default('P2D'),
        /** All snoozes and "not possible" of one obligation together. */
        snooze: positive.default('P20D'),
      })
      .default({ plan: 'P5D', absence: 'P10D', unreachable: 'P2D', snooze: 'P20D' }),
    opening: z
      .strictObject({
        /** For so long after an enrolment opens nothing goes above the manager. */
        quietAboveManager: positive.default('P10D'),
        /** First observations are spread over the managers' visit days for at most so long. */
        spreadOver: positive.default('P30D'),
      })
      .default({ quietAboveManager: 'P10D', spreadOver: 'P30D' }),
    ladders: z.strictObject({
      observe: ladder,
      feedback: ladder,
      action: ladder.default([]),
      followUp: ladder,
      acknowledge: ladder.default([]),
      regroup: ladder.default([]),
      checkIn: ladder,
      /** A vacant line or a long absence: asks who takes the loop. */
      cover: ladder,
    }),
  })
  .superRefine((cadence, context) => {
    for (const [name, rungs] of Object.entries(cadence.ladders)) checkLadder(name, rungs, context);
    const days = cadence.sustain.checkIns.map((text) => (isDuration(text) ? lengthOf(text) : 0));
    days.forEach((length, index) => {
      if (index === 0 || length > days[index - 1]!) return;
      const [earlier, later] = cadence.sustain.checkIns.slice(index - 1) as [string, string];
      context.addIssue({
        code: 'custom',
        path: ['sustain', 'checkIns', index],
        ...refusal(
          `check-ins are counted from adoption, each later than the one before; ${later} is not after ${earlier}`,
          'notAfter',
          { later, earlier },
        ),
      });
    });
  });
export type Cadence = z.infer<typeof cadenceSchema>;
export type LadderName = keyof Cadence['ladders'];

function checkLadder(name: string, rungs: readonly Rung[], context: z.RefinementCtx): void {
  rungs.forEach((rung, index) => {
    if (!isDuration(rung.at)) return;
    const before = rungs[index - 1];
    if (before && isDuration(before.at) && signedLength(rung.at) <= signedLength(before.at))
      context.addIssue({
        code: 'custom',
        path: ['ladders', name, index, 'at'],
        ...refusal(
          `each step comes later than the one before: ${rung.at} is not after ${before.at}`,
          'notAfter',
          {
            later: rung.at,
            earlier: before.at,
          },
        ),
      });
    if (name === 'acknowledge' && rung.to !== 'rep')
      context.addIssue({
        code: 'custom',
        path: ['ladders', name, index, 'to'],
        ...refusal(
          `an acknowledgement never escalates: it can go to the rep only, not to ${rung.to}`,
          'toRepOnly',
        ),
      });
    if (name === 'feedback' && rung.to === 'coCoach')
      context.addIssue({
        code: 'custom',
        path: ['ladders', name, index, 'to'],
        ...refusal(
          'feedback can only be given by whoever was there: it cannot go to a co-coach',
          'notToCoCoach',
        ),
      });
  });
}

/** Rough length for comparing two durations of one document; a day counts as 24 hours. */
const lengthOf = (text: string): number => {
  const { days, weeks, ms } = parseDuration(text);
  return (days + weeks * 7) * 86_400_000 + ms;
};
const signedLength = (text: string): number => parseDuration(text).sign * lengthOf(text);

export interface CadenceProblem {
  /** Where in the document, e.g. `ladders.observe.2.at`. */
  path: string;
  message: string;
  /** The same for other languages; left out: it has no other words. */
  problem?: FieldProblem;
}

/** Reads a cadence document; never throws. Problems are in a program owner's words. */
export function readCadence(document: unknown): { cadence: Cadence } | { problems: CadenceProblem[] } {
  const result = cadenceSchema.safeParse(document);
  if (result.success) return { cadence: result.data };
  return {
    problems: result.error.issues.map((issue) => ({
      path: issue.path.join('.'),
      message: issue.code === 'unrecognized_keys' ? unknownFields(issue.keys) : issue.message,
      ...problemIn(issue),
    })),
  };
}

/** What is wrong where a rule of this document says so, or a number is out of its range. */
function problemIn(issue: z.core.$ZodIssue): Pick<CadenceProblem, 'problem'> {
  if (issue.code === 'custom') {
    const problem = (issue.params as { problem?: FieldProblem } | undefined)?.problem;
    return problem ? { problem } : {};
  }
  if (issue.code === 'too_small')
    return issue.origin === 'array'
      ? { problem: { code: 'tooFew', params: { least: Number(issue.minimum) } } }
      : { problem: { code: 'tooSmall', params: { least: Number(issue.minimum) } } };
  if (issue.code === 'too_big')
    return issue.origin === 'array'
      ? { problem: { code: 'tooMany', params: { most: Number(issue.maximum) } } }
      : { problem: { code: 'tooLarge', params: { most: Number(issue.maximum) } } };
  return {};
}

/** Letters by which a mistyped name may differ from a known one to be taken for it. */
const MOST_LETTERS = 3;

const unknownFields = (names: readonly string[]): string =>
  `no such field: ${names
    .map((name) => {
      const near = closest(name, FIELDS);
      return distance(name, near) <= MOST_LETTERS ? `${name} (did you mean ${near}?)` : name;
    })
    .join(', ')}`;

/** Every name that a field of a cadence document has somewhere. */
const FIELDS: readonly string[] = namesIn(z.toJSONSchema(cadenceSchema, { io: 'input' }));

function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties } = schema as { properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(namesIn)];
}
