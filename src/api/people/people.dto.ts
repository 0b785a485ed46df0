import { z } from 'zod';
import { PERSON_ROLES } from '../../entities/index.js';
import * as values from '../../imports/values.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant, as, day, id, line, readBy, timeOfDay } from '../common/words.js';

const businessFunction = z.enum(['commercial', 'medical']);
const role = z.enum(PERSON_ROLES);
const weekday = z.enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
const channel = z.enum(['slack', 'email']);
const place = line(200);
const range = z.strictObject({ from: timeOfDay, to: timeOfDay });
const country = readBy(values.country);
const email = readBy(values.email);

const identity = {
  externalId: line(100).describe('The id under which HR, LMS and CRM know them.'),
  name: line(200),
  email: email.describe('Kept in small letters: one mailbox is one person.'),
  role: role.describe('What they are called. It grants nothing.'),
  function: businessFunction.describe('The line of the organisation. Neither sees the other’s loops.'),
  country: country.describe('ISO 3166-1, two letters.'),
  zone: readBy(values.zone).describe('IANA time zone, such as Europe/Berlin.'),
};

export const habits = {
  subdivision: readBy(values.subdivision)
    .nullable()
    .describe('ISO 3166-2, such as DE-BY: whose regional holidays count; null: those of the country.'),
  territory: place.nullable(),
  region: place.nullable(),
  market: place.nullable(),
  language: readBy(values.language).describe('BCP 47.'),
  workingWeek: z
    .array(weekday)
    .min(1, 'name at least one day')
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'names a day twice'),
  hours: range
    .refine(({ from, to }) => from < to, { message: 'must end after they begin', params: as('endsFirst') })
    .describe('Working hours, local.'),
  slot: timeOfDay.describe('Local time of the one message a day.'),
  quietHours: range
    .refine(({ from, to }) => from !== to, {
      message: 'end when they begin; send null to keep none',
      params: as('emptySpan'),
    })
    .nullable()
    .describe('Local hours without any message, over midnight or not; null: none are kept.'),
  visitDaysPerWeek: z
    .number()
    .min(0.1, 'at least 0.1')
    .max(7, 'at most 7')
    .describe('Of a manager: days a week for joint visits, in all programs together.'),
  activeFrom: day.nullable(),
  activeUntil: day.nullable(),
  preferredChannel: channel.nullable(),
};

const inOrder = ({
  activeFrom,
  activeUntil,
}: {
  activeFrom?: string | null;
  activeUntil?: string | null;
}): boolean => !activeFrom || !activeUntil || activeFrom <= activeUntil;
const ORDER = { path: ['activeUntil'], message: 'must not be before activeFrom', params: as('endsFirst') };

export const newPerson = request(
  'NewPerson',
  z.strictObject({ ...identity, ...z.object(habits).partial().shape }).refine(inOrder, ORDER),
);
export type NewPersonBody = z.output<typeof newPerson>;

export const personChanges = request(
  'PersonChanges',
  z
    .strictObject({ ...identity, ...habits })
    .partial()
    .refine(inOrder, ORDER),
);
export type PersonChangesBody = z.output<typeof personChanges>;

export const peopleQuery = z.strictObject({
  ...pageQuery,
  search: line(200).optional().describe('Part of the name, or the whole externalId or address, in any case.'),
  externalId: z.string().optional(),
  email: email.optional(),
  role: role.optional(),
  function: businessFunction.optional(),
  territory: z.string().optional(),
  region: z.string().optional(),
  market: z.string().optional(),
  country: country.optional(),
  managerId: id.optional().describe('Who is led by this person today.'),
});
export type PeopleQuery = z.output<typeof peopleQuery>;

const answeredRange = z.object({ from: z.string(), to: z.string() });

export const person = answer(
  'Person',
  z.object({
    id: anId,
    externalId: z.string(),
    name: z.string(),
    email: z.string(),
    mailBouncedAt: anInstant
      .nullable()
      .describe(
        'When mail to this address came back for good. It is not used until it is changed; null: it has not.',
      ),
    role,
    function: businessFunction,
    territory: z.string().nullable(),
    region: z.string().nullable(),
    market: z.string().nullable(),
    country: z.string(),
    subdivision: z.string().nullable(),
    zone: z.string(),
    language: z.string(),
    workingWeek: z.array(weekday),
    hours: answeredRange,
    slot: z.string(),
    quietHours: answeredRange.nullable(),
    visitDaysPerWeek: z.number(),
    activeFrom: z.string().nullable(),
    activeUntil: z.string().nullable(),
    preferredChannel: channel.nullable(),
    managerId: anId.nullable().describe('Who leads them today; null: the top of a line, or a vacant one.'),
    delegateId: anId.nullable().describe('Who stands in while they are away.'),
    awayUntil: z
      .string()
      .nullable()
      .describe('Away today, and back on this day; null: not away. Why is nobody’s business.'),
    createdAt: anInstant,
    updatedAt: anInstant,
  }),
);
export type PersonAnswer = z.input<typeof person>;
shows(person, { record: 'person', people: ({ id }) => [id] });

export const personPage = answer('PersonPage', pageSchema(person));
shows(personPage, { record: 'person', people: ({ items }) => items.map(({ id }) => id) });
