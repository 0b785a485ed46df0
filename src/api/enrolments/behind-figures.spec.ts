import { as, startTestApi, type Reply, type TestApi } from '../../../test/support/api.js';
import { aCapability, aProgram, launch, leads, lookAt, sendFile } from '../../../test/support/coaching.js';
import { aCadence, addPerson, aPerson, publishCadence } from '../../../test/support/organisation.js';
import type { InsightCutAnswer, InsightReasonsAnswer, KpiCatalogueAnswer } from '../insights/insights.dto.js';
import type { EnrolmentSummary } from './enrolments.dto.js';

/*
 * From a figure back to its enrolments. Twenty reps are trained in the south, twelve in the north and three on the islands,
 * who are too few to show. Some are seen and told what was seen, some are only seen; who is not, or hears nothing, stalls.
 */
const WEEK = '2026-03-09';
const RUNG = { at: 'P1D', to: 'manager', via: ['email'], stall: true };
const CADENCE = {
  ...aCadence,
  firstObservation: { within: 'P2D' },
  adoption: { observations: 1, level: 'proficient' },
  ladders: { ...aCadence.ladders, observe: [RUNG], feedback: [RUNG] },
};

let api: TestApi;
let program: { id: string; code: string };
let managers: string[];
let seen: string[];
let adopted: string[];
beforeAll(async () => {
  api = await startTestApi({ at: '2026-03-02T05:00:00Z' });
  managers = [];
  for (const name of ['Lena', 'Tom', 'Eva', 'Ben'])
    managers.push(await addPerson(api, { name, role: 'manager', country: 'US', visitDaysPerWeek: 5 }));
  const capability = await aCapability(api);
  const training = `TRAINING-${capability.code}`;
  await api.made('/trainings', { code: training, name: 'Training', capabilityIds: [capability.id] });
  const owner = await addPerson(api, { role: 'programOwner' });
  const cadenceVersionId = await publishCadence(api, 'Quick', CADENCE);
  program = await aProgram(api, { owner, cadenceVersionId, capability: capability.id });
  await trained(training, { South: 20, North: 12, Islands: 3 });
  const loops = await api.dataSource.query<{ id: string; manager: string; region: string }[]>(
    'SELECT e.id, e.manager_id AS manager, r.region FROM enrolment e JOIN person r ON r.id = e.rep_id ORDER BY r.external_id',
  );
  const of = (region: string, from: number, to: number) =>
    loops.filter((loop) => loop.region === region).slice(from, to);
  const told = [...of('South', 0, 7), ...of('North', 0, 6), ...of('Islands', 0, 1)];
  const untold = of('South', 7, 13);
  await see(told, '2026-03-03');
  await see(untold, '2026-03-03', {});
  adopted = told.filter(({ region }) => region !== 'Islands').map(({ id }) => id);
  seen = [...adopted, ...untold.map(({ id }) => id)];
  for (const day of ['2026-03-10', '2026-03-12', '2026-03-16']) {
    api.clock.time = Date.parse(`${day}T05:00:00Z`);
    for (const { id } of loops) await lookAt(api, id);
  }
  expect(await api.ask('POST', '/insights/releases')).toMatchObject({ status: 200 });
});
afterAll(() => api?.close());

async function trained(training: string, regions: Readonly<Record<string, number>>): Promise<void> {
  const lines: string[] = [];
  for (const [region, count] of Object.entries(regions))
    for (let index = 0; index < count; index++) {
      const person = aPerson({ country: 'US', region });
      const { id } = await api.made('/people', person);
      await leads(api, managers[index % managers.length]!, id);
      lines.push(`${person.externalId as string},${training},2026-03-02`);
    }
  await sendFile(api, 'completions', `rep,training,completedAt\n${lines.join('\n')}\n`);
  await launch(api, program.id);
  for (const { id } of await api.dataSource.query<{ id: string }[]>('SELECT id FROM enrolment'))
    await lookAt(api, id);
}

const FEEDBACK = {
  ratings: { asksFirst: 2, closes: 2 },
  evidence: 'Asked first.',
  suggestion: 'Close.',
  talked: true,
};

async function see(
  loops: readonly { id: string; manager: string }[],
  day: string,
  feedback: object = FEEDBACK,
): Promise<void> {
  const happenedAt = `${day}T06:00:00Z`;
  api.clock.time = Math.max(api.clock.time, Date.parse(happenedAt) + 3_600_000);
  for (const { id, manager } of loops) {
    await api.made(`/enrolments/${id}/observations`, {
      happenedAt,
      observer: manager,
      ...(feedback === FEEDBACK && { ...FEEDBACK, givenAt: happenedAt }),
    });
    await lookAt(api, id);
  }
}

