import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogLevel, retryPolicies, WebClient, type WebClientOptions } from '@slack/web-api';
import { readBody } from './http.js';
import { LOOPBACK, portOf } from './ports.js';
import { signature } from './slack-app.js';
import { startSlackStandIn, type SlackStandIn, type SlackStandInOptions } from './slack-stand-in.js';

let slack: SlackStandIn;

const restart = async (options: SlackStandInOptions = {}) => {
  await slack?.stop();
  slack = await startSlackStandIn(options);
};

/** Slack's own client, which does not try again unless asked to. */
const client = (more: WebClientOptions = {}, token = 'xoxb-story') =>
  new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    logLevel: LogLevel.ERROR,
    retryConfig: { retries: 0 },
    logger: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      setLevel() {},
      getLevel: () => LogLevel.ERROR,
      setName() {},
    },
    ...more,
  });

async function channelOf(email: string): Promise<string> {
  const { user } = await client().users.lookupByEmail({ email });
  const { channel } = await client().conversations.open({ users: user!.id! });
  return channel!.id!;
}

const refused = (error: string) => ({ code: 'slack_webapi_platform_error', data: { ok: false, error } });
const metadata = (deliveryId: string) => ({ event_type: 'delivery', event_payload: { deliveryId } });
const button = {
  type: 'button',
  text: { type: 'plain_text', text: 'Plan Thursday' },
  action_id: 'plan',
  value: 'v7',
};
const actions = [{ type: 'actions' as const, block_id: 'item', elements: [button as never] }];

beforeEach(() => restart());
afterAll(() => slack.stop());

