import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { aCadence } from '../../../test/support/organisation.js';
import { handedOver } from '../../store/messages/deliveries.js';
import { claim, lockDue } from '../../store/messages/due.js';
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

  it('are not late while they are at rest: nothing is expected then', async () => {
    const team = await aTeam(api, CADENCE);
    const loop = await openLoop(api, team);
    await lookAt(api, loop);
    const late = async () => {
      const { body } = await api.get<EnrolmentDetail>(`/enrolments/${loop}`);
      return [body.next?.overdue ?? null, await list(`rep=${team.rep}&overdue=true`)];
    };
    const before = api.clock.time;
    api.clock.time += 60 * 86_400_000;
    expect(await late()).toEqual([true, [loop]]);
    await api.made(`/enrolments/${loop}/pause`, { reason: 'x' });
    await lookAt(api, loop);
    expect(await late()).toEqual([null, []]);
    await api.made(`/enrolments/${loop}/withdraw`, { reason: 'x' });
    api.clock.time = before;
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
      text: expect.stringMatching(/^Lena \d+ gets a message about an observation\.$/),
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
      text: expect.stringMatching(/was not needed: it was done\.$/),
      why: { state: 'withdrawn', reason: 'met' },
    });
    const facts = after.past.filter(({ type }) => type === 'fact').map(({ text }) => text);
    const number = /\d+/.exec(queued!.text)![0];
    expect(facts).toContain(
      `Lena ${number} saw Ana ${number} with a customer, face to face, and gave feedback.`,
    );
    expect(facts.at(-1)).toBe(`Ana ${number} was trained (version 1 of the content).`);
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
    expect(sentences).toContain('It stalls: no visit planned. What helps: the manager plans a visit.');
    expect(
      sentences.some((text) => /^Lena \d+ got a message about an observation by mail\.$/.test(text)),
    ).toBe(true);
  });
});

/** A loop of its own, in the language of whoever asks. */
describe('the timeline in German', () => {
  const german = { 'accept-language': 'de-DE,de;q=0.9' };
  let team: Team;
  let loop: string;
  beforeAll(async () => {
    api.clock.time = Date.parse('2026-03-02T08:00:00Z');
    team = await aTeam(api, CADENCE);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
  });
  const told = async (query = ''): Promise<Timeline> =>
    (await api.ask<Timeline>('GET', `/enrolments/${loop}/timeline${query}`, { headers: german })).body;

  it('says what comes if nobody reacts, with its date and what would change it', async () => {
    const { ahead, past } = await told();
    expect(past.at(-1)!.text).toMatch(/^Ana \d+ wurde geschult \(Fassung 1 der Inhalte\)\.$/);
    expect(past.map(({ text }) => text)).toContain(
      'Nun ist die Führungskraft gefragt: eine Beobachtung, bis Mo., 16. März.',
    );
    expect(ahead.find(({ type }) => type === 'expected')).toMatchObject({
      kind: 'observe',
      at: '2026-03-11T07:30:00.000Z',
      text: expect.stringMatching(
        /^Geschieht bis dahin nichts, bekommt Lena \d+ eine Nachricht über eine Beo/,
      ),
      changes: [
        {
          kind: 'visitWritten',
          text: expect.stringMatching(/^Wird vorher ein Besuch mit .+ entfällt es\.$/),
        },
        { kind: 'visitPlanned' },
        { kind: 'moreTime' },
        { kind: 'daysAway', text: 'Abwesenheit und Feiertage verschieben es.' },
        { kind: 'paused' },
      ],
    });
    expect(ahead.find(({ type }) => type === 'due')).toMatchObject({ text: 'Bis dahin: eine Beobachtung.' });
    await api.made('/joint-visits', { rep: team.rep, observers: [team.manager], at: '2026-03-12T23:30:00Z' });
    const visit = (await told()).ahead.find(({ type }) => type === 'visit');
    expect(visit!.text).toMatch(/^Ana \d+ und Lena \d+ sind gemeinsam unterwegs\.$/);
    const planned = async (query: string): Promise<string | undefined> =>
      (await told(query)).past.find(({ kind }) => kind === 'visitPlanned')?.text;
    expect(await planned('')).toBe('Ein gemeinsamer Besuch ist geplant: Fr., 13. März, 00:30 Uhr.');
    expect(await planned('?zone=Europe/London')).toBe(
      'Ein gemeinsamer Besuch ist geplant: Do., 12. März, 23:30 Uhr.',
    );
    expect((await api.get(`/enrolments/${loop}/timeline?zone=Nowhere`)).status).toBe(400);
  });

  it('and in that of a person who signed in, whatever their browser asks for', async () => {
    await api.ask('PATCH', `/people/${team.manager}`, { body: { language: 'de' } });
    const manager = await signedIn(api, team.manager);
    const { body } = await manager.get<Timeline>(`/enrolments/${loop}/timeline`);
    expect(body.past.at(-1)!.text).toContain('wurde geschult');
  });

  it('is refused in the same words: a code, and a sentence for whoever reads', async () => {
    const said = await api.ask('POST', `/enrolments/${loop}/resume`, { body: {}, headers: german });
    expect(said).toMatchObject({
      status: 409,
      body: { code: 'notOnHold', detail: 'Dieses Coaching ruht nicht; es gibt nichts wieder aufzunehmen.' },
    });
    expect((await api.post(`/enrolments/${loop}/resume`)).body).toMatchObject({
      code: 'notOnHold',
      detail: 'This coaching is not on hold, so there is nothing to resume.',
      allowed: expect.arrayContaining(['paused']) as string[],
    });
  });

  it('says what of the calendars put a message where it is, and nobody else’s days away', async () => {
    api.clock.time = Date.parse('2026-03-02T08:00:00Z');
    const away = await aTeam(api, CADENCE);
    await api.made(`/people/${away.manager}/absences`, { from: '2026-03-13', to: '2026-03-13' });
    const theirs = await openLoop(api, away);
    await lookAt(api, theirs);
    api.clock.time = Date.parse('2026-03-11T08:00:00Z');
    await lookAt(api, theirs);
    const whyFor = async (asker: Pick<TestApi, 'get'>) =>
      (await asker.get<Timeline>(`/enrolments/${theirs}/timeline`)).body.past.find(({ why }) => why)?.why;
    const why = await whyFor(api);
    expect(why).toMatchObject({
      dueAt: '2026-03-17T17:00:00.000Z',
      recipient: { id: away.manager, part: 'manager' },
      moved: [{ who: { id: away.manager }, because: 'absence', from: null, to: null }],
    });
    expect((await whyFor(await signedIn(api, away.manager)))!.moved).toMatchObject([
      { because: 'absence', from: '2026-03-13', to: '2026-03-13' },
    ]);
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
      const nudges = (await lockDue(tx, [{ personId, lane }], now)).map(({ id }) => ({
        id,
        because: 'inTurn' as const,
      }));
      const made = { personId, lane, day: null, nudges, channels: ['email' as const], waiting: 0 };
      const [delivery] = await claim(tx, [made], now);
      const ref = { messageId: `${obligation} ${rung}` };
      await handedOver(tx, [{ delivery: delivery!, ref, at: api.clock.now() }]);
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
