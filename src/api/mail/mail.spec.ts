import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  agree,
  aTeam,
  changeRosters,
  leads,
  lookAt,
  logOf,
  openLoop,
  type Team,
} from '../../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { sampleMail } from '../../../test/support/mails.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import type { MessageChannel } from '../../channels/message.js';
import { HOUR, MINUTE } from '../../domain/time.js';
import type { QueueAnswer } from '../queue/queue.dto.js';
import type { InboundMailAnswer } from './mail.dto.js';

/** A mail to the manager was taken by the mail server and comes back. Times are of March 2026. */
describe('a mail that came back', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let loop: string;

  beforeEach(async () => {
    api = await startTestApi();
    lanes = await startLanes(api);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  /** Lives on until the manager's first message was handed over; says its key. */
  async function mailed(via: string[], above: object[] = [], channels = {}): Promise<string> {
    const ladders = { ...aCadence.ladders, observe: [{ at: 'P0D', to: 'manager', via }, ...above] };
    team = await aTeam(api, { ...aCadence, ladders });
    loop = await openLoop(api, team);
    for (;;) {
      const { wakeAt } = await lookAt(api, loop);
      await lanes.drain(channels);
      const [delivery] = await sql<{ id: string }>('SELECT id FROM delivery');
      if (delivery) return delivery.id;
      api.clock.time = wakeAt!;
    }
  }

  const comesBack = (name: string, key: string, change = (mail: string): string => mail) =>
    api.ask<InboundMailAnswer & { detail: string }>('POST', '/mail/inbound', {
      body: change(sampleMail(name, key)),
      headers: { 'content-type': 'message/rfc822' },
    });
  const effectOf = async (...given: Parameters<typeof comesBack>): Promise<string> =>
    (await comesBack(...given)).body.effect;
  const bouncedAt = async (): Promise<string | null> =>
    (await api.get<{ mailBouncedAt: string | null }>(`/people/${team.manager}`)).body.mailBouncedAt;
  const told = async (): Promise<string[]> =>
    (await logOf(api, loop)).flatMap(({ kind, data }) =>
      kind === 'handedOver' || kind === 'unreachable' ? `${kind} ${String(data.channel ?? '')}`.trim() : [],
    );
  const nudges = async (): Promise<string[]> =>
    (await sql<{ state: string }>('SELECT state FROM nudge ORDER BY rung')).map(({ state }) => state);
  const stall = async () =>
    (await api.get<{ stall: { reason: string } | null }>(`/enrolments/${loop}`)).body.stall?.reason ?? null;

  it('for good goes on by Slack at once, once, and its address is not used again', async () => {
    const key = await mailed(['email', 'slack'], [{ at: 'P2D', to: 'manager', via: ['email', 'slack'] }]);
    expect((await comesBack('postfix-no-such-user', key)).body).toEqual({
      kind: 'failed',
      status: '5.1.1',
      effect: 'otherChannel',
    });
    expect(await bouncedAt()).toBe(new Date(api.clock.now()).toISOString());
    expect(await sql('SELECT 1 FROM lane WHERE ring_seq > applied_seq')).toHaveLength(1);
    await lanes.drain();
    await lanes.drain();

    expect(lanes.mail.messages()).toHaveLength(1);
    expect(lanes.slack.messages()).toHaveLength(1);
    expect(await told()).toEqual(['handedOver email', 'handedOver slack']);
    expect(await nudges()).toEqual(['handedOver']);

    await lanes.liveUntil(new Date(api.clock.now() + 4 * 24 * HOUR).toISOString());
    expect([lanes.mail.messages().length, lanes.slack.messages().length]).toEqual([1, 2]);
  });

  it('for good, with no other way, lets the loop hear that nobody was reached, and the program owner see it', async () => {
    const key = await mailed(['email'], [{ at: 'P1D', to: 'programOwner', via: ['email'], stall: true }]);
    expect(await effectOf('gmail-no-such-user', key)).toBe('unreachable');
    expect(await told()).toEqual(['handedOver email', 'unreachable']);
    expect(await nudges()).toEqual(['unreachable']);

    await lanes.liveUntil(new Date(api.clock.now() + 4 * 24 * HOUR).toISOString());
    expect(await stall()).toBe('unreachable');
    expect(lanes.mail.messages().at(-1)!.text).toMatch(/Messages about .* reach nobody/);
  });

  it('of a rep whom somebody else leads by now goes on to nobody', async () => {
    const key = await mailed(['email', 'slack']);
    await leads(api, await addPerson(api, { role: 'manager' }), team.rep);
    await changeRosters(api);
    await lookAt(api, loop);
    expect(await effectOf('postfix-no-such-user', key)).toBe('settled');
  });

  it('of a loop that somebody took goes on to whoever took it', async () => {
    await agree(api);
    const ways = { at: 'P0D', via: ['email', 'slack'] };
    const [observe, cover] = [[{ ...ways, to: 'manager' }], [{ ...ways, to: 'secondLine', via: ['slack'] }]];
    team = await aTeam(api, { ...aCadence, ladders: { ...aCadence.ladders, observe, cover } });
    await api.ask('PATCH', `/people/${team.secondLine}`, { body: { preferredChannel: 'email' } });
    loop = await openLoop(api, team);
    await lanes.liveUntil('2026-03-27T12:00:00+01:00');
    await api.ask('PATCH', `/people/${team.manager}`, { body: { activeUntil: '2026-03-26' } });
    await lanes.changeRosters();
    await lanes.liveUntil('2026-04-08T12:00:00+02:00');
    const second = await signedIn(api, team.secondLine);
    const { items } = (await second.get<QueueAnswer>('/queue')).body;
    const { press } = items
      .find(({ kind }) => kind === 'cover')!
      .actions.find(({ code }) => code === 'takeIt')!;
    await second.post('/acts', { ...press!, filled: {} });
    await lanes.liveUntil('2026-04-20T12:00:00+02:00');
    const [delivery] = await sql<{ id: string }>(
      `SELECT id FROM delivery WHERE channel = 'email' AND state = 'handedOver' AND person_id = $1 ORDER BY created_at DESC`,
      [team.secondLine],
    );
    expect(await effectOf('postfix-no-such-user', delivery!.id)).toBe('otherChannel');
  });

  it('on a later day goes on though that day had its message already', async () => {
    const key = await mailed(['email', 'slack']);
    api.clock.time += 24 * HOUR;
    await sql(
      `INSERT INTO delivery (id, person_id, lane, day, channel, other_channels, state, created_at)
       SELECT gen_random_uuid(), person_id, lane, day + 1, 'slack', '{}', 'handedOver', $2 FROM delivery WHERE id = $1`,
      [key, new Date(api.clock.now()).toISOString()],
    );
    await comesBack('postfix-no-such-user', key);
    await lanes.drain();
    expect(lanes.slack.messages()).toHaveLength(1);
  });

  it('the same report twice changes nothing', async () => {
    const key = await mailed(['email', 'slack']);
    await comesBack('exim-no-such-user', key);
    await lanes.drain();
    const before = await sql('SELECT * FROM delivery');
    expect(await effectOf('exim-no-such-user', key)).toBe('known');
    await lanes.drain();
    expect(await sql('SELECT * FROM delivery')).toEqual(before);
    expect(lanes.slack.messages()).toHaveLength(1);
  });

  it('for now is sent again later, as the same mail; its report of then is known after', async () => {
    const key = await mailed(['email', 'slack']);
    expect(await effectOf('gmail-over-quota', key)).toBe('later');
    await lanes.drain();
    expect(lanes.mail.messages()).toHaveLength(1);
    api.clock.time += 31 * MINUTE;
    await lanes.drain();

    const [first, again, ...more] = lanes.mail.messages();
    expect([again!.messageId, more]).toEqual([first!.messageId, []]);
    expect(await bouncedAt()).toBeNull();
    expect(await effectOf('gmail-over-quota', key)).toBe('known');
    expect(await effectOf('postfix-given-up', key)).toBe('later');
  });

  it('for now, four times over, goes on another way, and its address stays open', async () => {
    const key = await mailed(['email', 'slack']);
    const effects: string[] = [];
    for (let times = 1; times <= 4; times++) {
      const another = (mail: string): string =>
        mail.replace(/^(message-id: *<)/im, (start) => `${start}${times}.`);
      effects.push(await effectOf('gmail-over-quota', key, another));
      api.clock.time += 31 * MINUTE;
      await lanes.drain();
    }
    expect(effects).toEqual(['later', 'later', 'later', 'otherChannel']);
    expect([lanes.mail.messages().length, lanes.slack.messages().length]).toEqual([4, 1]);
    expect(await bouncedAt()).toBeNull();
  });

  it.each([
    ['is delayed', 'postfix-delayed', 'delayed', 'none'],
    ['is answered by a machine', 'outlook-out-of-office', 'autoReply', 'none'],
    ['is answered by a machine of another make', 'gmail-vacation', 'autoReply', 'none'],
    ['is answered by a person', 'a-reply', 'other', 'none'],
  ])('that %s is noted, and nothing else', async (_, sample, kind, effect) => {
    const key = await mailed(['email']);
    const before = await sql('SELECT * FROM delivery');
    expect(await comesBack(sample, key)).toMatchObject({ status: 200, body: { kind, effect } });
    expect(await sql('SELECT * FROM delivery')).toEqual(before);
    expect(await told()).toEqual(['handedOver email']);
  });

  it('that nobody knows here is answered plainly', async () => {
    team = await aTeam(api);
    const stranger = '0195a4c0-1111-7abc-8def-0123456789ab';
    for (const key of [stranger, `${stranger}.2`, 'a.mail.of.others'])
      expect(await comesBack('postfix-no-such-user', key)).toMatchObject({
        status: 200,
        body: { kind: 'failed', effect: 'unknownMail' },
      });
  });

  it('because of the sender or the mail itself closes nobody’s address', async () => {
    const key = await mailed(['email', 'slack']);
    expect(await effectOf('exchange-online-not-allowed', key)).toBe('otherChannel');
    expect(await bouncedAt()).toBeNull();
  });

  it('after what it was about is done changes nothing for the loop', async () => {
    const key = await mailed(['email', 'slack']);
    await api.post(`/enrolments/${loop}/observations`, {}, { 'acting-as': team.manager });
    await lookAt(api, loop);
    expect(await effectOf('qmail-no-such-user', key)).toBe('settled');
    await lanes.drain();
    expect(lanes.slack.messages()).toEqual([]);
    expect(await told()).toEqual(['handedOver email']);
    expect(await bouncedAt()).not.toBeNull();
  });

  it('after the ladder has climbed past it changes nothing for the loop', async () => {
    const key = await mailed(['email'], [{ at: 'P1D', to: 'programOwner', via: ['email'], stall: true }]);
    await lanes.liveUntil(new Date(api.clock.now() + 10 * 24 * HOUR).toISOString());
    expect(
      await sql(`SELECT state FROM nudge WHERE audience = 'programOwner' AND obligation = 'observe/first'`),
    ).toEqual([{ state: 'handedOver' }]);
    const before = [await told(), await stall()];
    expect(await effectOf('exchange-online-no-such-user', key)).toBe('settled');
    await lookAt(api, loop);
    expect([await told(), await stall()]).toEqual(before);
  });

  it('after it was brought by Slack is settled', async () => {
    const key = await mailed(['email', 'slack']);
    await comesBack('postfix-no-such-user', key);
    await lanes.drain();
    expect(await effectOf('gmail-no-such-user', key)).toBe('settled');
    await lanes.drain();
    expect([lanes.slack.messages().length, lanes.mail.messages().length]).toEqual([1, 1]);
  });

  it('before its hand-over is stored is asked for again', async () => {
    let early: Awaited<ReturnType<typeof comesBack>> | undefined;
    const send: MessageChannel['send'] = async (message) => {
      const answer = await lanes.email.send(message);
      early = await comesBack('postfix-no-such-user', message.key);
      return answer;
    };
    const key = await mailed(['email', 'slack'], [], { email: { ...lanes.email, send } });
    expect([early!.status, early!.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await effectOf('postfix-no-such-user', key)).toBe('otherChannel');
  });

  it('closes an address until it is changed, and says nothing of one that came later', async () => {
    const key = await mailed(['email']);
    await comesBack('postfix-no-such-user', key);
    api.clock.time += MINUTE;
    await api.ask('PATCH', `/people/${team.manager}`, { body: { name: 'Lena Vogt-Adler' } });
    expect(await bouncedAt()).not.toBeNull();
    await api.ask('PATCH', `/people/${team.manager}`, { body: { email: 'lena.new@example.com' } });
    expect(await bouncedAt()).toBeNull();
    await comesBack('gmail-no-such-user', key);
    expect(await bouncedAt()).toBeNull();
  });

  it('of an invitation closes the address too, and the next change of the visit is not sent there', async () => {
    team = await aTeam(api);
    const { id } = await api.made('/joint-visits', {
      rep: team.rep,
      observers: [team.manager],
      at: '2026-03-24T13:10:00Z',
    });
    await lanes.drain();
    const [{ key }] = (await sql<{ key: string }>(
      `SELECT id || '.' || sent AS key FROM invitation WHERE person_id = $1`,
      [team.manager],
    )) as [{ key: string }];
    expect(await effectOf('amazon-ses-no-such-user', key)).toBe('unreachable');
    expect(await bouncedAt()).not.toBeNull();
    await api.post(`/joint-visits/${id}/move`, { at: '2026-03-25T13:10:00Z' });
    await lanes.drain();
    expect(lanes.mail.messages()).toHaveLength(3);
  });

  it('of an invitation goes to the new address as soon as there is one, while the visit is ahead', async () => {
    team = await aTeam(api);
    for (const at of ['2026-03-03T13:10:00Z', '2026-03-24T13:10:00Z'])
      await api.made('/joint-visits', { rep: team.rep, observers: [team.manager], at });
    await lanes.drain();
    const keys = await sql<{ key: string }>(
      `SELECT id || '.' || sent AS key FROM invitation WHERE person_id = $1 ORDER BY starts_at`,
      [team.manager],
    );
    for (const { key } of keys) expect(await effectOf('postfix-no-such-user', key)).toBe('unreachable');
    const before = lanes.mail.messages().length;
    api.clock.time = Date.parse('2026-03-04T09:00:00Z');
    await api.ask('PATCH', `/people/${team.manager}`, { body: { email: 'lena.new@example.com' } });
    await lanes.drain();
    await lanes.drain();
    const again = lanes.mail.messages().slice(before);
    expect(again.map(({ to }) => to)).toEqual([['lena.new@example.com']]);
    expect(again[0]!.messageId).toContain(keys[1]!.key);
  });

  it('of an invitation is sent again where it may arrive another time', async () => {
    team = await aTeam(api);
    await api.made('/joint-visits', { rep: team.rep, observers: [team.manager], at: '2026-03-24T13:10:00Z' });
    await lanes.drain();
    const [{ key }] = (await sql<{ key: string }>(`SELECT id || '.' || sent AS key FROM invitation`)) as [
      { key: string },
    ];
    expect(await effectOf('gmail-over-quota', key)).toBe('later');
    expect(await effectOf('gmail-over-quota', key)).toBe('known');
    api.clock.time += 31 * MINUTE;
    await lanes.drain();
    expect(
      lanes.mail
        .messages()
        .map(({ messageId }) => messageId)
        .filter((one) => one.includes(key)),
    ).toHaveLength(2);
  });

  it.each([
    ['of another kind', 'text/plain', 'hello', 415],
    ['that is empty', 'message/rfc822', '', 415],
    ['that is too large', 'message/rfc822', 'x'.repeat(1_100_000), 413],
  ])('cannot be a body %s', async (_, type, body, status) => {
    const headers = { 'content-type': type };
    expect(await api.ask('POST', '/mail/inbound', { body, headers })).toMatchObject({ status });
  });

  it('is taken from a machine that may do that, and may be sent nowhere else', async () => {
    const { key: secret } = await api.made<{ key: string }>('/keys', { name: 'gateway', scopes: ['mail'] });
    const authorization = `Bearer ${secret}`;
    const headers = { 'content-type': 'message/rfc822', authorization };
    const body = sampleMail('gmail-vacation', 'x');
    expect(await api.ask('POST', '/mail/inbound', { body, headers })).toMatchObject({ status: 200 });
    expect(await api.ask('GET', '/people', { headers: { authorization } })).toMatchObject({ status: 403 });
    expect(await api.ask('POST', '/people', { body, headers })).toMatchObject({ status: 415 });
    const { key: other } = await api.made<{ key: string }>('/keys', {
      name: 'crm',
      scopes: ['import', 'people'],
    });
    const asOther = { ...headers, authorization: `Bearer ${other}` };
    expect(await api.ask('POST', '/mail/inbound', { body, headers: asOther })).toMatchObject({ status: 403 });
  });
});
