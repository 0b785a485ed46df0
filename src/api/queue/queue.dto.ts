import { z } from 'zod';
import { AUDIENCES } from '../../domain/people.js';
import { BECAUSE } from '../../domain/message/rank.js';
import type { Pressed } from '../../channels/wording/actions.js';
import { PRESSED } from '../acts/acts.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant } from '../common/words.js';

const link = z.object({ label: z.string(), href: z.string() });

const action = z.object({
  code: z.string().describe('Unique on its card.'),
  label: z.string(),
  press: z
    .object({
      action: z.enum(PRESSED as [Pressed, ...Pressed[]]),
      items: z.array(z.object({ enrolment: anId, subject: z.string() })),
    })
    .nullable()
    .describe('What to send to POST /acts/form, and then to POST /acts; null: it leads to a page.'),
  href: z.string().describe('The page that it leads to, where it is not pressed.'),
});

export const queue = answer(
  'Queue',
  z.object({
    language: z.string().describe('BCP 47, of the words.'),
    opening: z.string(),
    items: z.array(
      z.object({
        kind: z.string().describe('What it is about: something owed, a visit of the day, or a word to know.'),
        audience: z.enum(AUDIENCES).describe('As whom they are told.'),
        because: z.enum(BECAUSE).describe('Why it stands where it stands.'),
        reps: z.array(anId).describe('Whom it is about; empty where it only counts.'),
        enrolments: z.array(anId).describe('What it is about; empty where it only counts.'),
        dueAt: anInstant.nullable(),
        headline: z.string(),
        about: z.string().nullable().describe('Which capabilities, or how it stands with whoever else.'),
        lines: z.array(z.string()).describe('What helps to know, the last by when.'),
        small: z.array(z.string()).describe('Why this person, and what happens if nothing does.'),
        actions: z.array(action).describe('The first is the one that helps most.'),
        done: z.boolean(),
      }),
    ),
    beside: z
      .object({
        noNames: z.string(),
        sideEffect: z.object({ text: z.string(), link }).nullable(),
      })
      .nullable()
      .describe('What stands beside whatever is written; null where nothing here leads to writing.'),
  }),
);
export type QueueAnswer = z.input<typeof queue>;
shows(queue, { record: 'enrolment', people: ({ items }) => items.flatMap(({ reps }) => reps) });
