import type { MailSink } from '../parts/mail-sink.js';
import type { SlackStandIn } from '../parts/slack-stand-in.js';

export interface Messages {
  emails: number;
  slack: number;
  /** Messages beyond the first under one delivery's key, in both channels together. */
  duplicates: number;
  /** Where each delivery was found, by its key. */
  channelOf: ReadonlyMap<string, 'email' | 'slack'>;
  /** Slack messages that were edited in place. */
  edited: number;
}

/** What really arrived: counted in the inbox and in Slack, not in our own tables. */
export function countMessages(mail: MailSink, slack: SlackStandIn): Messages {
  const mails = mail.messages().map(({ messageId }) => messageId.replace(/^<|@.*$/g, ''));
  const posts = slack.messages();
  const posted = posts.map(({ metadata }) => String(metadata?.event_payload.delivery));
  const keys = [...mails, ...posted];
  return {
    emails: mails.length,
    slack: posted.length,
    duplicates: keys.length - new Set(keys).size,
    channelOf: new Map([
      ...mails.map((key): [string, 'email'] => [key, 'email']),
      ...posted.map((key): [string, 'slack'] => [key, 'slack']),
    ]),
    edited: posts.filter(({ edits }) => edits.length > 0).length,
  };
}
