import { createHmac } from 'node:crypto';
import { errorMessage } from './errors.js';
import { elementsOf } from './slack-limits.js';
import { TEAM_ID } from './slack-web-api.js';
import type { SlackViews } from './slack-views.js';
import type { SlackMessage } from './slack-workspace.js';

/** Slack tells its user that something went wrong if the app has not answered by then. */
const ANSWER_WITHIN_MS = 3_000;

export interface Interactivity {
  /** The app's request URL; without it a press goes nowhere. */
  url?: string;
  signingSecret: string;
}

/** Slack's signature of a request, version 0. */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/**
 * Sends the app what Slack sends when a person presses a button of a message.
 * @returns the app's HTTP status
 * @throws if there is no such button, no URL, or no answer in time
 */
export async function sendPress(
  { url, signingSecret }: Interactivity,
  message: SlackMessage,
  actionId: string,
  views: SlackViews,
): Promise<number> {
  if (url === undefined) throw new Error('No interactivity URL is set, so a press goes nowhere.');
  const [block, action] = buttonOf(message, actionId);
  const payload = {
    type: 'block_actions',
    team: { id: TEAM_ID, domain: 'stand-in' },
    user: { id: message.user.id, name: message.user.name, team_id: TEAM_ID },
    trigger_id: views.newTrigger(message.user),
    container: { type: 'message', message_ts: message.ts, channel_id: message.channel, is_ephemeral: false },
    channel: { id: message.channel, name: 'directmessage' },
    message: {
      type: 'message',
      ts: message.ts,
      text: message.text,
      blocks: message.blocks,
      metadata: message.metadata,
    },
    actions: [{ ...action, block_id: block.block_id, action_ts: String(Date.now() / 1_000) }],
  };
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': signature(signingSecret, timestamp, body),
  };
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    return (await fetch(url, { method: 'POST', headers, body, signal })).status;
  } catch (error) {
    throw new Error(`${url} did not answer within ${ANSWER_WITHIN_MS} ms: ${errorMessage(error)}`);
  }
}

function buttonOf(message: SlackMessage, actionId: string) {
  for (const block of message.blocks ?? []) {
    const element = elementsOf(block).find((each) => each.action_id === actionId);
    if (element) return [block, element] as const;
  }
  throw new Error(`The message at ${message.ts} has no button with action_id ${actionId}.`);
}
