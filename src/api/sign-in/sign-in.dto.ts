import { z } from 'zod';
import { answer, request } from '../common/schemas.js';
import { PLACES } from '../../store/people/personas.js';
import { anId, anInstant } from '../common/words.js';
import { localPath } from './local-path.js';

export const signInQuery = z.strictObject({
  to: localPath.default('/').describe('The path here at which to go on afterwards.'),
});
export type SignInQuery = z.output<typeof signInQuery>;

/** What a form may send along; others send none of it. */
export const formFields = request(
  'FormFields',
  z.strictObject({
    to: localPath
      .optional()
      .describe('Sent by a form: answered 303, so that the browser goes on at this path here.'),
    csrfToken: z.string().max(100).optional().describe('Sent by a form in place of X-CSRF-Token.'),
  }),
);
export type FormFields = z.output<typeof formFields>;

const times = {
  signedInAt: anInstant,
  usedAt: anInstant.describe('To the minute.'),
  lapsesAt: anInstant.describe('When it ends unless it is used before.'),
  until: anInstant.describe('When it ends however much it is used.'),
};
const way = z
  .enum(['provider', 'demo'])
  .describe('provider: by the identity provider of the company. demo: by one click, on one machine.');

export const currentSession = answer(
  'CurrentSession',
  z.object({
    id: anId,
    person: z.object({
      id: anId,
      name: z.string(),
      language: z.string().describe('BCP 47.'),
      zone: z.string().describe('IANA.'),
    }),
    places: z
      .array(z.enum(PLACES))
      .describe('What they are here, by a granted role or their place in lines and programs.'),
    way,
    csrfToken: z.string().describe('To send as X-CSRF-Token with whatever changes something.'),
    ...times,
  }),
);
export type CurrentSession = z.input<typeof currentSession>;

export const sessions = answer(
  'Sessions',
  z.object({
    items: z.array(
      z.object({ id: anId, way, current: z.boolean().describe('The one that asks.'), ...times }),
    ),
  }),
);
export type Sessions = z.input<typeof sessions>;

export const signedOut = answer(
  'SignedOut',
  z.object({
    continueAt: z
      .string()
      .nullable()
      .describe('Where the browser goes to sign out at the identity provider too; null: nowhere.'),
  }),
);
export type SignedOut = z.input<typeof signedOut>;

export const personas = answer(
  'Personas',
  z.object({
    items: z.array(
      z.object({
        id: anId,
        name: z.string(),
        is: z.string().describe('What they are, by a granted role or their place in lines and programs.'),
        look: z.string().describe('What to look at as them.'),
        at: z.array(z.string()).describe('Where in the API that is.'),
      }),
    ),
  }),
);
export type Personas = z.input<typeof personas>;
