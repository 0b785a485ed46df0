import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, id, line } from '../common/words.js';
import type { Pressed } from '../../channels/wording/actions.js';
import { PRESSED } from './acts.js';
import { filledSchema } from './fields.js';

const pressed = {
  action: z.enum(PRESSED as [Pressed, ...Pressed[]]).describe('What the button says.'),
  items: z
    .array(
      z.strictObject({
        enrolment: id.nullable().describe('Null: it speaks of an alert about figures.'),
        subject: line(200).describe(
          'What the card speaks of: the key of an obligation, a visit, selfAssessment/own, or an alert.',
        ),
      }),
    )
    .min(1)
    .max(20)
    .describe('What the card is about.'),
};

export const press = request('Press', z.strictObject(pressed));
export type Press = z.output<typeof press>;

export const act = request('Act', z.strictObject({ ...pressed, filled: filledSchema.default({}) }));
export type Act = z.output<typeof act>;

const field = z.object({
  name: z.string(),
  kind: z.enum(['day', 'time', 'choice', 'text', 'check']),
  label: z.string(),
  required: z.boolean(),
  options: z.array(z.object({ value: z.string(), label: z.string() })),
  initial: z.string().nullable(),
  earliest: z.string().nullable().describe('Of a day: the first that can be meant.'),
  latest: z.string().nullable().describe('Of a day: the last that can be meant.'),
  most: z.int().nullable().describe('Longest text, in characters.'),
  section: z.string().nullable().describe('The heading under which it stands together with others.'),
  writes: z
    .enum(['evidence', 'suggestion', 'action'])
    .nullable()
    .describe('Of a text that somebody is to learn from: what it is to say.'),
});

export const form = answer(
  'ActForm',
  z.object({
    rep: anId.nullable().describe('Whom it is about; null: nobody, where it is about figures.'),
    title: z.string(),
    about: z.string().describe('Rep and capabilities, or the place.'),
    help: z.string().describe('What follows from it.'),
    lines: z.array(z.string()).describe('What is good to know first: the visit, what was agreed last.'),
    fields: z.array(field),
    submit: z.string(),
    beside: z
      .object({
        noNames: z.string(),
        sideEffect: z
          .object({ text: z.string(), link: z.object({ label: z.string(), href: z.string() }) })
          .nullable(),
      })
      .nullable()
      .describe('What stands beside whatever is written.'),
    over: z
      .object({ text: z.string(), at: anInstant.nullable() })
      .nullable()
      .describe('Set where nothing is asked: it is done already, or cannot be done (yet).'),
  }),
);
export type ActForm = z.input<typeof form>;
shows(form, { record: 'enrolment', people: ({ rep }) => (rep === null ? [] : [rep]) });

export const acted = answer(
  'Acted',
  z.object({
    done: z.int().describe('How many things were noted.'),
    about: z.string().describe('Rep and capabilities, or the place.'),
    text: z.string().describe('In the words of whoever pressed.'),
  }),
);
export type Acted = z.input<typeof acted>;
