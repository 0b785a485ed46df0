import { checkBlocks, SlackRefusal } from './slack-limits.js';
import type { SlackViews } from './slack-views.js';
import type {
  SlackContent,
  SlackMessage,
  SlackMetadata,
  SlackUser,
  SlackWorkspace,
} from './slack-workspace.js';

export const TEAM_ID = 'T0STANDIN';
const BOT_USER_ID = 'U0FOLLOWUP';
const BOT_ID = 'B0FOLLOWUP';
const LONGEST_TEXT = 40_000;
const HISTORY_PAGE = { usual: 100, most: 999 };

export type Arguments = Record<string, unknown>;
export type Method = (given: Arguments) => Record<string, unknown>;

export interface WebApiOptions {
  /** Whether a person nobody registered is known by any address asked for. */
  anybody: boolean;
  /** The stand-in's own address, for links. */
  pageUrl: () => string;
}

/** The Web API methods that Followthrough uses, answering as Slack does. */
export function webApi(
  workspace: SlackWorkspace,
  views: SlackViews,
  { anybody, pageUrl }: WebApiOptions,
): Record<string, Method> {
  /** A channel id, or a person's id, which stands for the direct messages with them. */
  const channelOf = (given: unknown): string => {
    const user = workspace.userById(String(given));
    if (user) return workspace.openChannel(user).channel;
    if (!workspace.hasChannel(String(given))) throw new SlackRefusal('channel_not_found');
    return String(given);
  };
  const messageOf = (given: Arguments, ts: unknown): SlackMessage => {
    const message = workspace.find(channelOf(given.channel), String(ts));
    if (!message) throw new SlackRefusal('message_not_found');
    return message;
  };
  const knownUser = (id: unknown): SlackUser => {
    const user = workspace.userById(String(id));
    if (!user) throw new SlackRefusal('user_not_found');
    return user;
  };

  return {
    'auth.test': () => ({
      url: `${pageUrl()}/`,
      team: 'Stand-in',
      user: 'followthrough',
      team_id: TEAM_ID,
      user_id: BOT_USER_ID,
      bot_id: BOT_ID,
      is_enterprise_install: false,
    }),

    'users.lookupByEmail': ({ email }) => {
      if (typeof email !== 'string' || !email.includes('@')) throw new SlackRefusal('users_not_found');
      const user = workspace.userByEmail(email) ?? (anybody ? workspace.keepUser({ email }) : undefined);
      if (!user || user.deactivated) throw new SlackRefusal('users_not_found');
      const profile = { email: user.email, real_name: user.name, display_name: user.name };
      return {
        user: { id: user.id, team_id: TEAM_ID, name: user.name, deleted: false, is_bot: false, profile },
      };
    },

    'users.info': ({ user: id }) => {
      const { email, name, deactivated } = knownUser(id);
      const profile = { email, real_name: name, display_name: name };
      return { user: { id, team_id: TEAM_ID, name, deleted: deactivated ?? false, is_bot: false, profile } };
    },

    'conversations.open': ({ users, channel }) => {
      if (channel !== undefined)
        return { channel: { id: channelOf(channel) }, no_op: true, already_open: true };
      const ids = String(users ?? '')
        .split(',')
        .filter(Boolean);
      if (ids.length === 0) throw new SlackRefusal('users_list_not_supplied');
      if (ids.length > 1)
        throw new SlackRefusal('too_many_users', ['[ERROR] the stand-in knows direct messages only']);
      const user = knownUser(ids[0]);
      if (user.deactivated) throw new SlackRefusal('user_disabled');
      const opened = workspace.openChannel(user);
      return { channel: { id: opened.channel }, no_op: opened.alreadyOpen, already_open: opened.alreadyOpen };
    },

    'chat.postMessage': (given) => {
      const message = workspace.post(channelOf(given.channel), contentOf(given));
      return { channel: message.channel, ts: message.ts, message: shown(message, true) };
    },

    'chat.update': (given) => {
      const message = messageOf(given, given.ts);
      const content = contentOf({ ...given, text: given.text ?? message.text });
      // Blocks stay if only something else was given; metadata stays unless given, and goes if given empty.
      if (given.text === undefined && given.blocks === undefined) content.blocks = message.blocks;
      if (given.metadata === undefined) content.metadata = message.metadata;
      workspace.update(message, content);
      return { channel: message.channel, ts: message.ts, text: message.text, message: shown(message, true) };
    },

    'chat.getPermalink': (given) => {
      const { channel, ts, user } = messageOf(given, given.message_ts);
      return { channel, permalink: `${pageUrl()}/people/${user.id}#${channel}-${ts}` };
    },

    'conversations.history': (given) => history(workspace.messages(), channelOf(given.channel), given),

    'views.open': ({ trigger_id, view }) => ({ view: views.open(trigger_id, view) }),
    'views.publish': ({ user_id, view, hash }) => ({ view: views.publish(knownUser(user_id), view, hash) }),
    'views.update': ({ view_id, external_id, view, hash }) => ({
      view: views.update(view_id, external_id, view, hash),
    }),
  };
}

