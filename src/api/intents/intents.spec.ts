import { startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  aTeam,
  bellOf,
  launch,
  logOf,
  lookAt,
  openLoop,
  sendFile,
  type Team,
} from '../../../test/support/coaching.js';
import { readAgreed } from '../../store/loops/agreed.js';
import type { Taken } from './intents.dto.js';

interface Refused {
  detail: string;
  allowed: string[];
}

let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  api = await startTestApi({ at: '2026-03-03T08:00:00Z' });
});
beforeEach(async () => {
  api.clock.time = Date.parse('2026-03-03T08:00:00Z');
  team = await aTeam(api);
  loop = await openLoop(api, team);
});
afterAll(() => api.close());

const tell = <T = Taken>(path: string, body: object = {}, by = team.manager, headers = {}) =>
  api.post<T>(`/enrolments/${loop}/${path}`, body, { 'acting-as': by, ...headers });
const observe = async (body: object = {}): Promise<string> =>
  (await tell<{ observation: string }>('observations', body)).body.observation;
const newest = async () => (await logOf(api, loop)).at(-1)!;

describe('what follows an observation', () => {
  it('goes from feedback to answer, action and follow-up; every step rings', async () => {
    const observation = await observe();
    const given = await tell('feedback', {
      observation,
      ratings: { asksFirst: 3, closes: 2 },
      evidence: 'She asked before the data.',
      action: { text: 'Ask first.' },
    });
    expect(given.status).toBe(201);
    expect(await newest()).toMatchObject({
      kind: 'feedbackGiven',
      actorId: team.manager,
      data: { observationId: observation, level: 2 },
    });
    const { action } = given.body;
    const record = await api.post(`/enrolments/${loop}/confirmation`, { observation, by: 'callRecord' });
    expect(record.body).toMatchObject({ enrolment: loop, kind: 'confirmed' });
    const steps: [string, object, string, string][] = [
      [
        'acknowledgement',
        { observation, answer: 'accept', comment: 'That matches. 👍' },
        'acknowledged',
        team.rep,
      ],
      [`actions/${action}/done`, {}, 'actionDone', team.rep],
      [`actions/${action}/verification`, { outcome: 'working' }, 'actionVerified', team.manager],
    ];
    for (const [path, body, kind, by] of steps) {
      const { raised } = await bellOf(api, loop);
      expect((await tell(path, body, by)).body).toMatchObject({ enrolment: loop, kind });
      expect(await newest()).toMatchObject({ kind, actorId: by });
      expect((await bellOf(api, loop)).raised).toBe(raised + 1);
    }
    const { body } = await api.get(`/enrolments/${loop}`);
    expect(body).toMatchObject({
      seen: [
        {
          feedback: { level: 2, evidence: 'She asked before the data.' },
          acknowledgement: { answer: 'accepted' },
        },
      ],
      actions: [{ doneAt: expect.any(String), verifiedAt: expect.any(String), outcome: 'working' }],
    });
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'observe' });
  });

  it('a dispute leads to a talk, which can change the ratings', async () => {
    const observation = await observe({ ratings: { asksFirst: 1 } });
    await tell(
      'acknowledgement',
      { observation, answer: 'dispute', reason: 'seenDifferently', comment: '=cmd|calc' },
      team.rep,
    );
    const disputed = await newest();
    expect(disputed).toMatchObject({
      kind: 'disputed',
      data: { reason: 'seenDifferently' },
      note: '=cmd|calc',
    });
    expect(JSON.stringify(disputed.data)).not.toContain('cmd');
    expect((await tell('regroup', { observation, outcome: 'changed' })).status).toBe(400);
    await tell('regroup', { observation, outcome: 'changed', ratings: { asksFirst: 2 } });
    expect(await newest()).toMatchObject({ kind: 'regrouped', data: { outcome: 'changed', level: 2 } });
    const { body } = await api.get(`/enrolments/${loop}`);
    expect(body).toMatchObject({ seen: [{ feedback: { ratings: { asksFirst: 2 }, level: 2 } }] });
  });

  it('shows no more what was agreed on what a talk withdrew, and brings it up no more', async () => {
    const { observation } = (
      await tell<{ observation: string }>('observations', {
        ratings: { asksFirst: 1 },
        talked: true,
        action: { text: 'If they name a price, then I ask first.' },
      })
    ).body;
    await tell('acknowledgement', { observation, answer: 'dispute', reason: 'didNotHappen' }, team.rep);
    const agreed = async (): Promise<number> =>
      (await api.get<{ actions: unknown[] }>(`/enrolments/${loop}`)).body.actions.length;
    expect(await agreed()).toBe(1);
    await tell('regroup', { observation, outcome: 'withdrawn' });
    expect(await agreed()).toBe(0);
    expect(await readAgreed(api.app.manager, [loop], team.manager, api.clock.now())).toEqual(new Map());
  });

  it('shows the ratings as they were given once a talk that changed them is taken back', async () => {
    const given = { asksFirst: 3, closes: 'noOccasion' };
    const observation = await observe({ ratings: given });
    const feedback = async () =>
      (await api.get<{ seen: { feedback: unknown }[] }>(`/enrolments/${loop}`)).body.seen[0]!.feedback;
    await tell('acknowledgement', { observation, answer: 'dispute', reason: 'seenDifferently' }, team.rep);
    for (const agreed of [1, 2]) {
      await tell('regroup', { observation, outcome: 'changed', ratings: { asksFirst: agreed } });
      expect(await feedback()).toMatchObject({ ratings: { asksFirst: agreed }, level: agreed });
      const { id: fact } = await newest();
      await tell('correction', { fact, takeBack: true, reason: 'It was about another visit.' });
      expect(await feedback()).toMatchObject({ ratings: given, level: 3 });
    }
  });

  it('is refused where it cannot be: unknown, twice, or about nothing', async () => {
    const observation = await observe({ ratings: { asksFirst: 2 } });
    const unknown = '00000000-0000-4000-8000-000000000000';
    // Nobody was there when nothing was seen.
    expect((await tell('feedback', { observation: unknown, evidence: 'x' })).status).toBe(403);
    expect(
      (await api.post(`/enrolments/${loop}/feedback`, { observation: unknown, evidence: 'x' })).status,
    ).toBe(404);
    expect((await tell('acknowledgement', { observation: unknown, answer: 'accept' }, team.rep)).status).toBe(
      404,
    );
    expect((await tell(`actions/${unknown}/done`, {}, team.rep)).status).toBe(404);
    expect((await tell('feedback', { observation })).status).toBe(400);
    expect((await tell('acknowledgement', { observation, answer: 'accept' }, team.rep)).status).toBe(201);
    const twice = await tell<Refused>('acknowledgement', { observation, answer: 'accept' }, team.rep);
    expect(twice.status).toBe(409);
    expect(twice.body.allowed).toEqual(expect.any(Array));
  });

  it('of answers that arrive at once one is taken', async () => {
    const observation = await observe({ ratings: { asksFirst: 2 } });
    const accept = { observation, answer: 'accept' };
    const dispute = { observation, answer: 'dispute', reason: 'didNotHappen' };
    const answers = await Promise.all(
      [accept, dispute, accept, dispute, accept, dispute].map((body) =>
        tell('acknowledgement', body, team.rep),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });
});

