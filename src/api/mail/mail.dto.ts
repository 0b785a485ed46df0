import { z } from 'zod';
import { answer } from '../common/schemas.js';

export const inboundMail = answer(
  'InboundMail',
  z.object({
    kind: z
      .enum(['failed', 'delayed', 'arrived', 'autoReply', 'other'])
      .describe(
        'A report that one of our mails failed, is delayed or arrived; an answer by a machine; anything else.',
      ),
    status: z.string().nullable().describe('Of a report: its code by RFC 3463, such as 5.1.1.'),
    effect: z
      .enum(['none', 'unknownMail', 'known', 'settled', 'otherChannel', 'later', 'unreachable'])
      .describe(
        'What followed. unknownMail: it names no mail of ours; known: this report was taken before; settled: what the mail was about needs no other; otherChannel, later: it is sent so; unreachable: there is no other way, and the loops hear of it.',
      ),
  }),
);
export type InboundMailAnswer = z.input<typeof inboundMail>;
