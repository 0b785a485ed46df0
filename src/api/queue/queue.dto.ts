import { z } from 'zod';
import { AUDIENCES, FIGURE_READERS } from '../../domain/people.js';
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
      items: z.array(z.object({ enrolment: anId.nullable(), subject: z.string() })),
    })
    .nullable()
    .describe('What to send to POST /acts/form, and then to POST /acts; null: it leads to a page.'),
  href: z.string().describe('The page that it leads to, where it is not pressed.'),
});

const card = z.object({
  kind: z
    .string()
    .describe(
      'What it is about: something owed, a visit of the day, a word to know, or an alert about figures.',
    ),
  audience: z.enum([...new Set([...AUDIENCES, ...FIGURE_READERS])]).describe('As whom they are told.'),
  because: z.enum(BECAUSE).describe('Why it stands where it stands.'),
  reps: z.array(anId).describe('Whom it is about; empty where it only counts.'),
  enrolments: z.array(anId).describe('What it is about; empty where it only counts.'),
  dueAt: anInstant.nullable(),
  headline: z.string(),
  about: z.string().nullable().describe('Which capabilities, or how it stands with whoever else.'),
  lines: z.array(z.string()).describe('What helps to know, the last by when.'),
  small: z.array(z.string()).describe('Why this person, and what happens if nothing does.'),
  actions: z.array(action).describe('The first is the one that helps most.'),
  putOff: anInstant
    .nullable()
    .describe('Nobody asks about it before then, and it can be done sooner; null: it is not put off.'),
  done: z.boolean(),
});

export const queue = answer(
  'Queue',
  z.object({
    language: z.string().describe('BCP 47, of the words.'),
    opening: z.string(),
    items: z.array(card),
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

export const visitsAhead = answer(
  'VisitsAhead',
  z.object({
    items: z.array(
      z.object({
        visit: anId,
        subject: z.string().describe('By which the cards of the queue name the same visit.'),
        rep: z.object({ id: anId, name: z.string(), zone: z.string().describe('IANA.') }),
        at: anInstant,
        institution: z.string().nullable(),
        inCrm: z.boolean().describe('A CRM brought it in.'),
        card: card.describe('What was agreed last time, what to watch for, how to open; or how it was.'),
      }),
    ),
  }),
);
export type VisitsAheadAnswer = z.input<typeof visitsAhead>;
shows(visitsAhead, { record: 'joint_visit', people: ({ items }) => items.map(({ rep }) => rep.id) });
