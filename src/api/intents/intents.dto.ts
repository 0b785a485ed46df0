import { z } from 'zod';
import { DISPUTE_REASONS, REGROUP_OUTCOMES, TRIAL_OUTCOMES } from '../../domain/facts.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, id, instant, line, prose } from '../common/words.js';
import { actionFields, MOST_WRITTEN, ratings, writtenFields } from '../reports/written.js';
import { until } from './until.js';

const common = {
  happenedAt: instant.optional().describe('Default: now. At most five minutes ahead.'),
};
const words = prose(MOST_WRITTEN).describe(
  'In your own words. Stands beside the log. No HCP or patient names.',
);
const note = { note: words.optional() };
const observation = { observation: id };

/** Every body holds these; what else it holds is the intent's own. */
export interface Common {
  happenedAt?: number | undefined;
  note?: string | undefined;
}

const body = <S extends z.ZodRawShape>(name: string, fields: S) =>
  request(name, z.strictObject({ ...common, ...fields }));

export const feedback = request(
  'Feedback',
  z
    .strictObject({ ...common, ...observation, ...writtenFields })
    .refine(
      ({ ratings, evidence, suggestion, action }) => ratings ?? evidence ?? suggestion ?? action,
      'say something: ratings, evidence, suggestion or action',
    ),
);
export type Feedback = z.output<typeof feedback>;

export const talk = body('Talk', { ...observation, ...note });
export type Talk = z.output<typeof talk>;

export const acknowledgement = request(
  'Acknowledgement',
  z.discriminatedUnion('answer', [
    z.strictObject({ ...common, ...observation, answer: z.literal('accept'), comment: words.optional() }),
    z.strictObject({
      ...common,
      ...observation,
      answer: z.literal('dispute'),
      reason: z.enum(DISPUTE_REASONS),
      comment: words.optional(),
    }),
  ]),
);
export type Acknowledgement = z.output<typeof acknowledgement>;

export const regroup = request(
  'Regroup',
  z
    .strictObject({
      ...common,
      ...observation,
      outcome: z.enum(REGROUP_OUTCOMES),
      ratings: ratings.optional().describe('What the two agreed on, where the outcome is changed.'),
      ...note,
    })
    .refine(({ outcome, ratings }) => (outcome === 'changed') === (ratings !== undefined), {
      path: ['ratings'],
      message: 'send the ratings agreed on where the outcome is changed, and only there',
    }),
);
export type Regroup = z.output<typeof regroup>;

export const confirmation = body('Confirmation', {
  ...observation,
  by: z.enum(['coObserver', 'callRecord']).describe('Somebody or something else than manager and rep.'),
  ...note,
});
export type Confirmation = z.output<typeof confirmation>;

export const action = body('NewAction', { ...observation, ...actionFields, ...note });
export type NewActionBody = z.output<typeof action>;

export const verification = body('Verification', { outcome: z.enum(['working', 'notYet']), ...note });
export type Verification = z.output<typeof verification>;

export const trial = body('Trial', {
  outcome: z.enum(TRIAL_OUTCOMES).optional().describe('How it went, in the rep’s own word.'),
  ...note,
});
export type Trial = z.output<typeof trial>;

const obligation = {
  obligation: line(100).describe('What is answered: the key of something open, as the enrolment lists it.'),
};

export const answering = body('Answering', { ...obligation, ...note });
export type Answering = z.output<typeof answering>;

export const taking = body('Taking', {
  ...obligation,
  person: id.optional().describe('Who takes it. Default: who sends this.'),
  ...note,
});
export type Taking = z.output<typeof taking>;

export const selfAssessment = body('SelfAssessment', {
  level: z.int().min(1).max(9).describe('Of the rubric; 1 is the lowest.'),
  ...note,
});
export type SelfAssessment = z.output<typeof selfAssessment>;

export const holding = body('Holding', { until, ...note });
export type Holding = z.output<typeof holding>;

export const snoozing = body('Snoozing', {
  until,
  forTalk: z.literal(true).optional().describe('Then the two talk about it.'),
  ...note,
});
export type Snoozing = z.output<typeof snoozing>;

export const excuse = body('Excuse', {
  until: until.optional().describe('Default: until resumed.'),
  reason: words,
});
export type Excuse = z.output<typeof excuse>;

/** An intent that needs no more than that it is meant. */
export const plainly = body('Plainly', note);
export type Plainly = z.output<typeof plainly>;

/** An intent that stops or reopens a loop: somebody will ask why. */
export const withReason = body('WithReason', { reason: words });
export type WithReason = z.output<typeof withReason>;

export const correction = request(
  'Correction',
  z
    .strictObject({
      ...common,
      fact: id.describe('The fact of this enrolment that was wrong, as its log lists it.'),
      reason: words,
      takeBack: z.literal(true).optional(),
      data: z
        .record(z.string(), z.unknown())
        .optional()
        .describe('What is put right; the rest stays as it was.'),
    })
    .refine(({ takeBack, data }) => (takeBack === undefined) !== (data === undefined), {
      message: 'send either takeBack: true or data',
    }),
);
export type Correction = z.output<typeof correction>;

export const taken = answer(
  'FactTaken',
  z.object({
    enrolment: anId,
    fact: anId,
    seq: z.int().describe('Its number in the log of the enrolment.'),
    kind: z.string(),
    happenedAt: anInstant,
    action: anId.optional().describe('The development action that was agreed.'),
    until: anInstant.optional().describe('Until when the answer holds.'),
  }),
);
export type Taken = z.input<typeof taken>;
