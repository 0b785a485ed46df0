import type { StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import { ACTOR_KINDS, AUDIT_EVENTS } from '../../entities/index.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { READERS } from '../../access/policy.js';
import { VIEWS } from '../../access/words.js';
import { anId, anInstant, id, instant, line } from '../common/words.js';

const event = z.enum(AUDIT_EVENTS);

const filters = {
  by: id.optional().describe('Who did it: the id of a person, a key or a session.'),
  person: id.optional().describe('Whose records they are.'),
  who: line(200).optional().describe('Part of the name of who did it, a person or a key.'),
  whose: line(200).optional().describe('Part of the name of whose records they are.'),
  event: event.optional(),
  action: line(100).optional().describe('The permission that was used, such as people.get.'),
  record: line(200).optional().describe('A kind of record, or one of them: person, or person/ID.'),
  from: instant.optional(),
  to: instant.optional().describe('Exclusive.'),
  q: line(200)
    .optional()
    .describe('Part of anything that an entry says. Looks through all that the other filters leave.'),
};

export const auditQuery = z.strictObject({ ...pageQuery, ...filters });
export type AuditQuery = z.output<typeof auditQuery>;

export const exportQuery = z.strictObject(filters);
export type ExportQuery = z.output<typeof exportQuery>;

const named = z.object({ id: anId, name: z.string().nullable() });

const by = z.object({
  kind: z.enum(ACTOR_KINDS).describe('What let them in. A role: the worker, or somebody at the database.'),
  id: z.string().nullable(),
  name: z.string().nullable().describe('Of a key.'),
  person: named.nullable().describe('Who it was, or on whose behalf a machine spoke.'),
});

export const auditEntry = z.object({
  id: anId,
  at: anInstant,
  event,
  action: z.string(),
  by,
  via: z.string().describe('The process.'),
  route: z.string().nullable(),
  people: z.array(anId).describe('Whose records they are.'),
  whose: z.array(z.object({ id: anId, name: z.string() })).describe('The first 20 of them by name.'),
  record: z.object({ type: z.string(), id: z.string().nullable() }).nullable(),
  before: z.record(z.string(), z.unknown()).nullable().describe('Of a change: what differs.'),
  after: z.record(z.string(), z.unknown()).nullable(),
  requestId: anId.nullable(),
  address: z.string().nullable(),
  outcome: z.enum(['done', 'refused']),
});
export type AuditAnswer = z.input<typeof auditEntry>;

export const auditPage = answer('AuditPage', pageSchema(auditEntry));
shows(auditPage, {
  record: 'audit_entry',
  people: ({ items }) => items.flatMap(({ people }) => people),
  always: true,
});

export const auditFile = z.custom<StreamableFile>();
shows(auditFile, {
  record: 'audit_entry',
  people: (_, { query: { person } }) => (typeof person === 'string' ? [person] : []),
  always: true,
});

export const readersQuery = z.strictObject(pageQuery);
export type ReadersQuery = z.output<typeof readersQuery>;

export const readersPage = answer(
  'ReadersPage',
  pageSchema(
    z.object({
      at: anInstant,
      by,
      action: z.string().describe('What for: the permission that was used.'),
      record: z.object({ type: z.string(), id: z.string().nullable() }).nullable(),
    }),
  ),
);
export type ReaderAnswer = z.input<typeof readersPage>['items'][number];
shows(readersPage, { record: 'audit_entry', people: (_, { params }) => [params.id!] });

export const mayRead = answer(
  'MayRead',
  z.object({
    items: z.array(
      z.object({
        holder: z.enum(READERS).describe('What they are to the rep.'),
        view: z.enum(VIEWS).describe('How much of the record that shows.'),
        who: z
          .array(z.object({ id: anId, name: z.string() }))
          .describe(
            'People, or machines by the names of their keys. Empty: nobody is named, since all see figures.',
          ),
      }),
    ),
  }),
);
export type MayReadAnswer = z.input<typeof mayRead>;
shows(mayRead, { record: 'person', people: (_, { params }) => [params.id!] });