describe('an honest answer', () => {
  // Tuesday, 3 March, 09:00 in Berlin: five working days end on Tuesday, 10 March, at 18:00.
  it.each([
    ['snooze', { until: '2026-03-12' }, 'snoozed', '2026-03-11T23:00:00.000Z'],
    ['no-opportunity', { until: 'P5D' }, 'noOpportunity', '2026-03-10T17:00:00.000Z'],
    ['not-possible', { until: '2026-03-05T10:00:00+01:00' }, 'notPossible', '2026-03-05T09:00:00.000Z'],
    ['not-my-rep', {}, 'notMyRep', '2026-03-10T17:00:00.000Z'],
  ])('%s %j holds until its time', async (path, body, kind, until) => {
    const reply = await tell(path, { ...body, note: 'On holiday' });
    expect(reply).toMatchObject({ status: 201, body: { kind, until } });
    expect(await newest()).toMatchObject({ kind, data: { until: Date.parse(until) }, note: 'On holiday' });
  });

  it('holds no longer than its cadence allows, and the answer says until when it does', async () => {
    const reply = await tell<{ until: string }>('no-opportunity', { until: '2026-12-01' });
    expect(reply.status).toBe(201);
    // Twenty working days.
    expect(reply.body.until).toMatch(/^2026-03-31T/);
    expect(await newest()).toMatchObject({ data: { until: Date.parse('2026-11-30T23:00:00.000Z') } });
  });

  it('that is over before it begins, or is no time, is refused', async () => {
    expect((await tell('snooze', { until: '2026-03-01' })).status).toBe(422);
    expect((await tell('snooze', { until: 'P1M' })).status).toBe(400);
    expect((await tell('snooze', {})).status).toBe(400);
  });

  it('of a rep is kept: ready, and where they see themselves', async () => {
    expect((await tell('ready', {}, team.rep)).body.kind).toBe('ready');
    expect((await tell('self-assessment', { level: 3 }, team.rep)).body.kind).toBe('selfAssessed');
    expect((await tell('self-assessment', { level: 4 }, team.rep)).status).toBe(422);
  });
});

