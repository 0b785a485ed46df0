import { z } from 'zod';
import { UNREACHED } from '../../store/messages/unreachable.js';
import { answer } from '../common/schemas.js';
import { shows } from '../common/shows.js';
import { anId, anInstant } from '../common/words.js';

export const unreachable = answer(
  'UnreachablePeople',
  z.object({
    items: z
      .array(
        z.object({
          person: z.object({ id: anId, name: z.string() }),
          why: z
            .enum(UNREACHED)
            .describe(
              'Nobody leads them, they lead more loops than their visit days hold, or what the last channel said; other: no more is known.',
            ),
          since: anInstant,
          loops: z
            .int()
            .describe(
              'Open loops of the program in which something was to be told to them, or that find no visit day.',
            ),
          enrolmentId: anId.nullable().describe('One that stalls because of it; null: none does yet.'),
        }),
      )
      .describe('The longest first; at most 500.'),
  }),
);
export type UnreachableAnswer = z.input<typeof unreachable>;
shows(unreachable, { record: 'person', people: ({ items }) => items.map(({ person }) => person.id) });
