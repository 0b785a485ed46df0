import { startSlackStandIn, type SlackStandIn } from '../../demo/parts/slack-stand-in.js';
import { freePort, LOOPBACK } from '../../demo/parts/ports.js';
import { aMessage, anItem, berlin, lena } from '../../test/support/messages.js';
import { CannotAsk, type ProviderRef } from './message.js';
import { createSlackChannel } from './slack.js';

let slack: SlackStandIn;
let channel: ReturnType<typeof createSlackChannel>;
let troubles: Record<string, unknown>[];

const open = (apiUrl = slack.apiUrl, timeout?: number, token = 'xoxb-story') =>
  createSlackChannel({ token, apiUrl, timeout, log: { warn: (fields) => void troubles.push(fields) } });

beforeEach(async () => {
  troubles = [];
  slack = await startSlackStandIn({
    users: [{ email: lena.email }, { email: 'gone@acme.example', deactivated: true }],
  });
  channel = open();
});
afterEach(() => slack.stop());

const send = (message = aMessage()) => channel.send(message);
const refOf = async (): Promise<ProviderRef> => {
  const sent = await send();
  if (!sent.ok) throw new Error(`Not handed over: ${sent.code}`);
  return sent.ref;
};
const methods = () => slack.calls().map(({ method }) => method);

describe('a direct message', () => {
  it('reaches the person by their address, with buttons that lead to the loop', async () => {
    const sent = await send();

    const [message] = slack.messages();
    expect(sent).toEqual({ ok: true, ref: { channel: message!.channel, ts: message!.ts } });
    expect(message!.user.email).toBe(lena.email);
    expect(message!.metadata).toEqual({
      event_type: 'followthrough_delivery',
      event_payload: { delivery: aMessage().key },
    });
    expect(message!.text).toContain('See Ana Roth with a customer');
    const actions = message!.blocks!.find(({ block_id }) => block_id === 'card-0') as { elements: object[] };
    expect(actions.elements[0]).toMatchObject({
      text: { text: 'Plan a visit' },
      url: 'https://coach.acme.example/enrolments/e-1?do=planVisit',
      style: 'primary',
    });
  });

  it('looks a person up once', async () => {
    await send();
    await send(aMessage({ key: 'another' }));

    expect(methods()).toEqual([
      'users.lookupByEmail',
      'conversations.open',
      'chat.postMessage',
      'chat.postMessage',
    ]);
  });

  it('is edited in place once there is nothing left to do', async () => {
    const ref = await refOf();
    const done = { by: 'Lena Vogt', at: berlin('2026-03-30T11:02') };

    expect(await channel.update(aMessage({ items: [anItem({ done })] }), ref)).toEqual({ ok: true, ref });

    const [message, ...others] = slack.messages();
    expect(others).toEqual([]);
    expect(JSON.stringify(message!.blocks)).toContain('Done · Lena Vogt · Mon 30 March 11:02');
    expect(JSON.stringify(message!.blocks)).not.toContain('Plan a visit');
    expect(message!.metadata?.event_payload).toEqual({ delivery: aMessage().key });
  });

  it('lets no name mention, link or format', async () => {
    const rep = '<!channel> *Ana* <https://evil.example|_here_> & :tada:';
    await send(aMessage({ items: [anItem({ rep, capability: '<@U123>' })] }));

    const { text, blocks } = slack.messages()[0]!;
    expect(text).toContain('&lt;!channel&gt; *Ana* &lt;https://evil.example|_here_&gt; &amp; :tada:');
    expect(text).not.toMatch(/<[!@h]/);
    expect(JSON.stringify(blocks)).not.toContain('mrkdwn');
    expect(JSON.stringify(blocks)).not.toContain('"emoji":true');
  });

  it('keeps within what Slack takes, however many items and however long the names', async () => {
    const long = '👩‍⚕️'.repeat(2_000);
    const items = Array.from({ length: 60 }, (_, n) =>
      anItem({
        enrolmentId: `e-${n}`,
        repId: `p-${n}`,
        rep: long,
        manager: long,
        capability: long,
        action: long,
        program: long,
      }),
    );

    expect(await send(aMessage({ items }))).toMatchObject({ ok: true });
    expect(await send(aMessage({ key: 'nothing', items: [] }))).toMatchObject({ ok: true });
  });
});

