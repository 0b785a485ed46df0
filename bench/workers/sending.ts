import { createEmailChannel, type EmailChannel } from '../../src/channels/email.js';
import { CONNECTIONS } from '../support/herd-size.js';

/** The mail channel of the product, as every contender uses it. */
export const mailChannel = (url: string): EmailChannel =>
  createEmailChannel({
    url,
    from: 'Followthrough <coaching@bench.example>',
    domain: 'bench.example',
    connections: CONNECTIONS,
    log: { warn: (fields, text) => console.warn(text, fields) },
  });
