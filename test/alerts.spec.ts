import type { SlackMessage } from '../demo/parts/slack-workspace.js';
import { inRegion } from '../src/access/suppression.js';
import type { AlertsAnswer } from '../src/api/alerts/alerts.dto.js';
import type { MessageChannel } from '../src/channels/message.js';
import { evaluateAlerts } from '../src/store/figures/alerts.js';
import { queueDigests } from '../src/store/figures/digests.js';
import { inTransaction } from '../src/store/transaction.js';
import { as, startTestApi, type TestApi } from './support/api.js';
import { formOf, TestBrowser } from './support/browser.js';
import {
  aCapability,
  aProgram,
  aTeam,
  launch,
  leads,
  openLoop,
  sendFile,
  type Team,
} from './support/coaching.js';
import { startLanes, type Lanes } from './support/lanes.js';
import { aCadence, addPerson, aPerson, publishCadence } from './support/organisation.js';
import { startSlackStory, type SlackStory } from './support/slack.js';

type Alerts = AlertsAnswer['alerts'];
const shown = (message: SlackMessage): string => JSON.stringify(message.blocks);

/** A first visit is due in five working days, and its manager is told two days after the training: from then on it stalls. */
const STALLS = {
  ...aCadence,
  firstObservation: { within: 'P5D' },
  nextObservation: { within: 'P60D' },
  ladders: {
    ...aCadence.ladders,
    observe: [{ at: '-P3D', to: 'manager', via: ['email'], stall: true }],
  },
};

