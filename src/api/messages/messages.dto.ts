import { z } from 'zod';
import { FIGURE_KINDS, type ItemKind } from '../../domain/message/subject.js';
import { AUDIENCES, type Audience } from '../../domain/people.js';
import { MESSAGE_KINDS } from '../../domain/words.js';
import * as values from '../../imports/values.js';
import { repsOf } from '../../store/rights/audit.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, id, readBy } from '../common/words.js';

const VISIT_KINDS = ['visitMorning', 'visitAfterwards'] as const;

/** What nobody owes is told to one audience alone. */
const ONE_AUDIENCE: Readonly<Partial<Record<ItemKind, Audience>>> = {
  handOver: 'manager',
  visitMorning: 'manager',
  visitAfterwards: 'manager',
  pulse: 'rep',
};

const sketched = {
  kind: z.enum([...MESSAGE_KINDS, ...VISIT_KINDS]).describe('What it would be about.'),
  audience: z
    .enum(AUDIENCES)
    .optional()
    .describe('Who would read it. Default: the manager; of the monthly question the rep.'),
  locale: readBy(values.language).optional().describe('BCP 47. Default: the reader’s own language.'),
  channel: z.enum(['email', 'slack']).default('email'),
};

const isToldTo = ({ kind, audience }: { kind: ItemKind; audience?: Audience | undefined }): boolean =>
  audience === undefined || audience === (ONE_AUDIENCE[kind] ?? audience);
const TO_ONE = {
  path: ['audience'],
  message:
    'the hand-over and what is said around a visit are for the manager, the monthly question is for the rep',
};

/** What a message would be about, and how it would come. */
export const messageSketch = z
  .strictObject({ enrolment: id.describe('Whose facts the message is filled with.'), ...sketched })
  .refine(isToldTo, TO_ONE);
export type MessageSketch = z.output<typeof messageSketch>;

/** The same of a program, without anybody whom it would be about. */
export const sampleSketch = z.strictObject(sketched).refine(isToldTo, TO_ONE);
export type SampleSketchBody = z.output<typeof sampleSketch>;

export const audienceOf = ({ kind, audience }: SampleSketchBody): Audience =>
  audience ?? ONE_AUDIENCE[kind] ?? 'manager';

const read = {
  channel: z.enum(['email', 'slack']),
  language: z.string().describe('Of the words. English where there are none in the one asked for.'),
  subject: z.string().describe('Of the mail; in Slack the first line of the notification.'),
  text: z.string().describe('The mail’s plain-text twin, or what a notification in Slack says.'),
  html: z.string().nullable().describe('The mail.'),
  blocks: z.array(z.record(z.string(), z.unknown())).nullable().describe('Slack’s Block Kit.'),
};

export const preview = answer('MessagePreview', z.object(read));
export type MessagePreview = z.input<typeof preview>;
shows(preview, { record: 'enrolment', people: (_, { tx, query }) => repsOf(tx, [String(query.enrolment)]) });

const sent = {
  message: anId.describe('The mail’s Message-ID begins with it.'),
  channel: z.enum(['email', 'slack']).describe('By which it was handed over.'),
  language: z.string(),
  subject: z.string(),
};

export const messageTest = answer(
  'MessageTest',
  z.object({ id: anId.describe('Of the enrolment.'), ...sent }),
);
export type MessageTest = z.input<typeof messageTest>;
shows(messageTest, {
  record: 'enrolment',
  people: ({ id }, { tx }) => repsOf(tx, [id]),
});

/** What a message about figures of a program would be about, and how it would come. */
export const figureSketch = z
  .strictObject({
    kind: z.enum(FIGURE_KINDS).describe('An alert, or the newest week.'),
    alert: id.optional().describe('Which alert.'),
    reader: z
      .enum(['programOwner', 'sponsor', 'leadership', 'training', 'assignee'])
      .default('leadership')
      .describe('As whom one is told.'),
    locale: readBy(values.language).optional().describe('BCP 47. Default: one’s own language.'),
    channel: z.enum(['email', 'slack']).default('email'),
  })
  .refine(({ kind, alert }) => (kind === 'alert') === (alert !== undefined), {
    path: ['alert'],
    message: 'of an alert say which; of the week there is none to name',
  });
export type FigureSketchBody = z.output<typeof figureSketch>;

export const figurePreview = answer('FigureMessagePreview', z.object(read));
export const figureTest = answer('FigureMessageTest', z.object(sent));

export const sampleMessage = answer('SampleMessage', z.object(read));
export const sampleTest = answer('SampleMessageTest', z.object(sent));