describe('the course of a loop', () => {
  it('stands still, goes on, ends and is reopened, each with a reason', async () => {
    expect((await tell('pause', {})).status).toBe(400);
    await tell('pause', { reason: 'Reorganisation' });
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'paused' });
    api.clock.time += 60_000;
    await tell('resume');
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'observe' });
    await tell('excuse', { reason: 'Parental leave', until: 'P20D' });
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'excused' });
    await tell('withdraw', { reason: 'Left the line' });
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'withdrawn', ended: true });
    const refused = await tell<Refused>('ready', {}, team.rep);
    expect(refused.status).toBe(409);
    expect(refused.body.allowed).toContain('reopened');
    api.clock.time += 60_000;
    expect((await tell('reopen', { reason: 'Back again' })).status).toBe(201);
    expect(await lookAt(api, loop)).toMatchObject({ ended: false });
  });

  it('is not reopened beside a newer loop of a rep who was trained again, and holds its place as soon as it is', async () => {
    const { body: rep } = await api.get<{ externalId: string }>(`/people/${team.rep}`);
    const trainedAgain = async (day: string): Promise<number> => {
      await sendFile(
        api,
        'completions',
        `rep,training,completedAt\n${rep.externalId},${team.training},${day}\n`,
      );
      return launch(api, team.program.id);
    };
    await tell('withdraw', { reason: 'Left' });
    await lookAt(api, loop);
    api.clock.time = Date.parse('2026-03-10T08:00:00Z');
    expect(await trainedAgain('2026-03-06')).toBe(1);
    const refused = await tell<Refused>('reopen', { reason: 'Back again' });
    expect(refused).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('trained again') },
    });
    const older = loop;
    loop = (await api.get<{ items: { id: string }[] }>(`/enrolments?rep=${team.rep}&ended=false`)).body
      .items[0]!.id;
    expect(loop).not.toBe(older);
    await tell('withdraw', { reason: 'Left' });
    await lookAt(api, loop);
    api.clock.time += 60_000;
    expect((await tell('reopen', { reason: 'Back again' })).status).toBe(201);
    await trainedAgain('2026-03-09');
    expect(await lookAt(api, loop)).toMatchObject({ ended: false });
  });

  it('takes a late truth about a loop that has ended', async () => {
    const withdrawnAt = '2026-03-05T08:00:00Z';
    api.clock.time = Date.parse(withdrawnAt);
    await tell('withdraw', { reason: 'Left' });
    await lookAt(api, loop);
    api.clock.time += 86_400_000;
    const late = await tell('observations', {
      happenedAt: '2026-03-04T10:00:00Z',
      ratings: { asksFirst: 2 },
    });
    expect(late.status).toBe(201);
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'withdrawn', ended: true });
    expect((await tell('observations', { ratings: { asksFirst: 2 } })).status).toBe(409);
  });

  it('takes facts out of order, and none of the future', async () => {
    await observe({ happenedAt: '2026-03-03T07:00:00Z' });
    expect((await tell('ready', { happenedAt: '2026-03-03T06:00:00Z' }, team.rep)).status).toBe(201);
    expect((await tell('ready', { happenedAt: '2026-03-03T08:04:00Z' }, team.rep)).status).not.toBe(422);
    expect((await tell('ready', { happenedAt: '2026-03-03T08:06:00Z' }, team.rep)).status).toBe(422);
  });
});