/** From reps who wait to a region that is back on track: nothing here is written into the tables of figures. */
describe('an alert travels', () => {
  let story: SlackStory;
  let owner: string;
  let program: { id: string };
  let reps: { loop: string; manager: string }[];
  beforeAll(async () => {
    story = await startSlackStory();
    const { api } = story;
    const managers: string[] = [];
    for (const name of ['Lena', 'Tom', 'Eva', 'Ben'])
      managers.push(await addPerson(api, { name, role: 'manager', country: 'US', visitDaysPerWeek: 5 }));
    owner = await addPerson(api, { role: 'programOwner', name: 'Ines Faro' });
    const capability = await aCapability(api);
    await api.made('/trainings', { code: 'TR', name: 'Training', capabilityIds: [capability.id] });
    const cadenceVersionId = await publishCadence(api, 'Stalls', STALLS);
    program = await aProgram(api, { owner, cadenceVersionId, capability: capability.id });
    const lines: string[] = [];
    for (let index = 0; index < 20; index++) {
      const person = aPerson({ country: 'US', region: 'South' });
      const { id } = await api.made('/people', person);
      await leads(api, managers[index % 4]!, id);
      lines.push(`${person.externalId as string},TR,2026-03-02`);
    }
    await sendFile(api, 'completions', `rep,training,completedAt\n${lines.join('\n')}\n`);
    await launch(api, program.id);
    reps = await api.dataSource.query(
      `SELECT e.id AS loop, l.manager_id AS manager FROM enrolment e JOIN reporting_line l ON l.person_id = e.rep_id ORDER BY e.id`,
    );
    await story.lanes.settle();
    await api.made(`/programs/${program.id}/alert-rules`, {
      kpi: 'stalled',
      direction: 'above',
      threshold: 0.45,
      periods: 1,
    });
  });
  afterAll(() => story?.end());

  const see = async (which: readonly { loop: string; manager: string }[], day: string): Promise<void> => {
    story.api.clock.time = Math.max(story.api.clock.time, Date.parse(`${day}T09:00:00Z`));
    for (const { loop, manager } of which)
      await story.api.made(`/enrolments/${loop}/observations`, {
        happenedAt: `${day}T08:00:00Z`,
        observer: manager,
        ratings: { asksFirst: 2, closes: 2 },
        evidence: 'Asked first.',
        suggestion: 'Close.',
        talked: true,
      });
  };
  const weekCloses = async (monday: string): Promise<void> => {
    await story.lanes.liveUntil(`${monday}T04:23:00Z`);
    expect((await story.api.ask('POST', '/insights/releases')).status).toBe(200);
  };
  const alerts = async (): Promise<Alerts> =>
    (await story.api.get<AlertsAnswer>(`/programs/${program.id}/alerts`)).body.alerts;
  const toOwner = (): SlackMessage[] => story.slack.messages().filter(({ user }) => user.email === ownerMail);
  let ownerMail = '';

  it('from reps who wait too long, once their week has closed, to the program owner’s Slack at their slot', async () => {
    ownerMail = (await story.api.get<{ email: string }>(`/people/${owner}`)).body.email;
    await see(reps.slice(0, 8), '2026-03-03');
    await weekCloses('2026-03-09');
    expect(await alerts()).toMatchObject([{ state: 'open', region: 'South', openedShare: 0.6 }]);
    expect(toOwner()).toEqual([]);

    await story.lanes.liveUntil('2026-03-09T12:00:00+01:00');
    const [message] = toOwner() as [SlackMessage];
    expect(toOwner()).toHaveLength(1);
    expect(message.postedAt).toBeDefined();
    expect(message.text).toContain('South: Objection handling is stalling');
    for (const part of [
      'Stalled: 12 of 20 (60%) in the week of Mon 2 March.',
      'Why you: you own Launch wave.',
      'It closes by itself after a week at 40% or less.',
    ])
      expect(shown(message)).toContain(part);
  });

  it('in the one message of that day, which also tells the week; managers hear of their own line alone', async () => {
    const [message] = toOwner() as [SlackMessage];
    expect(shown(message)).toContain('The week in Launch wave');
    expect(shown(message)).toContain('No region stands out, as far as can be shown.');
    expect(shown(message)).toContain('1 alert is open, not taken yet.');
    const weeks = story.slack.messages().filter(({ user }) => user.email !== ownerMail);
    expect(weeks).toHaveLength(4);
    for (const week of weeks) {
      expect(shown(week)).toMatch(/You coach 5 loops here: \d seen in the week, 0 adopted\./);
      expect(shown(week)).not.toMatch(/alert|South/);
    }
  });

  it('stands in the home tab, too, until it is taken', async () => {
    const { slack } = story;
    const { user } = toOwner()[0]!;
    await slack.openHome(user);
    expect(JSON.stringify(slack.home(user)!.blocks)).toMatch(
      /one thing is in your queue.*South: Objection handling is stalling.*takeIt-0/,
    );
  });

  it('is taken with one button and a sentence, which the card says in place, and the API', async () => {
    const { slack, lanes } = story;
    const [message] = toOwner() as [SlackMessage];
    expect(await slack.press(message, 'takeIt-0')).toBe(200);
    expect(slack.modal(message.user)).toMatchObject({ title: 'Take it' });
    await slack.submit(message.user, { note: 'Two visit days freed.' });
    expect(slack.modal(message.user)).toBeUndefined();
    expect(await alerts()).toMatchObject([
      { state: 'acknowledged', acknowledgedBy: owner, note: 'Two visit days freed.' },
    ]);
    await lanes.drain();
    expect(shown(toOwner()[0]!)).toContain('Taken · Ines Faro · Mon 9 March');
    expect(shown(toOwner()[0]!)).toContain('“Two visit days freed.”');
    expect(shown(toOwner()[0]!)).not.toContain('takeIt-0');
    expect(toOwner()).toHaveLength(1);
  });

  it('and closes by itself when the figure is back, which is told once and says what moved', async () => {
    await see(reps.slice(8, 14), '2026-03-10');
    await weekCloses('2026-03-16');
    expect(await alerts()).toMatchObject([{ state: 'autoResolved', closedShare: 0.3 }]);
    await story.lanes.liveUntil('2026-03-18T12:00:00+01:00');
    const [first, second] = toOwner() as [SlackMessage, SlackMessage];
    expect(toOwner()).toHaveLength(2);
    for (const message of [first, second])
      expect(shown(message)).toContain(
        'Stalled: 12 of 20 (60%) in the week of Mon 2 March, 6 of 20 (30%) in the week of Mon 9 March. Other things changed too.',
      );
    expect(second.text).toContain('South: Objection handling is back on track');
    expect(shown(second)).toContain('one place is back where it should be');
    expect(await story.slack.press(first, 'letRest-0').catch(String)).toMatch(/no button|letRest-0/);
  });
});