describe('the Slack stand-in, asked by the real client', () => {
  it('finds a person, opens a conversation, takes a message and edits it in place', async () => {
    expect(await client().auth.test()).toMatchObject({ ok: true, team: 'Stand-in' });
    const channel = await channelOf('kim.lee@acme.example');
    expect(await channelOf('KIM.LEE@acme.example')).toBe(channel);

    const posted = await client().chat.postMessage({
      channel,
      text: 'Two minutes',
      metadata: metadata('d-1'),
    });
    await client().chat.update({ channel, ts: posted.ts!, text: 'Done · Kim Lee', blocks: actions });

    expect(slack.messages()).toEqual([
      expect.objectContaining({
        channel,
        ts: posted.ts,
        text: 'Done · Kim Lee',
        blocks: actions,
        metadata: metadata('d-1'),
      }),
    ]);
    expect(slack.messages()[0]).toMatchObject({
      user: { email: 'kim.lee@acme.example', name: 'Kim Lee' },
      edits: [{ text: 'Two minutes' }],
    });
    expect(await (await fetch(`${slack.url}/stand-in/messages`)).json()).toMatchObject([
      { text: 'Done · Kim Lee' },
    ]);
    const { permalink } = await client().chat.getPermalink({ channel, message_ts: posted.ts! });
    expect(await (await fetch(permalink!)).text()).toContain(`id="${channel}-${posted.ts}"`);
  });

  it('tells by the history which deliveries arrived, page by page, with metadata only for those who ask', async () => {
    const channel = await channelOf('kim@acme.example');
    for (const id of ['d-1', 'd-2', 'd-3']) {
      await client().chat.postMessage({ channel, text: `Delivery ${id}`, metadata: metadata(id) });
    }
    const bare = await client().conversations.history({ channel });
    expect(bare.messages!.map((message) => message.text)).toEqual([
      'Delivery d-3',
      'Delivery d-2',
      'Delivery d-1',
    ]);
    expect(bare.messages!.every((message) => message.metadata === undefined)).toBe(true);

    const first = await client().conversations.history({ channel, limit: 2, include_all_metadata: true });
    expect(first.messages!.map((message) => message.metadata)).toEqual([metadata('d-3'), metadata('d-2')]);
    expect(first.has_more).toBe(true);
    const cursor = first.response_metadata!.next_cursor!;
    const second = await client().conversations.history({ channel, limit: 2, cursor });
    expect(second.messages!.map((message) => message.text)).toEqual(['Delivery d-1']);

    const [d3, d2, d1] = bare.messages!.map((message) => message.ts!);
    const between = (inclusive: boolean) =>
      client().conversations.history({ channel, oldest: d1, latest: d3, inclusive });
    expect((await between(false)).messages!.map((message) => message.ts)).toEqual([d2]);
    expect((await between(true)).messages!.map((message) => message.ts)).toEqual([d3, d2, d1]);
  });

  it('refuses as Slack does', async () => {
    const channel = await channelOf('kim@acme.example');
    const post = (more: object) => client().chat.postMessage({ channel, text: 'x', ...more });
    await expect(client({}, '').auth.test()).rejects.toMatchObject(refused('not_authed'));
    await expect(client({}, 'xoxp-else').auth.test()).rejects.toMatchObject(refused('invalid_auth'));
    await expect(client().apiCall('chat.delete')).rejects.toMatchObject(refused('unknown_method'));
    await expect(post({ channel: 'D404' })).rejects.toMatchObject(refused('channel_not_found'));
    await expect(post({ text: '' })).rejects.toMatchObject(refused('no_text'));
    await expect(post({ metadata: { event_type: 'x' } })).rejects.toMatchObject(
      refused('invalid_metadata_format'),
    );
    await expect(client().chat.update({ channel, ts: '1.2', text: 'x' })).rejects.toMatchObject(
      refused('message_not_found'),
    );
    await expect(
      post({ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'x'.repeat(3_001) } }] }),
    ).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: {
          messages: ['[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]'],
        },
      },
    });
    expect(slack.messages()).toEqual([]);
  });

  it('takes JSON bodies as well as forms', async () => {
    const answer = await fetch(`${slack.apiUrl}users.lookupByEmail`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer xoxb-story' },
      body: JSON.stringify({ email: 'kim@acme.example' }),
    });
    expect(await answer.json()).toMatchObject({ ok: true, user: { profile: { email: 'kim@acme.example' } } });
  });

  it('knows only listed people if given a list, and no longer those who left', async () => {
    await restart({ users: [{ email: 'kim@acme.example' }] });
    const channel = await channelOf('kim@acme.example');
    const { user } = await client().users.lookupByEmail({ email: 'kim@acme.example' });
    await expect(channelOf('sam@acme.example')).rejects.toMatchObject(refused('users_not_found'));

    slack.keepUser({ email: 'kim@acme.example', deactivated: true });
    await expect(channelOf('kim@acme.example')).rejects.toMatchObject(refused('users_not_found'));
    await expect(client().conversations.open({ users: user!.id! })).rejects.toMatchObject(
      refused('user_disabled'),
    );
    // An open conversation outlives the account, on the real Slack too.
    expect(await client().chat.postMessage({ channel, text: 'Into the void' })).toMatchObject({ ok: true });
  });

  it('has its messages again after a restart, whatever a kill cut off', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'slack-stand-in-'));
    await restart({ dir });
    const channel = await channelOf('kim@acme.example');
    const { ts } = await client().chat.postMessage({ channel, text: 'Before' });
    await client().chat.update({ channel, ts: ts!, text: 'After' });
    const before = slack.messages();

    await appendFile(join(dir, 'slack.jsonl'), '{"kind":"posted","chan');
    await restart({ dir });
    expect(slack.messages()).toEqual(before);
    expect(await channelOf('kim@acme.example')).toBe(channel);

    await client().chat.postMessage({ channel, text: 'Later' });
    await restart({ dir });
    expect(slack.messages().map((message) => message.text)).toEqual(['After', 'Later']);
    await rm(dir, { recursive: true });
  });

  it('wakes who waits for a message when it is posted or edited', async () => {
    const channel = await channelOf('kim@acme.example');
    const done = slack.waitFor((message) => message.text.startsWith('Done'));
    const { ts } = await client().chat.postMessage({ channel, text: 'Two minutes' });
    await client().chat.update({ channel, ts: ts!, text: 'Done · Kim' });
    expect(await done).toMatchObject({ ts, text: 'Done · Kim' });
    await expect(slack.waitFor((message) => message.text === 'Never', 20)).rejects.toThrow(
      /to kim@acme.example/,
    );
  });

  it('shows a home tab once it is published, and guards it against a stale hash', async () => {
    const { user } = await client().users.lookupByEmail({ email: 'kim@acme.example' });
    const view = (text: string) => ({
      type: 'home' as const,
      blocks: [{ type: 'header' as const, text: { type: 'plain_text' as const, text } }],
    });
    const first = await client().views.publish({ user_id: user!.id!, view: view('One open') });
    await client().views.update({ view_id: first.view!.id!, view: view('None open') });
    await expect(
      client().views.publish({ user_id: user!.id!, view: view('Stale'), hash: first.view!.hash! }),
    ).rejects.toMatchObject(refused('hash_conflict'));
    expect(await (await fetch(`${slack.url}/people/${user!.id}`)).text()).toContain('<h3>None open</h3>');
  });
});

