import { z } from 'zod';
import { SCOPES } from '../../access/words.js';
import { pageQuery, pageSchema } from '../common/page.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, instant, line } from '../common/words.js';

export const newKey = request(
  'NewKey',
  z.strictObject({
    name: line(100).describe('For whom or what it is.'),
    scopes: z
      .array(z.enum(SCOPES))
      .min(1, 'name at least one')
      .transform((scopes) => [...new Set(scopes)])
      .describe('What it may be used for. A machine hands on only what its own key has.'),
    expiresAt: instant.nullable().default(null).describe('Null: never.'),
  }),
);
export type NewKeyBody = z.output<typeof newKey>;

export const keysQuery = z.strictObject(pageQuery);
export type KeysQuery = z.output<typeof keysQuery>;

const fields = z.object({
  id: anId,
  name: z.string(),
  scopes: z.array(z.enum(SCOPES)),
  createdAt: anInstant,
  lastUsedAt: anInstant.nullable().describe('To the minute.'),
  expiresAt: anInstant.nullable(),
  revokedAt: anInstant.nullable(),
});

export const key = answer('Key', fields);
export type KeyAnswer = z.input<typeof key>;

export const issuedKey = answer(
  'IssuedKey',
  fields.extend({ key: z.string().describe('Shown in this answer only; nobody can read it again.') }),
);
export type IssuedKeyAnswer = z.input<typeof issuedKey>;

export const keyPage = answer('KeyPage', pageSchema(key));
