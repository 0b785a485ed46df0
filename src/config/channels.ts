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
  /** By which what Slack sends is known to be Slack's; null: Slack sends nothing, and buttons lead to pages. */
  signingSecret: string | null;
}

export function slackSettings({
  SLACK_BOT_TOKEN: botToken,
  SLACK_API_URL: apiUrl,
  SLACK_SIGNING_SECRET: signingSecret,
}: Pick<Values<'api'>, 'SLACK_BOT_TOKEN' | 'SLACK_API_URL' | 'SLACK_SIGNING_SECRET'>): SlackSettings | null {
  if (botToken !== null) return { botToken, apiUrl, signingSecret };
  if (signingSecret === null) return null;
  throw new SettingsError(['SLACK_BOT_TOKEN is not set: it goes with SLACK_SIGNING_SECRET']);
}

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
