import { LogLevel, WebClient } from '@slack/web-api';

/** Slack's own client. It tries nothing again: when to do so is decided where that is remembered. */
export const slackClient = (token: string, apiUrl: string | undefined, timeout: number): WebClient =>
  new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logLevel: LogLevel.ERROR,
  });