const list = async (query: Record<string, string>, of = api): Promise<EnrolmentSummary[]> => {
  const found: EnrolmentSummary[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const asked: URLSearchParams = new URLSearchParams({
      program: program.code,
      limit: '7',
      ...query,
      ...(cursor !== '' && { cursor }),
    });
    const reply: Reply<{ items: EnrolmentSummary[]; next: string | null }> = await of.get(
      `/enrolments?${asked.toString()}`,
    );
    expect(reply).toMatchObject({ status: 200 });
    found.push(...reply.body.items);
    cursor = reply.body.next;
  }
  expect(new Set(found.map(({ id }) => id)).size).toBe(found.length);
  return found;
};
const cut = async (kpi: string, query: Record<string, string> = {}): Promise<InsightCutAnswer> =>
  (
    await api.get<InsightCutAnswer>(
      `/insights/figures?${new URLSearchParams({ program: program.id, kpi, ...query }).toString()}`,
    )
  ).body;

describe('the list behind a figure', () => {
  it('holds as many as the figure says, of every figure that counts reps, in all and by region', async () => {
    const { kpis, lists } = (await api.get<KpiCatalogueAnswer>('/insights/kpis')).body;
    const compared: string[] = [];
    for (const { kpi, counts, every } of kpis) {
      if (counts !== 'reps' || every !== 'week' || kpi === 'seenByReps') continue;
      const { whole, values } = await cut(kpi);
      const shown = [{ value: '', figure: whole }, ...values];
      for (const { value: region, figure } of shown) {
        if (!('share' in figure)) continue;
        const where: Record<string, string> = region === '' ? {} : { region };
        const counted = await list({ figure: kpi, counted: 'true', ...where });
        const share = await list({ figure: kpi, ...where });
        const expected = lists[kpi] === 'numerator' ? figure.numerator : figure.of;
        expect([kpi, region, share.length, counted.length]).toEqual([kpi, region, expected, figure.of]);
        compared.push(`${kpi} ${region}`);
      }
    }
    expect(compared).toEqual(
      expect.arrayContaining(['adopted ', 'adopted South', 'stalled ', 'stalled North', 'firstSeen South']),
    );
  });

  it('holds who is meant, those who have ended among them, and nobody of whom nothing is shown', async () => {
    const ids = async (query: Record<string, string>) => (await list(query)).map(({ id }) => id).sort();
    expect(await ids({ figure: 'firstSeen' })).toEqual([...seen].sort());
    expect(await ids({ figure: 'adopted' })).toEqual([...adopted].sort());
    expect(await list({ figure: 'adopted', region: 'Islands' })).toEqual([]);
    expect(await list({ figure: 'stalled', q: 'nobody of that name' })).toEqual([]);
  });

  it('holds whom one reason counts', async () => {
    const { body } = await api.get<InsightReasonsAnswer>(`/insights/reasons?program=${program.id}`);
    expect(body.reasons).not.toEqual([]);
    for (const { reason, count } of body.reasons)
      expect(await list({ figure: 'stalled', answer: reason })).toHaveLength(count);
  });

  it('holds the enrolments to which observations belong, where these are counted', async () => {
    const { whole } = await cut('confirmed');
    expect(whole).toMatchObject({ suppressed: 'wouldRevealFew' });
    expect(await list({ figure: 'confirmed', counted: 'true' })).toEqual([]);
    const unanswered = await list({ figure: 'coverage', asOf: WEEK });
    expect(unanswered).toEqual([]);
  });

  it('stays that of its week, whatever comes later', async () => {
    const before = (await list({ figure: 'firstSeen', asOf: WEEK })).length;
    const waiting = await list({ figure: 'stalled' });
    await see(
      waiting.map(({ id, manager }) => ({ id, manager: manager!.id })),
      '2026-03-17',
    );
    expect(await list({ figure: 'firstSeen', asOf: WEEK })).toHaveLength(before);
    expect(await list({ figure: 'stalled', asOf: WEEK })).toHaveLength(waiting.length);
    expect(await list({ figure: 'firstSeen', asOf: '2026-02-23' })).toEqual([]);
  });

  it('holds of them those that whoever asks may see', async () => {
    const [lena] = managers;
    const all = await list({ figure: 'firstSeen' });
    const hers = await list({ figure: 'firstSeen' }, as(api, lena!));
    expect(hers.length).toBeGreaterThan(0);
    expect(hers.map(({ id }) => id).sort()).toEqual(
      all.flatMap(({ id, manager }) => (manager?.id === lena ? [id] : [])).sort(),
    );
  });

  it.each([
    ['a figure of no program', { figure: 'adopted' }, 'program'],
    ['an answer to another question', { program: 'x', figure: 'stalled', answer: 'sustain' }, 'answer'],
    ['who shows a sign', { program: 'x', figure: 'alwaysAlike', answer: 'sign' }, 'answer'],
    ['a week without a figure', { program: 'x', asOf: WEEK }, 'asOf'],
    ['an anchor without its code', { program: 'x', figure: 'anchorMet' }, 'anchor'],
    ['what reps say without a name', { program: 'x', figure: 'seenByReps' }, 'figure'],
  ])('says what is wrong where somebody asks for %s', async (_, query, path) => {
    const reply = await api.get(`/enrolments?${new URLSearchParams(query).toString()}`);
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});
