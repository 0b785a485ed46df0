import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { aCadence } from '../../../test/support/organisation.js';
import { handedOver } from '../../store/deliveries.js';
import { claim, lockDue } from '../../store/due.js';
import { inTransaction } from '../../store/transaction.js';
import type { EnrolmentDetail, EnrolmentSummary, Timeline } from './enrolments.dto.js';

const LADDER = [
  { at: '-P3D', to: 'manager', via: ['slack', 'email'] },
  { at: 'P4D', to: 'secondLine', via: ['email'], stall: true },
];
const CADENCE = { ...aCadence, ladders: { ...aCadence.ladders, observe: LADDER } };

let api: TestApi;
let teams: Team[];
let loops: string[];
beforeAll(async () => {
  api = await startTestApi();
  teams = [await aTeam(api, CADENCE), await aTeam(api, CADENCE), await aTeam(api, CADENCE)];
  loops = [];
  for (const team of teams) loops.push(await openLoop(api, team));
  for (const loop of loops) await lookAt(api, loop);
});
afterAll(() => api.close());

const timelineOf = async (loop: string): Promise<Timeline> =>
  (await api.get<Timeline>(`/enrolments/${loop}/timeline`)).body;

describe('enrolments', () => {
  const list = async (query: string): Promise<string[]> =>
    (await api.get<{ items: EnrolmentSummary[] }>(`/enrolments?${query}`)).body.items.map(({ id }) => id);

  it('are found by every filter', async () => {
    const [team] = teams as [Team, Team, Team];
    const first = [loops[0]];
    expect(await list(`program=${team.program.code}`)).toEqual(first);
    expect(await list(`capability=${team.capability.id}`)).toEqual(first);
    expect(await list(`rep=${team.rep}&phase=observe&region=South&country=DE&function=commercial`)).toEqual(
      first,
    );
    expect(await list(`manager=${team.manager}`)).toEqual(first);
    expect(await list(`q=${encodeURIComponent('%')}`)).toEqual([]);
    expect(await list('q=ANA&overdue=false&faulted=false&stalled=false&ended=false')).toHaveLength(3);
    expect(await list('stallReason=noManager')).toEqual([]);
    expect((await api.get('/enrolments?phase=dreaming')).status).toBe(400);
    expect((await api.get('/enrolments?cursor=abc')).status).toBe(400);
  });

  it('come page by page, what is due first coming first, none twice', async () => {
    const seen: string[] = [];
    let cursor = '';
    for (;;) {
      const { body } = await api.get<{ items: EnrolmentSummary[]; next: string | null }>(
        `/enrolments?limit=1${cursor}`,
      );
      seen.push(...body.items.map(({ id }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(await list('limit=200'));
    expect(seen).toHaveLength(3);
  });

  it('one says where it stands and what is owed', async () => {
    const { body } = await api.get<EnrolmentDetail>(`/enrolments/${loops[0]}`);
    expect(body).toMatchObject({
      phase: 'observe',
      stall: null,
      next: { kind: 'observe', owner: teams[0]!.manager, overdue: false },
      open: [{ obligation: 'observe/first', owner: 'manager' }],
      behind: false,
      cadence: { version: 1 },
    });
    expect((await api.get('/enrolments/00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('the timeline', () => {
  it('says why each message was sent, and what is to come', async () => {
    const [loop, team] = [loops[0]!, teams[0]!];
    // Due on Monday 16 March; the first rung speaks three working days before, on Wednesday morning.
    const before = await timelineOf(loop);
    expect(before.ahead.map(({ type }) => type)).toEqual(expect.arrayContaining(['due', 'wake']));
    api.clock.time = Date.parse('2026-03-11T07:00:00Z');
    await lookAt(api, loop);
    api.clock.time = Date.parse('2026-03-11T07:30:00Z');
    await lookAt(api, loop);
    const [queued] = (await timelineOf(loop)).past.filter(({ type }) => type === 'nudge');
    expect(queued).toMatchObject({
      text: expect.stringContaining('goes to Lena'),
      why: {
        obligation: 'observe/first',
        rung: 1,
        offset: '-P3D',
        audience: 'manager',
        version: 1,
        slotAt: '2026-03-11T07:30:00.000Z',
        state: 'queued',
        via: ['slack', 'email'],
      },
    });
    await api.post(`/enrolments/${loop}/observations`, { observer: team.manager, ratings: { asksFirst: 2 } });
    await lookAt(api, loop);
    const after = await timelineOf(loop);
    expect(after.past.find(({ type }) => type === 'nudge')).toMatchObject({
      text: expect.stringMatching(/was withdrawn: it was done\.$/),
      why: { state: 'withdrawn', reason: 'met' },
    });
    const facts = after.past.filter(({ type }) => type === 'fact').map(({ text }) => text);
    expect(facts).toContain(
      `Lena ${/\d+/.exec(queued!.text)![0]} saw it in front of a customer (faceToFace), with feedback.`,
    );
    expect(facts.at(-1)).toBe('The rep was trained (content 1).');
    const times = after.past.map(({ at }) => at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('says who can clear a stall, and what would help', async () => {
    const loop = loops[1]!;
    // The manager's message was handed over; four working days after the due date the second line hears of it.
    for (const at of ['2026-03-11T07:30:00Z', '2026-03-20T07:30:00Z', '2026-03-23T09:00:00Z']) {
      api.clock.time = Date.parse(at);
      await lookAt(api, loop);
      await handOver(loop);
      await lookAt(api, loop);
    }
    const { body } = await api.get<EnrolmentDetail>(`/enrolments/${loop}`);
    expect(body.stall).toMatchObject({ reason: 'noVisitPlanned', clearer: 'manager', nextStep: 'planVisit' });
    expect(body.next!.overdue).toBe(true);
    const { items } = (
      await api.get<{ items: EnrolmentSummary[] }>('/enrolments?stallReason=noVisitPlanned&overdue=true')
    ).body;
    expect(items.map(({ id }) => id)).toContain(loop);
    const sentences = (await timelineOf(loop)).past.map(({ text }) => text);
    expect(sentences).toContain('Stalled: no visit is planned. The manager can clear it (planVisit).');
    expect(sentences.some((text) => /went to Lena \d+ by email/.test(text))).toBe(true);
  });
});

/** Hands over what is due, as a delivery lane would. */
async function handOver(loop: string): Promise<void> {
  const due = await api.dataSource.query<{ obligation: string; rung: number; person_id: string }[]>(
    `SELECT * FROM nudge WHERE enrolment_id = $1 AND state = 'queued' AND slot_at <= $2`,
    [loop, new Date(api.clock.now())],
  );
  for (const { obligation, rung, person_id } of due) {
    await inTransaction(api.dataSource, async (tx) => {
      const [personId, lane, now] = [person_id, await laneOf(person_id), api.clock.now()];
      const nudges = (await lockDue(tx, personId, lane, now)).map(({ id }) => ({
        id,
        because: 'inTurn' as const,
      }));
      const delivery = await claim(
        tx,
        { personId, lane, day: null, nudges, channels: ['email'], waiting: 0 },
        now,
      );
      const ref = { messageId: `${obligation} ${rung}` };
      await handedOver(tx, [{ delivery, ref, at: api.clock.now() }]);
    });
  }
}

const laneOf = async (person: string): Promise<number> =>
  (await api.dataSource.query<{ lane: number }[]>('SELECT lane FROM person WHERE id = $1', [person]))[0]!
    .lane;

describe('rollouts', () => {
  it('say how far a launch has come', async () => {
    const { body } = await api.get<{ items: { id: string }[] }>(`/programs/${teams[0]!.program.id}/rollouts`);
    expect(body.items[0]).toMatchObject({ state: 'queued', opened: 0, total: null });
    expect((await api.get(`/rollouts/${body.items[0]!.id}`)).body).toEqual(body.items[0]);
    expect((await api.get('/rollouts/00000000-0000-4000-8000-000000000000')).status).toBe(404);
    expect((await api.get('/insights/map?program=00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});
