import { LogLevel, WebClient } from '@slack/web-api';
import {
  CannotAsk,
  type ChannelLog,
  type HandOver,
  type Message,
  type MessageChannel,
  type ProviderRef,
} from './message.js';
import { slackBlocks, slackFallback } from './slack-blocks.js';
import { SlackPeople } from './slack-people.js';
import { slackRefusal, type Refusal } from './slack-refusal.js';
import { compose } from './wording/compose.js';

export interface SlackOptions {
  /** A bot token with chat:write, im:write, im:history, users:read and users:read.email. */
  token: string;
  /** Default: Slack's own. */
  apiUrl?: string;
  log: ChannelLog;
  /** How long one call may take, in ms. */
  timeout?: number;
}

const DELIVERY = 'followthrough_delivery';
/** How far around a message's time it is looked for: hand-overs are retried for less than a day. */
const AROUND_MS = 86_400_000;
const PAGE = 100;
const MOST_PAGES = 10;

/** Direct messages in Slack. Each carries its delivery's id as metadata, so that Slack can be asked for it. */
export function createSlackChannel({
  token,
  apiUrl,
  log,
  timeout = 15_000,
}: SlackOptions): Required<MessageChannel> {
  const client = new WebClient(token, {
    slackApiUrl: apiUrl,
    // When to try again is decided and remembered where the delivery is, not in this process.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logLevel: LogLevel.ERROR,
  });
  const people = new SlackPeople(client);

  const refused = (error: unknown, { key }: Message, call: string): Refusal => {
    const refusal = slackRefusal(error);
    log.warn({ err: error, delivery: key, code: refusal.code, call }, 'Slack did not do as asked.');
    return refusal;
  };

  const channelOf = async (message: Message): Promise<string | Refusal> => {
    try {
      return await people.channelOf(message.to);
    } catch (error) {
      // Looking somebody up changes nothing, so nothing is in doubt.
      return { ...refused(error, message, 'find a person'), inDoubt: false };
    }
  };

  return {
    async send(message): Promise<HandOver> {
      const channel = await channelOf(message);
      if (typeof channel !== 'string') return channel;
      try {
        const { ts } = await client.chat.postMessage({
          channel,
          ...asSlack(message),
          unfurl_links: false,
          unfurl_media: false,
        });
        return { ok: true, ref: { channel, ts: ts! } };
      } catch (error) {
        const refusal = refused(error, message, 'post');
        if (refusal.failure === 'unreachable') people.forget(message.to);
        return refusal;
      }
    },

    async find(message): Promise<ProviderRef | null> {
      const channel = await channelOf(message);
      if (typeof channel !== 'string') {
        if (channel.failure === 'unreachable') return null;
        throw new CannotAsk(channel.code, channel.retryAfter);
      }
      try {
        const ts = await findIn(client, channel, message);
        return ts === null ? null : { channel, ts };
      } catch (error) {
        const { code, retryAfter } = refused(error, message, 'read the history');
        throw new CannotAsk(code, retryAfter);
      }
    },

    async update(message, { channel, ts }): Promise<HandOver> {
      if (!channel || !ts) return { ok: false, failure: 'unreachable', code: 'messageGone' };
      try {
        await client.chat.update({ channel, ts, ...asSlack(message) });
        return { ok: true, ref: { channel, ts } };
      } catch (error) {
        // An edit can be repeated without harm, so nothing is in doubt.
        return { ...refused(error, message, 'update'), inDoubt: false };
      }
    },
  };
}

function asSlack(message: Message) {
  const letter = compose(message);
  return {
    text: slackFallback(letter),
    blocks: slackBlocks(letter),
    metadata: { event_type: DELIVERY, event_payload: { delivery: message.key } },
  };
}

/** The timestamp under which the channel holds this delivery. */
async function findIn(client: WebClient, channel: string, { key, at }: Message): Promise<string | null> {
  const seconds = (instant: number) => (instant / 1_000).toFixed(6);
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { messages, response_metadata } = await client.conversations.history({
      channel,
      oldest: seconds(at - AROUND_MS),
      latest: seconds(at + AROUND_MS),
      include_all_metadata: true,
      limit: PAGE,
      cursor,
    });
    const found = messages?.find(
      ({ metadata }) =>
        metadata?.event_type === DELIVERY &&
        (metadata.event_payload as { delivery?: unknown })?.delivery === key,
    );
    if (found?.ts) return found.ts;
    cursor = response_metadata?.next_cursor;
    if (!cursor) return null;
  }
  return null;
}
