import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { publishCadence } from '../../../test/support/organisation.js';
import { aProgram, aTeam, logOf, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import type { Visit } from '../visits/visits.dto.js';
import type { ObservationAnswer as Observed, Reported } from './reports.dto.js';

let api: TestApi;
let team: Team;
let loops: string[];
let visit: Visit;
const AFTERNOON = Date.parse('2026-03-03T15:00:00Z');

beforeAll(async () => {
  api = await startTestApi();
  team = await aTeam(api);
  const cadenceVersionId = await publishCadence(api, 'Second wave');
  const second = await aProgram(api, { owner: team.owner, cadenceVersionId, capability: team.capability.id });
  loops = [await openLoop(api, team), await openLoop(api, team, second)];
});
beforeEach(async () => {
  api.clock.time = AFTERNOON;
  visit = await api.made('/joint-visits', {
    rep: team.rep,
    at: '2026-03-03T13:00:00Z',
    observers: [team.manager, team.secondLine],
  });
});
afterAll(() => api.close());

const report = (body: object, headers: Record<string, string> = { 'acting-as': team.manager }) =>
  api.post<Reported & { detail: string; errors: { path: string }[] }>(
    `/joint-visits/${visit.id}/report`,
    body,
    headers,
  );

const FULL = {
  customer: 'Klinikum Isarauen',
  capabilities: [
    {
      capability: 'CODE',
      ratings: { asksFirst: 2, closes: 'noOccasion' },
      evidence: `She asked first. 🎯\n=1+1 ${'x'.repeat(9_000)}`,
      suggestion: 'Name the next step.',
      talked: true,
      action: { text: 'If they name a competitor, then I ask what matters most first.', dueOn: '2026-03-20' },
    },
  ],
};
const full = () => ({
  ...FULL,
  capabilities: [{ ...FULL.capabilities[0], capability: team.capability.code }],
});

describe('the field coaching report', () => {
  it('counts in every open program that holds the capability, in one transaction', async () => {
    const { status, body } = await report(full());
    expect(status).toBe(201);
    expect(body.visit.state).toBe('held');
    expect(body.observations.map(({ enrolment }) => enrolment).sort()).toEqual([...loops].sort());
    for (const { enrolment, observation, action } of body.observations) {
      const log = await logOf(api, enrolment);
      expect(log.slice(-2)).toMatchObject([
        { kind: 'visitHeld' },
        {
          kind: 'observed',
          happenedAt: '2026-03-03T13:00:00.000Z',
          actorId: team.manager,
          data: {
            observationId: observation,
            visitId: visit.id,
            observer: team.manager,
            channel: 'faceToFace',
            prompted: true,
            feedback: {
              level: 2,
              givenAt: AFTERNOON,
              actions: [{ actionId: action, dueAt: Date.parse('2026-03-20T17:00:00Z') }],
            },
          },
        },
      ]);
      // The log knows the customer by an opaque id, and nothing of what was written.
      expect(JSON.stringify(log)).not.toMatch(/Isarauen|She asked|next step|competitor/);
      const detail = await api.get(`/enrolments/${enrolment}`);
      expect(detail.body).toMatchObject({
        seen: [
          {
            customer: 'Klinikum Isarauen',
            feedback: { evidence: full().capabilities[0]!.evidence, talked: true },
          },
        ],
        actions: [{ id: action, text: FULL.capabilities[0]!.action.text, doneAt: null }],
      });
    }
    expect(await lookAt(api, loops[0]!)).toMatchObject({ phase: 'develop' });
  });

  it('names the same customer by the same id, however it is written', async () => {
    const [spelt] = (await report({ ...full(), customer: '  klinikum   ISARAUEN ' })).body.observations;
    const facts = (await logOf(api, spelt!.enrolment)).filter(({ kind }) => kind === 'observed');
    expect(new Set(facts.map(({ data }) => data.customer)).size).toBe(1);
    expect(facts.length).toBeGreaterThan(1);
  });

  it('is of the institution of the visit where it names no other', async () => {
    const visited = { rep: team.rep, at: '2026-03-03T13:00:00Z', institution: FULL.customer };
    visit = await api.made('/joint-visits', { ...visited, observers: [team.manager] });
    const { customer, ...unnamed } = full();
    const [named] = (await report({ ...unnamed, customer })).body.observations;
    visit = await api.made('/joint-visits', { ...visited, observers: [team.secondLine] });
    const [left] = (await report(unnamed, { 'acting-as': team.secondLine })).body.observations;
    const facts = await Promise.all(
      [named!, left!].map(async (one) => (await logOf(api, one.enrolment))[one.seq - 1]!),
    );
    expect(facts[1]!.data.customer).toBe(facts[0]!.data.customer);
    expect(facts[1]!.data.customer).not.toBeNull();
  });

  it('of one program goes to that loop alone', async () => {
    const [entry] = full().capabilities;
    const { body } = await report({
      capabilities: [
        { capability: team.capability.id, program: team.program.code, evidence: entry!.suggestion },
      ],
    });
    expect(body.observations.map(({ enrolment }) => enrolment)).toEqual([loops[0]]);
  });

  it.each<[string, (team: Team) => object, number]>([
    [
      'an anchor the rubric has not',
      ({ capability }) => ({ capabilities: [{ capability: capability.code, ratings: { smiles: 1 } }] }),
      422,
    ],
    [
      'a level the rubric has not',
      ({ capability }) => ({ capabilities: [{ capability: capability.code, ratings: { closes: 9 } }] }),
      422,
    ],
    ['an unknown capability', () => ({ capabilities: [{ capability: 'juggling' }] }), 422],
    [
      'the same capability twice',
      ({ capability }) => ({
        capabilities: [{ capability: capability.code }, { capability: capability.id }],
      }),
      422,
    ],
    ['nothing seen', () => ({ capabilities: [] }), 400],
    [
      'an action due in the past',
      ({ capability }) => ({
        capabilities: [{ capability: capability.code, action: { text: 'x', dueOn: '2026-03-01' } }],
      }),
      422,
    ],
    [
      'the rep as observer',
      ({ capability, rep }) => ({ observer: rep, capabilities: [{ capability: capability.code }] }),
      403,
    ],
    [
      'a control character',
      ({ capability }) => ({ capabilities: [{ capability: capability.code, evidence: 'a\u0000b' }] }),
      400,
    ],
    [
      'more than 10,000 characters',
      ({ capability }) => ({ capabilities: [{ capability: capability.code, evidence: 'x'.repeat(10_001) }] }),
      400,
    ],
    [
      'what lies ahead',
      ({ capability }) => ({
        happenedAt: '2026-03-04T15:00:00Z',
        capabilities: [{ capability: capability.code }],
      }),
      422,
    ],
  ])('with %s is refused, and nothing is half-written', async (_, body, status) => {
    const before = await logOf(api, loops[0]!);
    const reply = await report(body(team));
    expect(reply.status).toBe(status);
    expect(reply.body.detail).not.toBe('');
    expect(await logOf(api, loops[0]!)).toEqual(before);
    expect((await api.get<Visit>(`/joint-visits/${visit.id}`)).body.state).toBe('planned');
  });

  it('is not taken of a visit that was called off, and asks who saw it', async () => {
    expect((await report(full(), {})).body.detail).toContain('Who saw it?');
    await api.post(`/joint-visits/${visit.id}/cancel`);
    expect((await report(full())).status).toBe(409);
  });

  it('is taken once from each observer', async () => {
    await report(full());
    const again = await report(full());
    expect(again).toMatchObject({ status: 409, body: { allowed: ['feedback', 'correction'] } });
    expect((await report({ ...full(), observer: team.secondLine })).status).toBe(403);
    expect((await report(full(), { 'acting-as': team.secondLine })).status).toBe(201);
  });

  it('sent again under its key changes nothing', async () => {
    const headers = { 'acting-as': team.manager, 'idempotency-key': 'report-1' };
    const first = await report(full(), headers);
    const log = await logOf(api, loops[0]!);
    expect((await report(full(), headers)).body).toEqual(first.body);
    expect(await logOf(api, loops[0]!)).toEqual(log);
  });
});

describe('I saw it already', () => {
  it('is an observation without a visit', async () => {
    const reply = await api.post<{ observation: string }>(`/enrolments/${loops[0]}/observations`, {
      observer: team.manager,
      channel: 'phone',
      prompted: false,
    });
    expect(reply.status).toBe(201);
    expect((await logOf(api, loops[0]!)).at(-1)).toMatchObject({
      kind: 'observed',
      actorId: null,
      data: {
        observationId: reply.body.observation,
        visitId: null,
        channel: 'phone',
        prompted: false,
        feedback: null,
      },
    });
  });

  it('counts in every other program that holds the capability, one fact each; none where it is refused', async () => {
    const observe = (of: string, body: object = {}) =>
      api.post<Observed>(`/enrolments/${of}/observations`, { observer: team.manager, ...body });
    const lengths = () => Promise.all(loops.map(async (loop) => (await logOf(api, loop)).length));
    const [first, second] = loops as [string, string];
    const before = await lengths();
    const { body } = await observe(first, { ratings: { asksFirst: 2 }, action: { text: 'Ask first.' } });
    expect(await lengths()).toEqual(before.map((length) => length + 1));
    expect(body.elsewhere).toMatchObject([{ enrolment: second, action: expect.any(String) }]);
    expect((await logOf(api, second)).at(-1)).toMatchObject({
      kind: 'observed',
      data: { observationId: body.elsewhere[0]!.observation, visitId: null, feedback: { level: 2 } },
    });
    expect((await observe(first, { ratings: { smiles: 1 } })).status).toBe(422);
    expect(await lengths()).toEqual(before.map((length) => length + 1));

    await api.post(`/enrolments/${second}/withdraw`, { reason: 'Another task' });
    const alone = await observe(first);
    expect(alone).toMatchObject({ status: 201, body: { enrolment: first, elsewhere: [] } });
    expect((await observe(second)).status).toBe(409);
    expect((await logOf(api, first)).at(-1)!.data.observationId).toBe(alone.body.observation);
  });
});
