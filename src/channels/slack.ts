import type { WebClient } from '@slack/web-api';
import {
  CannotAsk,
  type ChannelLog,
  type HandOver,
  type Message,
  type MessageChannel,
  type ProviderRef,
} from './message.js';
import { slackBlocks, slackFallback } from './slack-blocks.js';
import { slackClient } from './slack-client.js';
import { SlackPeople } from './slack-people.js';
import { slackRefusal, type Refusal } from './slack-refusal.js';
import { compose } from './wording/compose.js';

export interface SlackOptions {
  /** A bot token with chat:write, im:write, im:history, users:read and users:read.email. */
  token: string;
  /** Default: Slack's own. */
  apiUrl?: string;
  /** Whether Slack tells us when a button is pressed: else every button leads to its page. */
  pressable?: boolean;
  /** Where the organisation has side effects reported. */
  sideEffectUrl?: string | null;
  log: ChannelLog;
  /** How long one call may take, in ms. */
  timeout?: number;
}

const DELIVERY = 'followthrough_delivery';
/** How long before a message's time it is looked for: a hand-over is not retried for longer. */
const BEFORE_MS = 86_400_000;
const PAGE = 100;

/** Direct messages in Slack. Each carries its delivery's id as metadata, so that Slack can be asked for it. */
export function createSlackChannel({
  token,
  apiUrl,
  pressable = false,
  sideEffectUrl,
  log,
  timeout = 15_000,
}: SlackOptions): Required<Omit<MessageChannel, 'invite'>> {
  const client = slackClient(token, apiUrl, timeout);
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
      return certain(refused(error, message, 'find a person'));
    }
  };

  return {
    async send(message): Promise<HandOver> {
      const content = asSlack(message, pressable, sideEffectUrl);
      const channel = await channelOf(message);
      if (typeof channel !== 'string') return channel;
      try {
        const { ts } = await client.chat.postMessage({
          channel,
          ...content,
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
      const content = asSlack(message, pressable, sideEffectUrl);
      try {
        await client.chat.update({ channel, ts, ...content });
        return { ok: true, ref: { channel, ts } };
      } catch (error) {
        // An edit can be repeated without harm, so nothing is in doubt.
        return certain(refused(error, message, 'update'));
      }
    },
  };
}

const certain = ({ inDoubt: _, ...refusal }: Refusal): Refusal => refusal;

function asSlack(message: Message, pressable: boolean, sideEffectUrl?: string | null) {
  const letter = compose(message, sideEffectUrl);
  return {
    text: slackFallback(letter),
    blocks: slackBlocks(letter, { pressable }),
    metadata: { event_type: DELIVERY, event_payload: { delivery: message.key } },
  };
}

/** The timestamp under which the channel holds this delivery. */
async function findIn(client: WebClient, channel: string, { key, at }: Message): Promise<string | null> {
  // The message's clock may differ from Slack's, so the search starts before both and ends with what is there.
  const oldest = ((Math.min(at, Date.now()) - BEFORE_MS) / 1_000).toFixed(6);
  let cursor: string | undefined;
  do {
    const page = await client.conversations.history({
      channel,
      oldest,
      include_all_metadata: true,
      limit: PAGE,
      cursor,
    });
    const found = page.messages?.find(({ metadata }) => deliveryIn(metadata) === key);
    if (found?.ts) return found.ts;
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return null;
}

function deliveryIn(metadata: { event_type?: string; event_payload?: object } | undefined): unknown {
  if (metadata?.event_type !== DELIVERY) return null;
  return (metadata.event_payload as { delivery?: unknown } | undefined)?.delivery;
}