describe('a fault ordered of the Slack stand-in', () => {
  const post = async (more: WebClientOptions = {}) => {
    const channel = await channelOf('kim@acme.example');
    return client(more).chat.postMessage({ channel, text: 'Two minutes' });
  };

  it('is a rate limit the client can honour', async () => {
    slack.fail({ kind: 'rateLimited', retryAfterSeconds: 30, method: 'chat.postMessage' });
    await expect(post({ rejectRateLimitedCalls: true })).rejects.toMatchObject({
      code: 'slack_webapi_rate_limited_error',
      retryAfter: 30,
    });
    slack.fail({ kind: 'rateLimited', retryAfterSeconds: 0, method: 'chat.postMessage' });
    expect(await post({ retryConfig: retryPolicies.rapidRetryPolicy })).toMatchObject({ ok: true });
    expect(slack.calls().filter((call) => call.method === 'chat.postMessage')).toHaveLength(3);
  });

  it('is an error page, an error by name, or slowness beyond the patience of the caller', async () => {
    slack.fail({ kind: 'html', status: 500, method: 'chat.postMessage' });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 });
    const lift = slack.fail({
      kind: 'error',
      error: 'fatal_error',
      method: 'chat.postMessage',
      times: Infinity,
    });
    await expect(post()).rejects.toMatchObject(refused('fatal_error'));
    await expect(post()).rejects.toMatchObject(refused('fatal_error'));
    lift();
    slack.fail({ kind: 'slow', ms: 500, method: 'chat.postMessage' });
    await expect(post({ timeout: 50 })).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
  });

  it('is a dead line, with the message posted or not', async () => {
    slack.fail({ kind: 'drop', method: 'chat.postMessage' });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.messages()).toHaveLength(0);
    slack.fail({ kind: 'answer', method: 'chat.postMessage' });
    await expect(post()).rejects.toMatchObject({ code: 'slack_webapi_request_error' });
    expect(slack.messages()).toHaveLength(1);
  });
});

describe('a button pressed on the page', () => {
  it('reaches the app signed as Slack signs, and its trigger opens one window', async () => {
    const app = await interactivityReceiver();
    await restart({ app: { interactions: app.url }, signingSecret: 'the secret' });
    const channel = await channelOf('kim@acme.example');
    const { ts } = await client().chat.postMessage({
      channel,
      text: 'x',
      blocks: actions,
      metadata: metadata('d-1'),
    });

    const form = new URLSearchParams({ channel, ts: ts!, action_id: 'plan', block_id: 'item' });
    const page = await fetch(`${slack.url}/stand-in/press`, { method: 'POST', body: form });

    expect(await page.text()).toContain('Followthrough answered 200');
    const { headers, body } = app.received[0]!;
    const timestamp = headers['x-slack-request-timestamp'] as string;
    expect(headers['x-slack-signature']).toBe(signature('the secret', timestamp, body));
    const payload = JSON.parse(new URLSearchParams(body).get('payload')!);
    expect(payload).toMatchObject({
      type: 'block_actions',
      channel: { id: channel },
      message: { ts, metadata: metadata('d-1') },
      actions: [{ action_id: 'plan', block_id: 'item', value: 'v7' }],
    });

    const view = { type: 'modal' as const, title: { type: 'plain_text' as const, text: 'Plan' }, blocks: [] };
    const opened = await client().views.open({ trigger_id: payload.trigger_id, view });
    expect(opened.view).toMatchObject({ type: 'modal' });
    await expect(client().views.open({ trigger_id: payload.trigger_id, view })).rejects.toMatchObject(
      refused('invalid_trigger_id'),
    );
    await app.close();
  });

  it('cannot be pressed while no app listens', async () => {
    const channel = await channelOf('kim@acme.example');
    await client().chat.postMessage({ channel, text: 'x', blocks: actions });
    const [message] = slack.messages();
    expect(await (await fetch(`${slack.url}/people/${message!.user.id}`)).text()).toMatch(
      /<button[^>]*disabled/,
    );
    await expect(slack.press(message!, 'plan')).rejects.toThrow('No address of the app is set');
  });
});

it('signs as in the worked example of Slack’s documentation', () => {
  const body =
    'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
  expect(signature('8f742231b10e8888abcd99yyyzzz85a5', '1531420618', body)).toBe(
    'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
  );
});

async function interactivityReceiver() {
  const received: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      received.push({ headers: request.headers, body });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, LOOPBACK, resolve));
  const close = () =>
    new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve())));
  return { url: `http://${LOOPBACK}:${portOf(server)}/slack/interactivity`, received, close };
}
