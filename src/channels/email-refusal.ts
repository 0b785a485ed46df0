import type { NodemailerError } from 'nodemailer';
import type { HandOver } from './message.js';

export type Refusal = Extract<HandOver, { ok: false }>;

const unreachable = (code: string): Refusal => ({ ok: false, failure: 'unreachable', code });
const later = (code: string, inDoubt = false): Refusal =>
  inDoubt ? { ok: false, failure: 'later', code, inDoubt } : { ok: false, failure: 'later', code };

/** Nothing was handed over: there was no connection, or no session on it. */
const NEVER_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/**
 * What an SMTP failure means for the person. Only what the server says for good about this mailbox or this
 * message makes them unreachable; what it says about us (sender, login, connection) is ours to mend.
 */
export function smtpRefusal(error: NodemailerError): Refusal {
  const { code, command, permanent, responseCode } = error;
  if (code === 'EAUTH' || code === 'ENOAUTH' || code === 'EOAUTH2') return later('credentials');
  if (permanent && command === 'RCPT TO')
    return unreachable(isPolicy(error) ? 'policyRefused' : 'mailboxRefused');
  if (permanent && command === 'DATA') return unreachable('messageRefused');
  if (permanent && command === 'MAIL FROM') return later('senderRefused');
  if (responseCode) return later('refusedForNow');
  // Without an answer these are nodemailer's own: it does not send what no server would take.
  if (code === 'EENVELOPE') return unreachable('noAddress');
  if (code === 'EMESSAGE') return unreachable('messageRefused');
  if (code === 'EABORT') return later('timeout', true);
  if (code === 'ETIMEDOUT') return later('timeout', error.timeoutType === 'SOCKET_TIMEOUT');
  // No SMTP command was under way: the mail still waited for a connection.
  if (!command || command === 'API') return later('network');
  if (code === 'EDNS' || code === 'ETLS' || NEVER_CONNECTED.test(error.originalCode ?? ''))
    return later('network');
  return later('network', true);
}

/** RFC 3463: X.7.X is about security and policy, often ours, not about the mailbox. */
const isPolicy = ({ response }: NodemailerError): boolean => /^5\d\d[ -]5\.7\./.test(response ?? '');
