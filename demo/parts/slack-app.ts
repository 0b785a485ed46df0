import { createHmac } from 'node:crypto';
import { errorMessage } from './errors.js';
import { elementsOf } from './slack-limits.js';
import { TEAM_ID } from './slack-web-api.js';
import type { SlackView, SlackViews, ViewState } from './slack-views.js';
import type { Block, SlackMessage, SlackUser } from './slack-workspace.js';

/** Slack tells its user that something went wrong if the app has not answered by then. */
const ANSWER_WITHIN_MS = 3_000;

/** Where Slack tells the app what people do; what has no address goes nowhere. */
export interface AppAddresses {
  interactions?: string | undefined;
  commands?: string | undefined;
  events?: string | undefined;
}

export interface AppSettings {
  addresses: AppAddresses;
  signingSecret: string;
  /** What time it is, in ms. */
  now(): number;
  /** Where an answer to a person is to be sent. */
  responseUrl(user: SlackUser): string;
}

/** Slack's signature of a request, version 0. */
export function signature(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

/** What the app answered. */
export interface AppAnswer {
  status: number;
  /** Parsed; empty where it is not JSON. */
  body: Record<string, unknown>;
}

/** Tells the app what people do, signed as Slack signs. Each throws where the app has not answered in time. */
export class SlackApp {
  constructor(
    private readonly settings: AppSettings,
    private readonly views: SlackViews,
  ) {}

  get hasInteractions(): boolean {
    return this.settings.addresses.interactions !== undefined;
  }

  /** A button of a message. */
  press(message: SlackMessage, actionId: string): Promise<AppAnswer> {
    const { user, ts, channel, text, blocks, metadata, edits } = message;
    const edited = edits.at(-1);
    return this.interaction({
      ...this.pressOf(user, blocks ?? [], actionId, `The message at ${ts}`),
      response_url: this.settings.responseUrl(user),
      container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
      channel: { id: channel, name: 'directmessage' },
      message: {
        type: 'message',
        ts,
        text,
        blocks,
        metadata,
        ...(edited && { edited: { user: 'U0FOLLOWUP', ts: `${Date.parse(edited.until) / 1e3}` } }),
      },
    });
  }

  /** A button of what only one person sees beside their messages. */
  pressBeside(user: SlackUser, blocks: readonly Block[], actionId: string): Promise<AppAnswer> {
    return this.interaction({
      ...this.pressOf(user, blocks, actionId, 'The answer'),
      response_url: this.settings.responseUrl(user),
      container: { type: 'message', message_ts: '0', is_ephemeral: true },
    });
  }

  /** A button of the home tab or of a modal. */
  pressIn(user: SlackUser, view: SlackView, actionId: string): Promise<AppAnswer> {
    return this.interaction({
      ...this.pressOf(user, view.blocks, actionId, `The view ${view.id}`),
      container: { type: 'view', view_id: view.id },
      view: shownView(view, {}),
    });
  }

  submit(user: SlackUser, view: SlackView, state: ViewState): Promise<AppAnswer> {
    return this.interaction({
      type: 'view_submission',
      ...this.who(user),
      trigger_id: this.views.newTrigger(user),
      view: shownView(view, state),
      response_urls: [],
    });
  }

  close(user: SlackUser, view: SlackView, state: ViewState): Promise<AppAnswer> {
    return this.interaction({
      type: 'view_closed',
      ...this.who(user),
      is_cleared: false,
      view: shownView(view, state),
    });
  }

  command(user: SlackUser, text: string): Promise<AppAnswer> {
    const body = new URLSearchParams({
      command: '/followthrough',
      text,
      team_id: TEAM_ID,
      user_id: user.id,
      user_name: user.name,
      trigger_id: this.views.newTrigger(user),
      response_url: this.settings.responseUrl(user),
    });
    return this.send(this.settings.addresses.commands, body.toString(), FORM);
  }

  openHome(user: SlackUser): Promise<AppAnswer> {
    const event = { type: 'app_home_opened', user: user.id, tab: 'home', channel: 'D0' };
    const body = { type: 'event_callback', team_id: TEAM_ID, event };
    return this.send(this.settings.addresses.events, JSON.stringify(body), 'application/json');
  }

  private pressOf(user: SlackUser, blocks: readonly Block[], actionId: string, where: string) {
    const [block, element] = buttonOf(blocks, actionId, where);
    return {
      type: 'block_actions',
      ...this.who(user),
      trigger_id: this.views.newTrigger(user),
      actions: [{ ...element, block_id: block.block_id, action_ts: String(this.settings.now() / 1_000) }],
    };
  }

  private who = (user: SlackUser) => ({
    team: { id: TEAM_ID, domain: 'stand-in' },
    user: { id: user.id, name: user.name, team_id: TEAM_ID },
  });

  private interaction(payload: Record<string, unknown>): Promise<AppAnswer> {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    return this.send(this.settings.addresses.interactions, body, FORM);
  }

  private async send(url: string | undefined, body: string, type: string): Promise<AppAnswer> {
    if (url === undefined) throw new Error('No address of the app is set for this, so it goes nowhere.');
    const { signingSecret, now } = this.settings;
    const timestamp = String(Math.floor(now() / 1_000));
    const headers = {
      'content-type': type,
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(signingSecret, timestamp, body),
    };
    try {
      const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
      const reply = await fetch(url, { method: 'POST', headers, body, signal });
      const text = await reply.text();
      const isJson = reply.headers.get('content-type')?.includes('json') ?? false;
      return { status: reply.status, body: isJson && text ? (JSON.parse(text) as AppAnswer['body']) : {} };
    } catch (error) {
      throw new Error(`${url} did not answer within ${ANSWER_WITHIN_MS} ms: ${errorMessage(error)}`);
    }
  }
}

const FORM = 'application/x-www-form-urlencoded';

const shownView = (
  { id, hash, type, blocks, private_metadata, callback_id }: SlackView,
  values: ViewState,
) => ({
  id,
  hash,
  type,
  blocks,
  callback_id,
  private_metadata: private_metadata ?? '',
  // Slack sends an empty list where nothing can be filled in.
  state: { values: Object.keys(values).length > 0 ? values : [] },
});

function buttonOf(blocks: readonly Block[], actionId: string, where: string) {
  for (const block of blocks) {
    const element = elementsOf(block).find((each) => each.action_id === actionId);
    if (element) return [block, element] as const;
  }
  throw new Error(`${where} has no button with action_id ${actionId}.`);
}
