import { SettingsError, type Values } from './read.js';

export interface MailSettings {
  smtpUrl: string;
  from: string;
  /** The part of a Message-ID behind the @. */
  domain: string;
  /** Open at most to the mail server. */
  connections: number;
}

export interface SlackSettings {
  botToken: string;
  /** Null: Slack itself. */
  apiUrl: string | null;
}

export const slackSettings = ({
  SLACK_BOT_TOKEN: botToken,
  SLACK_API_URL: apiUrl,
}: Pick<Values<'api'>, 'SLACK_BOT_TOKEN' | 'SLACK_API_URL'>): SlackSettings | null =>
  botToken === null ? null : { botToken, apiUrl };

/** The API may do without mail; half of it would be found out by whoever sends the first test. */
export function mailOfApi(values: Values<'api'>): MailSettings | null {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, MAIL_DOMAIN: domain } = values;
  if (smtpUrl === null) return null;
  if (from === null || domain === null)
    throw new SettingsError([
      `${from === null ? 'MAIL_FROM' : 'MAIL_DOMAIN'} is not set: it goes with SMTP_URL, as the worker has it`,
    ]);
  return { smtpUrl, from, domain, connections: 1 };
}