/** What is published is written by hand here: these stories are about who is told, when and how often. */
describe('whoever is told of an alert', () => {
  const PUBLIC = 'https://coaching.example.com';
  const SECRET = 'the newest secret, of thirty-two bytes at least';
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let leader: string;
  beforeEach(async () => {
    api = await startTestApi({
      at: '2026-03-02T05:00:00Z',
      settings: { linkSecrets: [SECRET], publicUrl: PUBLIC },
    });
    lanes = await startLanes(api, undefined, [SECRET]);
    team = await aTeam(api);
    leader = await addPerson(api, { name: 'Marco Rossi', role: 'secondLine', language: 'de' });
    await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'Leads the region.' });
    for (const id of [team.owner, leader])
      await api.ask('PATCH', `/people/${id}`, { body: { preferredChannel: 'email' } });
    await api.made(`/programs/${team.program.id}/alert-rules`, {
      kpi: 'stalled',
      direction: 'above',
      threshold: 0.3,
      periods: 1,
    });
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  async function week(monday: string, stalled: number): Promise<void> {
    await lanes.liveUntil(new Date(Date.parse(`${monday}T04:23:00Z`) + 7 * 86_400_000).toISOString());
    const figure = {
      of: 40,
      parts: { stalled, notStalled: 40 - stalled },
      answers: { noVisitPlanned: stalled },
    };
    const rows = [{ place: inRegion('South'), regions: ['South'], reps: 40, figure }];
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, 'stalls', $3, $4, now())`,
      [team.program.id, team.capability.id, monday, JSON.stringify(rows)],
    );
    await evaluate();
  }
  async function figuresOf(question: string, monday: string): Promise<void> {
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, $4, '[]', now())`,
      [team.program.id, team.capability.id, question, monday],
    );
  }
  const mayNotSee = (person: string, since: string): Promise<unknown> =>
    api.dataSource.query('UPDATE role_grant SET valid_to = $2 WHERE person_id = $1', [person, since]);
  const fails: MessageChannel = {
    send: () => Promise.resolve({ ok: false, failure: 'later', code: 'TEST_DOWN' }),
  };
  const failing = { email: fails, slack: fails };
  const evaluate = (): Promise<unknown> =>
    inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, api.clock.now()));
  const mails = (to = leader): Promise<string[]> =>
    api.get<{ email: string }>(`/people/${to}`).then(({ body: { email } }) =>
      lanes.mail
        .messages()
        .filter((mail) => JSON.stringify(mail.to).includes(email))
        .map(({ subject }) => subject),
    );
  const open = async (): Promise<Alerts[number]> =>
    (await api.get<AlertsAnswer>(`/programs/${team.program.id}/alerts`)).body.alerts[0]!;

  it('hears of it at their slot, in their language, and acts by a link that does nothing until it is sent', async () => {
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    expect(await mails()).toEqual(['South: Objection handling stockt']);
    expect(await mails(team.owner)).toEqual(['South: Objection handling is stalling']);

    const mail = lanes.mail.messages().find(({ subject }) => subject.includes('stockt'))!;
    const link = /^- Ruhen lassen…: (\S+)$/m.exec(mail.text)![1]!;
    const browser = new TestBrowser(PUBLIC, api.url);
    const page = await browser.go(link);
    expect(page.body).toContain('South · Objection handling');
    expect(await open()).toMatchObject({ state: 'open' });
    const { action, fields } = formOf(page);
    const tooLong = await browser.go(action, { form: { ...fields, until: '2027-12-01' } });
    expect(tooLong.body).toContain('Dieser Tag ist hier zu spät.');
    expect(await open()).toMatchObject({ state: 'open' });
    await browser.go(action, { form: { ...fields, until: '2026-03-20', note: 'Messe bis dahin.' } });
    expect(await open()).toMatchObject({
      state: 'snoozed',
      snoozedUntil: '2026-03-20',
      note: 'Messe bis dahin.',
    });
  });

  it('hears of it again when it has rested, and not before', async () => {
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    const person = as(api, team.owner);
    const { id } = await open();
    await person.post(`/programs/${team.program.id}/alerts/${id}/snooze`, { until: '2026-03-12' });
    for (const day of ['2026-03-10', '2026-03-11', '2026-03-12', '2026-03-13']) {
      await lanes.liveUntil(`${day}T04:23:00Z`);
      await evaluate();
    }
    await lanes.liveUntil('2026-03-13T12:00:00Z');
    expect(await mails()).toEqual(['South: Objection handling stockt', 'South: Objection handling stockt']);
    expect(await open()).toMatchObject({ state: 'open', snoozedUntil: null });
  });

  it('is asked to take one: that comes in the message of the day, whatever they chose not to be told', async () => {
    await as(api, leader).ask('PUT', '/me/subscriptions', { body: { alert: false } });
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    expect(await mails()).toEqual([]);
    const { id } = await open();
    const ask = (taker: string) =>
      as(api, team.owner).post(`/programs/${team.program.id}/alerts/${id}/acknowledgement`, { taker });
    expect((await ask(leader)).status).toBe(204);
    expect((await ask(leader)).status).toBe(204);
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toEqual(['South: Objection handling stockt']);
    const { text } = lanes.mail.messages().find(({ subject }) => subject.includes('stockt'))!;
    expect(text).toMatch(/Übernommen, Marco Rossi, auf Bitte von .+, Mo\., 9\. März/);
    expect(text).toContain('Warum Sie: Sie wurden gebeten, sich in');
    expect(await mails(team.owner)).toHaveLength(1);
  });

  it('hears nothing of what was closed before their slot, and nothing twice of what was closed after', async () => {
    await week('2026-03-02', 20);
    const close = async (): Promise<void> => {
      const { id } = await open();
      const owner = as(api, team.owner);
      const path = `/programs/${team.program.id}/alerts/${id}/resolution`;
      expect((await owner.post(path, { note: 'The region is merged.' })).status).toBe(204);
    };
    await close();
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toEqual([]);

    await week('2026-03-09', 8);
    await week('2026-03-16', 20);
    await lanes.liveUntil('2026-03-23T12:00:00Z');
    await close();
    await lanes.liveUntil('2026-03-26T12:00:00Z');
    expect(await mails()).toEqual([
      'South: Objection handling stockt',
      'South: Objection handling, geschlossen',
    ]);
    // Whoever closed it knows.
    expect(await mails(team.owner)).toEqual(['South: Objection handling is stalling']);
  });

  it('is who may act on it; others are refused, and so is what is no alert, or is over', async () => {
    await week('2026-03-02', 20);
    const { id } = await open();
    const press = async (subject: string, person = team.owner, action = 'closeIt'): Promise<number> =>
      (await as(api, person).post('/acts', { action, items: [{ enrolment: null, subject }] })).status;
    expect(await press(`alert/${id}`, team.manager)).toBe(403);
    expect(await press('alert/none-such')).toBe(422);
    expect(await press('observe/first')).toBe(422);
    expect(await press(`alert/${id}`, team.owner, 'planVisit')).toBe(422);
    expect(await press(`alert/${team.owner}`)).toBe(404);
    expect(await press(`alert/${id}`)).toBe(200);
    expect(await press(`alert/${id}`)).toBe(409);
    expect(await open()).toMatchObject({ state: 'resolved' });
  });

  it('hears nothing if they chose not to, though others do', async () => {
    const person = as(api, leader);
    await person.ask('PUT', '/me/subscriptions', { body: { alert: false } });
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toEqual([]);
    expect(await mails(team.owner)).toHaveLength(1);
  });

  it('hears no more of it once they may not see figures any more', async () => {
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    await api.dataSource.query(`UPDATE role_grant SET valid_to = '2026-03-10' WHERE person_id = $1`, [
      leader,
    ]);
    await week('2026-03-09', 8);
    await lanes.liveUntil('2026-03-17T12:00:00Z');
    expect(await mails()).toEqual(['South: Objection handling stockt']);
    expect(await mails(team.owner)).toEqual([
      'South: Objection handling is stalling',
      'South: Objection handling is back on track',
    ]);
  });

  it('hears nothing of it if they may not see figures any more when their slot comes', async () => {
    await week('2026-03-02', 20);
    await figuresOf('standing', '2026-03-02');
    await inTransaction(api.app, (tx) => queueDigests(tx, team.program.id, 8, api.clock.now()));
    await mayNotSee(leader, '2026-03-09T05:00:00Z');
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toEqual([]);
    expect(await mails(team.owner)).toEqual(['South: Objection handling is stalling']);
  });

  it('hears nothing of it if they may not see figures any more when a failed message is tried again', async () => {
    await week('2026-03-02', 20);
    api.clock.time = Date.parse('2026-03-09T10:00:00Z');
    await lanes.drain(failing);
    await mayNotSee(leader, '2026-03-09T10:00:00Z');
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toEqual([]);
    expect(await mails(team.owner)).toHaveLength(1);
  });

  it('sees no newer figure in a card that they had, once they may not see figures any more', async () => {
    await api.ask('PATCH', `/people/${leader}`, { body: { preferredChannel: 'slack' } });
    await week('2026-03-02', 20);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    await mayNotSee(leader, '2026-03-10');
    await week('2026-03-09', 8);
    await lanes.liveUntil('2026-03-17T12:00:00Z');
    const cards = lanes.slack.messages().map(shown);
    expect(cards).toHaveLength(1);
    expect(cards[0]).toContain('20 von 40');
    expect(cards[0]).not.toContain('8 von 40');
  });

  it('hears of it in their hours, also where the first try failed', async () => {
    await week('2026-03-02', 20);
    api.clock.time = Date.parse('2026-03-09T10:00:00Z');
    await lanes.drain(failing);
    api.clock.time = Date.parse('2026-03-09T21:30:00Z');
    await lanes.drain();
    expect(await mails()).toEqual([]);
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toHaveLength(1);
  });

  it('hears nothing of what rests, or is over, since the first try failed', async () => {
    const failsThen = async (act: string, body: object): Promise<void> => {
      api.clock.time += 6 * 3_600_000;
      await lanes.drain(failing);
      const { id } = await open();
      const { status } = await as(api, team.owner).post(
        `/programs/${team.program.id}/alerts/${id}/${act}`,
        body,
      );
      expect(status).toBe(204);
    };
    await week('2026-03-02', 20);
    await failsThen('snooze', { until: '2026-03-12' });
    await lanes.liveUntil('2026-03-11T12:00:00Z');
    expect(await mails()).toEqual([]);
    await week('2026-03-09', 20);
    await failsThen('resolution', { note: 'The region is merged.' });
    await lanes.liveUntil('2026-03-18T12:00:00Z');
    expect(await mails()).toEqual([]);
  });

  it('hears that it is over if they were asked to take it, whatever they chose not to be told', async () => {
    await as(api, leader).ask('PUT', '/me/subscriptions', { body: { alert: false } });
    await week('2026-03-02', 20);
    const { id } = await open();
    const path = `/programs/${team.program.id}/alerts/${id}/acknowledgement`;
    expect((await as(api, team.owner).post(path, { taker: leader })).status).toBe(204);
    await lanes.liveUntil('2026-03-09T12:00:00Z');
    await week('2026-03-09', 8);
    await lanes.liveUntil('2026-03-17T12:00:00Z');
    expect(await mails()).toEqual([
      'South: Objection handling stockt',
      'South: Objection handling ist wieder auf gutem Weg',
    ]);
  });

  it('is told of their own line without what was taken back', async () => {
    await api.ask('PATCH', `/people/${team.manager}`, { body: { preferredChannel: 'email' } });
    const loop = await openLoop(api, team);
    const report = {
      happenedAt: '2026-03-02T08:00:00Z',
      observer: team.manager,
      ratings: { asksFirst: 2, closes: 2 },
      evidence: 'Asked first.',
      suggestion: 'Close.',
      talked: true,
    };
    api.clock.time = Date.parse('2026-03-02T09:00:00Z');
    const kept = await api.made<{ fact: string }>(`/enrolments/${loop}/observations`, report);
    const told = async (monday: string): Promise<string> => {
      await week(monday, 20);
      await figuresOf('standing', monday);
      await inTransaction(api.app, (tx) => queueDigests(tx, team.program.id, 8, api.clock.now()));
      await lanes.liveUntil(new Date(api.clock.now() + 8 * 3_600_000).toISOString());
      return lanes.mail.messages().find(({ text }) => text.includes('seen in the week'))!.text;
    };
    const taken = { fact: kept.fact, reason: 'It was another day.', takeBack: true };
    await api.made(`/enrolments/${loop}/correction`, taken);
    expect(await told('2026-03-02')).toContain('0 seen in the week');
  });

  it('waits for the next working morning where the slot was missed', async () => {
    await week('2026-03-02', 20);
    api.clock.time = Date.parse('2026-03-09T21:30:00Z');
    await lanes.drain();
    expect(await mails()).toEqual([]);
    await lanes.liveUntil('2026-03-10T12:00:00Z');
    expect(await mails()).toHaveLength(1);
  });
});