describe('a correction', () => {
  it('takes an observation back: the log keeps it, the enrolment no longer shows it', async () => {
    const reply = await tell<{ fact: string }>('observations', { ratings: { asksFirst: 3 } });
    expect(
      (await tell('correction', { fact: reply.body.fact, takeBack: true, reason: 'Another rep' })).status,
    ).toBe(201);
    expect(await newest()).toMatchObject({
      kind: 'corrected',
      data: { factId: reply.body.fact, data: null },
      note: 'Another rep',
    });
    expect(await lookAt(api, loop)).toMatchObject({ phase: 'observe' });
    expect((await api.get<{ seen: unknown[] }>(`/enrolments/${loop}`)).body.seen).toEqual([]);
  });

  it('puts right what can be put right', async () => {
    const reply = await tell<{ fact: string }>('observations', { channel: 'phone' });
    const { fact } = reply.body;
    expect((await tell('correction', { fact, data: { channel: 'remote' }, reason: 'Slip' })).status).toBe(
      201,
    );
    expect((await api.get(`/enrolments/${loop}`)).body).toMatchObject({ seen: [{ channel: 'remote' }] });
    expect((await tell('correction', { fact, data: { channel: 'pigeon' }, reason: 'x' })).status).toBe(422);
    expect((await tell('correction', { fact, data: { observer: team.rep }, reason: 'x' })).status).toBe(422);
    expect((await tell('correction', { fact, reason: 'x' })).status).toBe(400);
  });

  it('is not for what the loop said, nor for facts of others', async () => {
    await lookAt(api, loop);
    const log = await logOf(api, loop);
    const engine = log.find(({ kind }) => kind === 'phaseEntered')!;
    const takeBack = (fact: string) =>
      api.post(`/enrolments/${loop}/correction`, { fact, takeBack: true, reason: 'x' });
    expect((await takeBack(engine.id)).status).toBe(422);
    expect((await takeBack(log[0]!.id)).status).toBe(422);
    const seen = await tell<{ fact: string }>('observations');
    const mine = { fact: seen.body.fact, takeBack: true, reason: 'x' };
    expect((await tell('correction', mine, team.rep)).status).toBe(403);
    const other = await openLoop(api, await aTeam(api));
    const foreign = (await logOf(api, other))[0]!.id;
    expect((await takeBack(foreign)).status).toBe(404);
  });
});

describe('bad input', () => {
  it('is answered clearly, and leaves nothing', async () => {
    const before = await logOf(api, loop);
    const post = (body: string, type = 'application/json') =>
      api.ask('POST', `/enrolments/${loop}/ready`, { body, headers: { 'content-type': type } });
    expect((await post('{"note":')).status).toBe(400);
    expect((await post('{}', 'application/xml')).status).toBe(415);
    expect((await post(JSON.stringify({ note: 'x'.repeat(2_000_000) }))).status).toBe(413);
    expect((await tell('ready', { note: 'x'.repeat(10_001) }, team.rep)).status).toBe(400);
    expect((await tell('ready', { note: 'bell \u0007' }, team.rep)).status).toBe(400);
    expect((await api.post('/enrolments/00000000-0000-4000-8000-000000000000/ready')).status).toBe(404);
    expect((await api.post('/enrolments/nobody/ready')).status).toBe(404);
    expect(await logOf(api, loop)).toEqual(before);
    expect((await tell('ready', { note: `${'é'.repeat(9_990)} 🎯\nline` }, team.rep)).status).toBe(201);
  });

  it('the same request again is answered as before, another under its key is refused', async () => {
    const key = { 'idempotency-key': 'ready-1' };
    const first = await tell('ready', {}, team.rep, key);
    expect((await tell('ready', {}, team.rep, key)).body).toEqual(first.body);
    expect((await logOf(api, loop)).filter(({ kind }) => kind === 'ready')).toHaveLength(1);
    expect((await tell('ready', { note: 'other' }, team.rep, key)).status).toBe(422);
  });
});