function contentOf(given: Arguments): SlackContent {
  const text = typeof given.text === 'string' ? given.text : '';
  const blocks = given.blocks === undefined ? undefined : checkBlocks(given.blocks, 'message');
  if (text === '' && !blocks?.length) throw new SlackRefusal('no_text');
  if (text.length > LONGEST_TEXT) throw new SlackRefusal('msg_too_long');
  return { text, blocks, metadata: metadataOf(given.metadata) };
}

function metadataOf(given: unknown): SlackMetadata | undefined {
  if (given === undefined) return undefined;
  const metadata = given as Partial<SlackMetadata>;
  if (typeof given === 'object' && given !== null && Object.keys(given).length === 0) return undefined;
  if (typeof metadata.event_type !== 'string' || typeof metadata.event_payload !== 'object') {
    throw new SlackRefusal('invalid_metadata_format');
  }
  return { event_type: metadata.event_type, event_payload: metadata.event_payload };
}

/** Newest first. Metadata is left out unless all of it is asked for; `oldest` and `latest` are outside by default. */
function history(all: readonly SlackMessage[], channel: string, given: Arguments): Record<string, unknown> {
  const inclusive = isTrue(given.inclusive);
  const withMetadata = isTrue(given.include_all_metadata);
  const before = given.cursor === undefined || given.cursor === '' ? undefined : cursorTs(given.cursor);
  const limit = Math.min(Number(given.limit ?? HISTORY_PAGE.usual) || HISTORY_PAGE.usual, HISTORY_PAGE.most);
  const fits = ({ ts }: SlackMessage): boolean => {
    const [oldest, latest] = [Number(given.oldest ?? 0), Number(given.latest ?? Infinity)];
    const at = Number(ts);
    const inside = inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
    return inside && (before === undefined || at < before);
  };
  const found = all.filter((message) => message.channel === channel && fits(message)).reverse();
  const page = found.slice(0, limit);
  const more = found.length > limit;
  const next_cursor = more ? Buffer.from(`next_ts:${page.at(-1)!.ts}`).toString('base64') : '';
  return {
    messages: page.map((message) => shown(message, withMetadata)),
    has_more: more,
    pin_count: 0,
    response_metadata: { next_cursor },
  };
}

function cursorTs(cursor: unknown): number {
  const ts = /^next_ts:([\d.]+)$/.exec(Buffer.from(String(cursor), 'base64').toString());
  if (!ts) throw new SlackRefusal('invalid_cursor');
  return Number(ts[1]);
}

const isTrue = (given: unknown): boolean =>
  given === true || given === 'true' || given === '1' || given === 1;

function shown(message: SlackMessage, withMetadata: boolean): Record<string, unknown> {
  const { ts, text, blocks, metadata, edits } = message;
  const edited =
    edits.length === 0 ? undefined : { user: BOT_USER_ID, ts: `${Date.parse(edits.at(-1)!.until) / 1e3}` };
  const base = {
    type: 'message',
    user: BOT_USER_ID,
    bot_id: BOT_ID,
    team: TEAM_ID,
    ts,
    text,
    blocks,
    edited,
  };
  return withMetadata && metadata ? { ...base, metadata } : base;
}