describe('what Slack’s answer means', () => {
  it.each([
    ['nobody has this address', 'nobody@acme.example', 'noAccount'],
    ['the account was closed', 'gone@acme.example', 'noAccount'],
  ])('%s: unreachable', async (_, email, code) => {
    expect(await send(aMessage({ to: { ...lena, email } }))).toEqual({
      ok: false,
      failure: 'unreachable',
      code,
    });
  });

  it.each([
    ['conversations.open', 'user_disabled', 'deactivated'],
    ['conversations.open', 'cannot_dm_bot', 'noDirectMessages'],
    ['chat.postMessage', 'channel_not_found', 'noDirectMessages'],
    ['chat.postMessage', 'invalid_blocks', 'messageRefused'],
  ])('%s says %s: unreachable', async (method, error, code) => {
    slack.fail({ method, kind: 'error', error });

    expect(await send()).toEqual({ ok: false, failure: 'unreachable', code });
  });

  it('asks anew for somebody who moved away from where they were', async () => {
    await send();
    slack.fail({ method: 'chat.postMessage', kind: 'error', error: 'channel_not_found' });
    await send();
    await send();

    expect(methods().filter((method) => method === 'users.lookupByEmail')).toHaveLength(2);
  });

  it('too many calls: later, after the pause Slack asks for, without trying by itself', async () => {
    slack.fail({ method: 'chat.postMessage', kind: 'rateLimited', retryAfterSeconds: 30 });

    expect(await send()).toEqual({ ok: false, failure: 'later', code: 'rateLimited', retryAfter: 30_000 });
    expect(methods().filter((method) => method === 'chat.postMessage')).toHaveLength(1);
  });

  it.each([
    ['an error page', { kind: 'html', status: 500 }, 'providerFault'],
    ['a page in place of JSON', { kind: 'html', status: 200 }, 'unreadableAnswer'],
    ['a dead line', { kind: 'drop' }, 'network'],
  ] as const)('%s: later, and in doubt', async (_, fault, code) => {
    slack.fail({ method: 'chat.postMessage', ...fault });

    expect(await send()).toEqual({ ok: false, failure: 'later', code, inDoubt: true });
    expect(troubles).toEqual([expect.objectContaining({ delivery: aMessage().key, code })]);
  });

  it.each([
    ['chat.postMessage', { inDoubt: true }],
    ['users.lookupByEmail', {}],
  ])('silence after %s: later; in doubt only where something was posted', async (method, doubt) => {
    slack.fail({ method, kind: 'slow', ms: 1_000 });

    expect(await open(slack.apiUrl, 200).send(aMessage())).toEqual({
      ok: false,
      failure: 'later',
      code: 'timeout',
      ...doubt,
    });
  });

  it('a wrong token is ours to mend, not the person’s', async () => {
    expect(await open(slack.apiUrl, undefined, 'wrong').send(aMessage())).toMatchObject({
      failure: 'later',
      code: 'credentials',
    });
  });

  it('nobody listens: later, and nothing is in doubt', async () => {
    const nowhere = open(`http://${LOOPBACK}:${await freePort()}/api/`);

    expect(await nowhere.send(aMessage())).toEqual({ ok: false, failure: 'later', code: 'network' });
  });

  it('a message somebody deleted cannot be edited', async () => {
    const ref = await refOf();

    expect(await channel.update(aMessage(), { ...ref, ts: '1.000000' })).toMatchObject({
      failure: 'unreachable',
      code: 'messageGone',
    });
  });
});

describe('after a lost answer', () => {
  it('Slack is asked and knows the message by its delivery', async () => {
    const message = aMessage({ at: Date.now() });
    slack.fail({ method: 'chat.postMessage', kind: 'answer' });
    expect(await send(message)).toMatchObject({ failure: 'later', inDoubt: true });

    const [posted] = slack.messages();
    expect(await channel.find(message)).toEqual({ channel: posted!.channel, ts: posted!.ts });
    expect(await channel.find({ ...message, key: 'another' })).toBeNull();
  });

  it('finds it behind many others, and where the clocks differ', async () => {
    await send();
    for (let n = 0; n < 120; n += 1) await send(aMessage({ key: `later-${n}` }));

    const [first] = slack.messages();
    expect(await channel.find(aMessage())).toEqual({ channel: first!.channel, ts: first!.ts });
    expect(await channel.find(aMessage({ at: Date.now() + 90 * 86_400_000 }))).not.toBeNull();
  });

  it('knows nothing while Slack does not answer, and says so', async () => {
    slack.fail({ method: 'conversations.history', kind: 'rateLimited', retryAfterSeconds: 7 });
    await expect(channel.find(aMessage())).rejects.toMatchObject({ code: 'rateLimited', retryAfter: 7_000 });

    slack.fail({ kind: 'html', status: 503 });
    await expect(open().find(aMessage())).rejects.toBeInstanceOf(CannotAsk);
  });

  it('nothing arrived for somebody without an account', async () => {
    expect(await channel.find(aMessage({ to: { ...lena, email: 'nobody@acme.example' } }))).toBeNull();
  });
});
