import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  agree,
  aProgram,
  aTeam,
  changeRosters,
  launch,
  leads,
  logOf,
  lookAt,
  openLoop,
  sendFile,
  type Team,
} from '../../../test/support/coaching.js';
import { aCadence, addPerson, publishCadence } from '../../../test/support/organisation.js';
import type { ActForm } from '../acts/acts.dto.js';
import type { Taken } from './intents.dto.js';

/** What somebody says to one thing that is owed, and who may say it. */

const to = (at: string, audience: string) => ({ at, to: audience, via: ['email'] });
const climbing = {
  ...aCadence,
  ladders: {
    ...aCadence.ladders,
    observe: [to('P0D', 'manager'), to('P4D', 'secondLine')],
    followUp: [to('P0D', 'manager')],
    cover: [to('P0D', 'manager'), to('P1D', 'secondLine')],
  },
};

let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  api = await startTestApi({ at: '2026-03-03T08:00:00Z' });
  await agree(api);
});
beforeEach(async () => {
  api.clock.time = Date.parse('2026-03-03T08:00:00Z');
  team = await aTeam(api, climbing);
  loop = await openLoop(api, team);
  await lookAt(api, loop);
});
afterAll(() => api.close());

const tell = (path: string, body: object, by: string | null, of = loop) =>
  api.post<Taken & { detail: string }>(
    `/enrolments/${of}/${path}`,
    body,
    by === null ? {} : { 'acting-as': by },
  );
const answer = (path: string, by: string | null, body: object = {}, of = loop) =>
  tell(`answers/${path}`, { obligation: 'observe/first', ...body }, by, of);
const newest = async (of = loop) => (await logOf(api, of)).at(-1)!;
const open = async (of = loop) =>
  (await api.get<{ open: { obligation: string; ownerId: string | null }[] }>(`/enrolments/${of}`)).body.open;

describe('an answer to what is owed', () => {
  it('stands in the log with who gave it; their words stand beside', async () => {
    const reply = await answer('ask-for-help', team.manager, { note: 'Two congresses this month.' });
    expect(reply).toMatchObject({ status: 201, body: { kind: 'answered' } });
    expect(await newest()).toMatchObject({
      kind: 'answered',
      actorId: team.manager,
      data: { obligation: 'observe/first', answer: 'askForHelp', person: team.manager },
      note: 'Two congresses this month.',
    });
    await lookAt(api, loop);
    expect((await open())[0]).toMatchObject({
      answers: [{ answer: 'askForHelp', person: team.manager }],
    });
    const { body } = await api.get<{ timeline: { text: string }[] }>(`/enrolments/${loop}/timeline`);
    expect(JSON.stringify(body)).toContain('asked for help with an observation.');
  });

  it.each([
    ['ask-for-help', 'manager', ['rep', 'secondLine']],
    ['free-hour', 'secondLine', ['rep', 'manager']],
    ['leave-it', 'secondLine', ['rep', 'manager']],
    ['talk-about', 'rep', ['manager', 'secondLine']],
  ] as const)('%s is said by the %s, and by nobody else', async (path, by, others) => {
    for (const other of others) expect((await answer(path, team[other])).status).toBe(403);
    expect((await answer(path, team[by])).status).toBe(201);
  });

  it('is refused where nothing of the kind is owed, where it says nothing, and twice', async () => {
    const unknown = await answer('ask-for-help', team.manager, { obligation: 'observe/elsewhere' });
    expect(unknown.status).toBe(404);
    expect((await answer('talk-about', team.rep, { obligation: 'not a key' })).status).toBe(404);
    expect((await answer('take-it', team.secondLine)).status).toBe(409);
    expect((await answer('free-hour', team.secondLine)).status).toBe(201);
    expect((await answer('free-hour', team.secondLine)).status).toBe(409);
    await tell('observations', {}, team.manager);
    await lookAt(api, loop);
    const over = await answer('leave-it', team.secondLine);
    expect(over).toMatchObject({ status: 409, body: { code: 'notOwed' } });
  });

  it('that asks for help is refused where the cadence names nobody above', async () => {
    const { body } = await tell(
      'observations',
      { ratings: { asksFirst: 2 }, action: { text: 'Ask first.' } },
      team.manager,
    );
    await lookAt(api, loop);
    const { observation } = body as unknown as { observation: string };
    const reply = await answer('ask-for-help', team.manager, { obligation: `followUp/${observation}` });
    expect(reply).toMatchObject({ status: 422, body: { detail: expect.stringContaining('nobody above') } });
  });

  it('can be taken back by who gave it', async () => {
    const { fact } = (await answer('leave-it', team.secondLine)).body;
    const body = { fact, takeBack: true, reason: 'Pressed by mistake' };
    expect((await tell('correction', body, team.secondLine)).status).toBe(201);
    expect((await answer('leave-it', team.secondLine)).status).toBe(201);
  });
});

