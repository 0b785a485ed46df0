import { createEmailChannel, type EmailOptions } from './email.js';
import { createLinks } from './links.js';
import type { ChannelLog, MessageChannel } from './message.js';
import { createSlackChannel, type SlackOptions } from './slack.js';

/** The ways to a person that are set up. */
export interface Ways {
  mail: { smtpUrl: string; from: string; domain: string; connections: number } | null;
  slack: { botToken: string; apiUrl: string | null; signingSecret: string | null } | null;
  sideEffectUrl: string | null;
  /** Null: links in mails lead to the app. */
  linkSecrets: readonly string[] | null;
}

export interface OpenChannels {
  channels: { email?: MessageChannel; slack?: MessageChannel };
  /** Mails under way are finished first. */
  close(): void;
}

export function openChannels(
  { mail, slack, sideEffectUrl, linkSecrets }: Ways,
  log: ChannelLog,
): OpenChannels {
  const links = linkSecrets && createLinks(linkSecrets);
  const email = mail && createEmailChannel({ ...mailOptions(mail), sideEffectUrl, links, log });
  return {
    channels: {
      ...(email && { email }),
      ...(slack && { slack: createSlackChannel({ ...slackOptions(slack), sideEffectUrl, log }) }),
    },
    close: () => email?.close(),
  };
}

const mailOptions = ({
  smtpUrl: url,
  ...mail
}: NonNullable<Ways['mail']>): Pick<EmailOptions, 'url' | 'from' | 'domain' | 'connections'> => ({
  url,
  ...mail,
});

const slackOptions = ({
  botToken: token,
  apiUrl,
  signingSecret,
}: NonNullable<Ways['slack']>): Pick<SlackOptions, 'token' | 'apiUrl' | 'pressable'> => ({
  token,
  pressable: signingSecret !== null,
  ...(apiUrl !== null && { apiUrl }),
});
