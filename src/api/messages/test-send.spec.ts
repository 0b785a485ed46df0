import { startMailSink, type MailSink } from '../../../demo/parts/mail-sink.js';
import { startSlackStandIn, type SlackStandIn } from '../../../demo/parts/slack-stand-in.js';
import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { inRegion } from '../../access/suppression.js';
import { openChannels, type OpenChannels } from '../../channels/open.js';
import { TESTS_PER_HOUR } from '../common/limits.js';
import type { MessageTest } from './messages.dto.js';

/** A message that somebody sends to themselves, to see how it reads. */
describe('a test of a message', () => {
  let api: TestApi;
  let mail: MailSink;
  let slack: SlackStandIn;
  let open: OpenChannels;
  let team: Team;
  let loop: string;
  let owner: { id: string; email: string };

  beforeAll(async () => {
    [mail, slack] = await Promise.all([startMailSink(), startSlackStandIn()]);
    const ways = {
      mail: {
        smtpUrl: mail.smtpUrl,
        from: 'Followthrough <coaching@example.com>',
        domain: 'example.com',
        connections: 1,
      },
      slack: { botToken: 'xoxb-test', apiUrl: slack.apiUrl, signingSecret: null },
      sideEffectUrl: null,
      linkSecrets: null,
    };
    open = openChannels(ways, { warn: () => undefined });
    api = await startTestApi({ channels: open.channels });
    team = await aTeam(api);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
    [owner] = await api.dataSource.query<[typeof owner]>('SELECT id, email FROM person WHERE id = $1', [
      team.owner,
    ]);
  });
  afterAll(async () => {
    open?.close();
    await Promise.all([api?.close(), mail?.stop(), slack?.stop()]);
  });

  const send = (body: object, asker: Pick<TestApi, 'post'> = as(api, owner.id)) =>
    asker.post<MessageTest & { detail: string }>('/messages/test-send', { enrolment: loop, ...body });

  const told = async (): Promise<unknown> =>
    api.dataSource.query(
      `SELECT (SELECT count(*) FROM delivery) AS deliveries, (SELECT jsonb_agg(n ORDER BY n.id) FROM nudge n) AS nudges,
              (SELECT count(*) FROM fact) AS facts`,
    );

  it('comes to whoever asked and to nobody else, says that it is one, and is told to no loop', async () => {
    const before = await told();
    const { status, body } = await send({ kind: 'observe', audience: 'secondLine', locale: 'de' });
    expect([status, body]).toEqual([200, expect.objectContaining({ channel: 'email', language: 'de' })]);
    const arrived = await mail.waitFor(({ to }) => to.includes(owner.email));
    expect(mail.messages()).toHaveLength(1);
    expect(arrived.subject).toBe(body.subject);
    expect(arrived.subject).toMatch(/^Test: /);
    expect(arrived.text).toContain('Das ist ein Test, um den Sie gebeten haben.');
    expect(await told()).toEqual(before);
  });

  it('shows samples in place of people and of what was said', async () => {
    await send({ kind: 'action' });
    const { text, html } = await mail.waitFor(({ text }) => text.includes('trying something new'));
    const names = await api.dataSource.query<{ name: string }[]>(
      'SELECT name FROM person WHERE id = ANY($1)',
      [[team.rep, team.manager]],
    );
    expect(text).toContain('Robin Sample');
    for (const { name } of names) expect(`${text}${html}`).not.toContain(name);
  });

  it('comes by Slack where that is asked for', async () => {
    const { status, body } = await send({ kind: 'feedback', channel: 'slack' });
    expect(status).toBe(200);
    expect(JSON.stringify(slack.messages())).toContain(body.subject);
    expect(JSON.stringify(slack.messages())).toContain('This is a test that you asked for.');
  });

  it('of figures says what the screens do, without samples, to whoever may act on them', async () => {
    const row = (parts: object) => [
      { place: inRegion('South'), regions: ['South'], reps: 40, figure: { of: 40, parts, answers: {} } },
    ];
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES
       ($1, $2, 'standing', '2026-03-02', $3, now()), ($1, $2, 'stalls', '2026-03-02', $4, now())`,
      [
        team.program.id,
        team.capability.id,
        JSON.stringify(row({ adopted: 10, notAdopted: 30 })),
        JSON.stringify(row({ stalled: 24, notStalled: 16 })),
      ],
    );
    const path = `/programs/${team.program.id}/messages`;
    const asked = as(api, owner.id);
    const week = await asked.post<MessageTest>(`${path}/test-send`, { kind: 'digest', locale: 'de' });
    expect(week).toMatchObject({ status: 200, body: { channel: 'email', language: 'de' } });
    const arrived = await mail.waitFor(({ subject }) => subject === week.body.subject);
    expect(arrived.to).toContain(owner.email);
    expect(arrived.text).toContain('Das ist ein Test, um den Sie gebeten haben. Er ging nur an Sie.');
    expect(arrived.text).toContain('24 von 40 (60');

    const rule = await api.made(`/programs/${team.program.id}/alert-rules`, {
      kpi: 'stalled',
      direction: 'above',
      threshold: 0.3,
    });
    const [{ id }] = await api.dataSource.query<[{ id: string }]>(
      `INSERT INTO figure_alert (id, rule_id, capability_id, region, kind, opened_in, opened_at, opened_share)
       VALUES (gen_random_uuid(), $1, $2, 'South', 'crossed', '2026-03-02', now(), 0.6) RETURNING id`,
      [rule.id, team.capability.id],
    );
    const preview = await asked.get<{ text: string }>(`${path}/preview?kind=alert&alert=${id}&channel=slack`);
    expect(preview).toMatchObject({
      status: 200,
      body: { subject: 'South: Objection handling is stalling' },
    });
    expect(await asked.get(`${path}/preview?kind=alert`)).toMatchObject({ status: 400 });
    expect(await asked.get(`${path}/preview?kind=alert&alert=${team.owner}`)).toMatchObject({ status: 404 });
    expect((await as(api, team.rep).post(`${path}/test-send`, { kind: 'digest' })).status).toBe(403);
  });

  it('of a program can be read and sent by who answers for it, before anybody takes part', async () => {
    const path = `/programs/${team.program.id}/messages/sample`;
    const asked = as(api, owner.id);
    const kinds = ['observe', 'feedback', 'acknowledge', 'regroup', 'action', 'followUp', 'checkIn', 'cover'];
    const others = ['handOver', 'visitMorning', 'visitAfterwards', 'pulse'];
    for (const locale of ['en', 'de'])
      for (const kind of [...kinds, ...others]) {
        const { status, body } = await asked.get<{ language: string; text: string; html: string }>(
          `${path}?kind=${kind}&locale=${locale}`,
        );
        expect([kind, status, body.language]).toEqual([kind, 200, locale]);
        expect(body.html).toContain('Launch wave');
      }
    const above = await asked.get<{ text: string; blocks: object[] }>(
      `${path}?kind=observe&audience=secondLine&locale=de&channel=slack`,
    );
    expect(above.body.text).toContain('Robin Beispiel');
    expect(above.body.blocks.length).toBeGreaterThan(3);

    const asManager = await asked.get<{ text: string }>(`${path}?kind=observe`);
    expect(asManager.body.text).toContain('Why you: you are the line manager of Robin Sample.');

    const sent = await asked.post<MessageTest>(`${path}/test-send`, { kind: 'acknowledge', audience: 'rep' });
    expect(sent).toMatchObject({ status: 200, body: { channel: 'email' } });
    const { text, to } = await mail.waitFor(({ subject }) => subject === sent.body.subject);
    expect(to).toContain(owner.email);
    expect(text).toContain('asked what matters before the folder was open');
    expect((await as(api, team.manager).get(`${path}?kind=observe`)).status).toBe(403);
  });

  it('of a program that has no cadence yet says what is missing', async () => {
    const { id } = await api.made('/programs', {
      code: 'BARE',
      name: 'Bare',
      function: 'commercial',
      ownerId: owner.id,
    });
    const { status, body } = await as(api, owner.id).get<{ detail: string }>(
      `/programs/${id}/messages/sample?kind=observe`,
    );
    expect([status, body.detail]).toEqual([409, expect.stringContaining('Choose them first')]);
  });

  it('stands in the audit', async () => {
    type Entry = { action: string; by: { person: { id: string } }; record: { id: string } };
    const { body } = await api.get<{ items: Entry[] }>('/audit?limit=200');
    const entry = body.items.find(({ action }) => action === 'message.test');
    expect([entry?.by.person.id, entry?.record.id]).toEqual([owner.id, loop]);
  });

  it('is for those who own or configure the program, and for people with an address', async () => {
    expect((await send({ kind: 'observe' }, as(api, team.rep))).status).toBe(403);
    const machine = await send({ kind: 'observe' }, api);
    expect([machine.status, machine.body.detail]).toEqual([422, expect.stringContaining('Acting-As')]);
  });

  it('that the mail server refuses says so', async () => {
    mail.refuse({ stage: 'data', code: 554 });
    const { status, body } = await send({ kind: 'observe' });
    expect([status, body.detail]).toEqual([502, expect.stringContaining('was not taken')]);
  });

  it('is not to be had without end', async () => {
    const statuses = new Set<number>();
    for (let n = 0; n <= TESTS_PER_HOUR; n += 1) statuses.add((await send({ kind: 'observe' })).status);
    expect(statuses).toEqual(new Set([200, 429]));
  });

  it('is not sent where the API has no way to send', async () => {
    const mute = await startTestApi();
    try {
      const other = await aTeam(mute);
      const enrolment = await openLoop(mute, other);
      await lookAt(mute, enrolment);
      const { status, body } = await send({ enrolment, kind: 'observe' }, as(mute, other.owner));
      expect([status, body.detail]).toEqual([409, expect.stringContaining('sends nothing by email')]);
    } finally {
      await mute.close();
    }
  });
});
