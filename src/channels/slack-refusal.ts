import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { HandOver } from './message.js';

export type Refusal = Extract<HandOver, { ok: false }>;

const unreachable = (code: string): Refusal => ({ ok: false, failure: 'unreachable', code });
const later = (code: string): Refusal => ({ ok: false, failure: 'later', code });
const lost = (code: string): Refusal => ({ ok: false, failure: 'later', code, inDoubt: true });

/** Slack's error codes by what they mean for the person. What is not here is tried again. */
const MEANING: Record<string, Refusal> = {
  users_not_found: unreachable('noAccount'),
  user_not_found: unreachable('noAccount'),
  user_not_visible: unreachable('noAccount'),
  invalid_email: unreachable('noAccount'),
  user_disabled: unreachable('deactivated'),
  cannot_dm_bot: unreachable('noDirectMessages'),
  messages_tab_disabled: unreachable('noDirectMessages'),
  channel_not_found: unreachable('noDirectMessages'),
  is_archived: unreachable('noDirectMessages'),
  invalid_blocks: unreachable('messageRefused'),
  invalid_blocks_format: unreachable('messageRefused'),
  invalid_arguments: unreachable('messageRefused'),
  invalid_metadata_format: unreachable('messageRefused'),
  msg_too_long: unreachable('messageRefused'),
  msg_blocks_too_long: unreachable('messageRefused'),
  message_not_found: unreachable('messageGone'),
  cant_update_message: unreachable('messageGone'),
  edit_window_closed: unreachable('messageGone'),
  ratelimited: later('rateLimited'),
  rate_limited: later('rateLimited'),
  invalid_auth: later('credentials'),
  not_authed: later('credentials'),
  account_inactive: later('credentials'),
  token_revoked: later('credentials'),
  token_expired: later('credentials'),
  missing_scope: later('credentials'),
  not_allowed_token_type: later('credentials'),
  access_denied: later('credentials'),
  org_login_required: later('credentials'),
};

/** Nothing was sent: there was no connection. */
const NEVER_CONNECTED = /^(ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** What a failed call to Slack means. `inDoubt` where it may have done its work without our hearing of it. */
export function slackRefusal(error: unknown): Refusal {
  if (error instanceof WebAPIRateLimitedError) return pausing(later('rateLimited'), error.retryAfter);
  if (error instanceof WebAPIPlatformError) {
    // Where no JSON came back, the client puts the whole page here.
    if (!/^[a-z_]{1,60}$/.test(error.data.error)) return lost('unreadableAnswer');
    return pausing(
      MEANING[error.data.error] ?? later('providerFault'),
      error.data.response_metadata?.retryAfter,
    );
  }
  if (error instanceof WebAPIHTTPError)
    return error.statusCode >= 500 ? lost('providerFault') : later('providerFault');
  if (error instanceof WebAPIRequestError) return withoutAnswer(error.original);
  // A 429 without a readable pause, and an answer that broke off while it was read.
  return error instanceof Error && error.message.includes('Retry header')
    ? later('rateLimited')
    : lost('network');
}

function withoutAnswer(error: Error): Refusal {
  if (/due to timeout/.test(error.message)) return lost('timeout');
  return NEVER_CONNECTED.test(causeOf(error)) ? later('network') : lost('network');
}

const pausing = (refusal: Refusal, seconds: number | undefined): Refusal =>
  refusal.failure === 'later' && seconds !== undefined
    ? { ...refusal, retryAfter: seconds * 1_000 }
    : refusal;

const causeOf = ({ cause }: Error): string =>
  typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : '';