describe('a loop whose manager left', () => {
  let cover: string;
  beforeEach(async () => {
    await api.ask('PATCH', `/people/${team.manager}`, {
      body: { activeUntil: '2026-03-02' },
      headers: { 'if-match': '*' },
    });
    await changeRosters(api);
    await lookAt(api, loop);
    cover = (await open()).find(({ obligation }) => obligation.startsWith('cover/'))!.obligation;
  });

  it('is taken by the second line: they coach the rep, and what the manager owed is asked of them', async () => {
    expect((await answer('take-it', team.manager, { obligation: cover })).status).not.toBe(201);
    const reply = await answer('take-it', team.secondLine, { obligation: cover });
    expect(reply.status).toBe(201);
    await changeRosters(api);
    await lookAt(api, loop);
    const { body } = await api.get<{ items: { coach: string }[] }>(`/people/${team.rep}/co-coaches`);
    expect(JSON.stringify(body)).toContain(team.secondLine);
    const left = await open();
    expect(left.map(({ obligation }) => obligation)).toEqual(['observe/first']);
    expect(left[0]!.ownerId).toBe(team.secondLine);
    const page = await api.get<{ manager: unknown; meanwhile: { id: string } }>(`/enrolments/${loop}`);
    expect(page.body.meanwhile.id).toBe(team.secondLine);
    expect((await answer('take-it', team.secondLine, { obligation: cover })).status).toBe(409);
  });

  it('is given to a colleague of the same line, never across commercial and medical', async () => {
    const medical = await addPerson(api, { role: 'manager', function: 'medical' });
    const refused = await answer('take-it', team.secondLine, { obligation: cover, person: medical });
    expect(refused).toMatchObject({ status: 422, body: { detail: expect.stringContaining('medical') } });
    const peer = await addPerson(api, { role: 'manager' });
    expect((await answer('take-it', null, { obligation: cover })).status).toBe(422);
    expect((await answer('take-it', team.secondLine, { obligation: cover, person: peer })).status).toBe(201);
    await changeRosters(api);
    await lookAt(api, loop);
    expect((await open())[0]!.ownerId).toBe(peer);
    // Who coaches a rep may say of the loop what its manager could.
    expect((await tell('snooze', { until: 'P3D' }, peer)).status).toBe(201);
  });

  it('is given by a button to whom the second line chooses: those of their own line come first, they themselves last', async () => {
    const near = await addPerson(api, { role: 'manager', name: 'Zoe Near', region: 'South' });
    await leads(api, team.secondLine, near);
    const far = await addPerson(api, { role: 'trainer', name: 'Ada Far' });
    const medical = await addPerson(api, { role: 'manager', function: 'medical' });
    const away = await addPerson(api, { role: 'manager' });
    const today = new Date(api.clock.now()).toISOString().slice(0, 10);
    const inAMonth = new Date(api.clock.now() + 31 * 86_400_000).toISOString().slice(0, 10);
    await api.made(`/people/${away}/absences`, { from: today, to: inAMonth });
    await api.dataSource.query(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at, handed_over_at)
       VALUES (gen_random_uuid(), $1, $2, 9, 'secondLine', $3, 0, $4, '{email}', false, 'handedOver', $4, $4)`,
      [loop, cover, team.secondLine, new Date(api.clock.now())],
    );
    const boss = await signedIn(api, team.secondLine);
    const press = { action: 'nameSomeone', items: [{ enrolment: loop, subject: cover }] };
    const { status, body: form } = await boss.post<ActForm>('/acts/form', press);
    expect([status, form]).toMatchObject([200, { title: 'Name someone…' }]);
    const { options } = form.fields.find(({ name }) => name === 'taker')!;
    expect(options[0]!.label).toBe('Zoe Near · South');
    const offered = options.map(({ value }) => value);
    expect([offered[0], offered.at(-1)]).toEqual([near, team.secondLine]);
    expect(offered).toContain(far);
    for (const one of [medical, away, team.manager, team.rep]) expect(offered).not.toContain(one);

    expect((await boss.post('/acts', { ...press, filled: { taker: medical } })).status).toBe(422);
    expect((await boss.post('/acts', { ...press, filled: { taker: near } })).status).toBe(200);
    await changeRosters(api);
    await lookAt(api, loop);
    expect((await open())[0]!.ownerId).toBe(near);
    const late = await boss.post('/acts', { ...press, filled: { taker: far } });
    expect(late).toMatchObject({ status: 409, body: { over: true } });
  });

  it('is taken with the other loops of the rep that seek somebody', async () => {
    const cadenceVersionId = await publishCadence(api, `Another wave ${loop}`, climbing);
    const program = await aProgram(api, {
      owner: team.owner,
      cadenceVersionId,
      capability: team.capability.id,
    });
    const { externalId } = (await api.get<{ externalId: string }>(`/people/${team.rep}`)).body;
    await sendFile(
      api,
      'completions',
      `rep,training,completedAt\n${externalId},${team.training},2026-03-02\n`,
    );
    await launch(api, program.id);
    const { body } = await api.get<{ items: { id: string }[] }>(
      `/enrolments?rep=${team.rep}&program=${program.code}`,
    );
    const other = body.items[0]!.id;
    await lookAt(api, other);
    expect((await open(other)).map(({ obligation }) => obligation)).toContainEqual(
      expect.stringMatching(/^cover\//),
    );
    await answer('take-it', team.secondLine, { obligation: cover });
    await changeRosters(api);
    await lookAt(api, other);
    expect((await open(other)).map(({ obligation }) => obligation)).toEqual(['observe/first']);
  });
});

describe('more time', () => {
  it('is the rep’s to ask for what they owe, and the second line’s for the manager', async () => {
    const until = Date.parse('2026-03-11T23:00:00Z');
    expect((await tell('snooze', { until: '2026-03-12' }, team.rep)).status).toBe(201);
    expect((await newest()).data).toEqual({ until, owedBy: 'rep' });
    expect((await tell('snooze', { until: '2026-03-12' }, team.secondLine)).status).toBe(201);
    expect((await newest()).data).toEqual({ until });
  });
});

describe('what the rep tried', () => {
  it('is told with how it went, in the rep’s own word', async () => {
    const { body } = await tell(
      'observations',
      { ratings: { asksFirst: 2 }, action: { text: 'Ask first.' } },
      team.manager,
    );
    const { action } = body as { action: string };
    expect((await tell(`actions/${action}/done`, { outcome: 'perhaps' }, team.rep)).status).toBe(400);
    await tell(`actions/${action}/done`, { outcome: 'didNotHelp' }, team.rep);
    expect(await newest()).toMatchObject({ kind: 'actionDone', data: { outcome: 'didNotHelp' } });
    const read = await api.get(`/enrolments/${loop}`);
    expect(read.body).toMatchObject({ actions: [{ tried: 'didNotHelp', outcome: null }] });
  });
});

describe('a new visit', () => {
  it('of manager and rep is planned by the second line too', async () => {
    const visit = { rep: team.rep, at: '2026-03-10T10:00:00+01:00', observers: [team.manager] };
    const planned = await api.post('/joint-visits', visit, { 'acting-as': team.secondLine });
    expect(planned).toMatchObject({ status: 201, body: { observers: [team.manager] } });
    const stranger = await addPerson(api, { role: 'secondLine' });
    expect((await api.post('/joint-visits', visit, { 'acting-as': stranger })).status).toBe(422);
  });
});
