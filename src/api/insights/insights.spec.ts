import * as fc from '../../domain/testing/fast-check.js';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aCapability, aProgram, launch, leads, lookAt, sendFile } from '../../../test/support/coaching.js';
import { addPerson, aPerson, publishCadence } from '../../../test/support/organisation.js';
import { checkCounts, measureGroups } from '../../store/figures/counts.js';
import { inTransaction } from '../../store/transaction.js';

/*
 * Figures of a program, over HTTP. It is Monday, 2 March 2026, when people are trained; a week closes at midnight UTC
 * on the next Monday. All reps of a country without a profile: five reps and three managers are enough.
 */
let api: TestApi;
let program: { id: string; code: string };
let training: string;
let managers: string[];

beforeEach(async () => {
  api = await startTestApi();
  managers = [];
  for (const name of ['Lena', 'Tom', 'Eva', 'Ben'])
    managers.push(await addPerson(api, { name, role: 'manager', country: 'US' }));
  const capability = await aCapability(api);
  training = `TRAINING-${capability.code}`;
  await api.made('/trainings', { code: training, name: 'Training', capabilityIds: [capability.id] });
  const owner = await addPerson(api, { role: 'programOwner' });
  const cadenceVersionId = await publishCadence(api, 'Launch wave');
  program = await aProgram(api, { owner, cadenceVersionId, capability: capability.id });
});
afterEach(() => api?.close());

const DAY = 86_400_000;
const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Of any route: a story looks at what it is about. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Answer = any;

interface Rep {
  id: string;
  loop: string;
  manager: string;
}

/** So many reps complete the training and their loops look once, led by these managers in turn. */
async function join(count: number, given: Record<string, unknown>, by = managers): Promise<Rep[]> {
  const reps: { id: string; manager: string }[] = [];
  const lines: string[] = [];
  const today = new Date(api.clock.time).toISOString().slice(0, 10);
  for (let index = 0; index < count; index++) {
    const person = aPerson({ country: 'US', ...given });
    const { id } = await api.made('/people', person);
    const manager = by[index % by.length]!;
    await leads(api, manager, id);
    lines.push(`${person.externalId as string},${training},${today}`);
    reps.push({ id, manager });
  }
  await sendFile(api, 'completions', `rep,training,completedAt\n${lines.join('\n')}\n`);
  await launch(api, program.id);
  const rows = await api.dataSource.query<{ id: string; rep: string }[]>(
    'SELECT id, rep_id AS rep FROM enrolment WHERE rep_id = ANY($1)',
    [reps.map(({ id }) => id)],
  );
  for (const { id } of rows) await lookAt(api, id);
  return reps.map((rep) => ({ ...rep, loop: rows.find((row) => row.rep === rep.id)!.id }));
}

/** Their managers see them, and write feedback in the same report: on that day, or today of that day. */
async function see(
  reps: readonly Pick<Rep, 'loop' | 'manager'>[],
  day: string,
): Promise<{ observation: string; fact: string }[]> {
  const happenedAt = `${day}T06:00:00Z`;
  api.clock.time = Math.max(api.clock.time, Date.parse(happenedAt) + 3_600_000);
  const words = { evidence: 'Asked first.', suggestion: 'Close.', talked: true };
  const reports: { observation: string; fact: string }[] = [];
  for (const { loop, manager } of reps)
    reports.push(
      await api.made(`/enrolments/${loop}/observations`, {
        happenedAt,
        givenAt: happenedAt,
        observer: manager,
        ratings: { asksFirst: 2, closes: 2 },
        ...words,
      }),
    );
  return reports;
}

async function live(day: string): Promise<void> {
  api.clock.time = Date.parse(`${day}T05:00:00Z`);
  const loops = await api.dataSource.query<{ id: string }[]>(
    'SELECT id FROM enrolment WHERE ended_at IS NULL ORDER BY id',
  );
  for (const { id } of loops) await lookAt(api, id);
}
const release = async (): Promise<{ released: number; restated: number }> =>
  (await api.ask<{ released: number; restated: number }>('POST', '/insights/releases')).body;
const ask = async (what: string, query: Record<string, string> = {}): Promise<Answer> => {
  const reply = await api.get(
    `/insights/${what}?${new URLSearchParams({ program: program.id, ...query }).toString()}`,
  );
  expect(reply).toMatchObject({ status: 200 });
  return reply.body;
};
const cell = async (kpi: string, region: string, query = {}): Promise<Answer> =>
  (await ask('map', { kpi, ...query })).cells.find((one: { region: string }) => one.region === region);

describe('figures', () => {
  it('are released for weeks that are over, and say nothing of the one that goes on', async () => {
    const south = await join(14, { region: 'South' });
    expect(await release()).toEqual({ released: 0, restated: 0 });
    expect(await ask('map')).toMatchObject({ cells: [], periods: [] });
    await see(south.slice(0, 6), '2026-03-02');
    await live('2026-03-09');
    expect((await release()).restated).toBe(0);
    const { figure, answers } = await cell('firstSeen', 'South');
    expect(figure).toMatchObject({
      numerator: 6,
      of: 14,
      reps: 14,
      low: expect.closeTo(0.2138, 3),
      high: expect.closeTo(0.6741, 3),
    });
    expect(answers).toMatchObject({ parts: { seen: 6, waiting: 8 } });
    await see(south.slice(6, 9), '2026-03-09');
    expect((await cell('firstSeen', 'South')).figure).toEqual(figure);
    expect(await release()).toEqual({ released: 0, restated: 0 });
  });

  it('add up: regions, and those that are answered together, to the whole', async () => {
    const south = await join(15, { region: 'South' });
    const east = await join(6, { region: 'East' });
    await join(6, { region: 'West' });
    await see([...south.slice(0, 7), ...east], '2026-03-03');
    await live('2026-03-09');
    await release();
    const { cells, together, whole } = await ask('map', { kpi: 'firstSeen' });
    expect(cells.map(({ region }: { region: string }) => region)).toEqual(['South']);
    expect(together).toMatchObject([{ regions: ['East', 'West'], figure: { numerator: 6, of: 12 } }]);
    expect(whole).toMatchObject([{ figure: { numerator: 13, of: 27 } }]);
  });

  it('never say zero where they are suppressed, but that they are, and why', async () => {
    await join(4, { region: 'North' });
    await join(12, { region: 'West' }, managers.slice(0, 2));
    await join(12, { region: 'South' });
    await live('2026-03-09');
    await release();
    expect((await ask('map', { kpi: 'stalled' })).cells).toEqual([
      expect.objectContaining({
        region: 'South',
        figure: { suppressed: 'wouldRevealFew', says: expect.stringContaining('Suppressed') },
      }),
    ]);
  });

  it('do not move when one rep comes, and take newcomers in once they are enough', async () => {
    const south = await join(10, { region: 'South' });
    await see(south.slice(0, 5), '2026-03-03');
    await live('2026-03-09');
    await release();
    const before = (await cell('firstSeen', 'South')).figure;
    await see(await join(4, { region: 'South' }), '2026-03-09');
    await live('2026-03-16');
    await release();
    expect((await cell('firstSeen', 'South')).figure).toEqual(before);
    await join(1, { region: 'South' });
    await live('2026-03-23');
    await release();
    expect((await cell('firstSeen', 'South')).figure).toMatchObject({ numerator: 9, of: 15 });
  });

  it('can be cut by what reps have in common, and say who stands in a row with others', async () => {
    const reps = await join(12, { region: 'South', role: 'rep' });
    const kams = await join(12, { region: 'South', role: 'kam' });
    const few = await join(5, { region: 'South', role: 'msl' });
    await see([...reps.slice(0, 6), ...kams.slice(0, 5), ...few.slice(0, 1)], '2026-03-03');
    await live('2026-03-09');
    await release();
    const { values, whole, spread } = await ask('figures', { kpi: 'firstSeen', by: 'role' });
    const shown = values.map(
      ({ value, figure }: { value: string; figure: { numerator?: number; of?: number } }) => [
        value,
        figure.numerator,
        figure.of,
      ],
    );
    expect(shown.length).toBeGreaterThan(0);
    expect(whole).toMatchObject({ numerator: 12, of: 29 });
    expect(spread === null || spread.withinNoise).toBe(true);
    const filtered = await ask('map', { kpi: 'firstSeen', role: 'rep' });
    const { figure } = filtered.cells[0];
    expect(
      (figure.of ?? 0) + (figure.leftOut?.mixed ?? 0) + (figure.leftOut?.suppressed ?? 0),
    ).toBeLessThanOrEqual(29);
  });

  it('restate a week of which somebody tells later, and mark it', async () => {
    const south = await join(16, { region: 'South' });
    await see(south.slice(0, 6), '2026-03-03');
    await live('2026-03-16');
    await release();
    await see(south.slice(6, 9), '2026-03-05');
    await live('2026-03-23');
    expect((await release()).restated).toBeGreaterThan(0);
    const { points, marks } = await ask('trends', { kpi: 'firstSeen' });
    expect(points).toMatchObject([
      { period: '2026-03-02', figure: { numerator: 9, of: 16 }, restatedAt: expect.any(String) },
      { period: '2026-03-09', figure: { numerator: 9, of: 16 }, restatedAt: expect.any(String) },
      { period: '2026-03-16', figure: { numerator: 9, of: 16 }, restatedAt: null },
    ]);
    expect(marks).toMatchObject([{ what: 'cadence', version: 1 }, { what: 'launch' }]);
  });

  it('stay where reps were first counted, whoever moves, and whoever asks the database', async () => {
    const south = await join(12, { region: 'South' });
    await see(south.slice(0, 6), '2026-03-03');
    await live('2026-03-09');
    await release();
    const { figure } = await cell('firstSeen', 'South');
    await api.ask('PATCH', `/people/${south[0]!.id}`, { body: { region: 'North' } });
    await live('2026-03-16');
    await release();
    expect((await cell('firstSeen', 'South')).figure).toEqual(figure);
    await expect(api.dataSource.query(`UPDATE figure_place SET region = 'North'`)).rejects.toThrow(
      'takes no update',
    );
    await expect(api.dataSource.query('DELETE FROM figure_place')).rejects.toThrow('takes no delete');
  });

  it('go on after everybody of a country has moved to another, and ask what it asked', async () => {
    const [one] = await join(1, { region: 'South', country: 'DK' });
    await join(4, { region: 'South' });
    await live('2026-03-09');
    await release();
    await api.ask('PATCH', `/people/${one!.id}`, { body: { country: 'US' } });
    await live('2026-03-16');
    expect(await release()).toMatchObject({ released: expect.any(Number) });
    expect((await ask('periods')).weeks).toEqual(['2026-03-02', '2026-03-09']);
  });

  it('ask in each group what the strictest of its countries asks', async () => {
    await join(7, { region: 'East', country: 'DE' });
    await join(6, { region: 'South' });
    await live('2026-03-09');
    await release();
    const groups = await api.dataSource.query(`SELECT place ->> 'region' AS region FROM figure_group`);
    expect(groups).toEqual([{ region: 'South' }]);
  });

  it('hold what is logged beside what is confirmed, and beside what reps say', async () => {
    const south = await join(16, { region: 'South' });
    const seen = await see(south.slice(0, 14), '2026-03-03');
    for (const [index, { loop, id }] of south.slice(0, 7).entries())
      expect(
        await api.post(
          `/enrolments/${loop}/acknowledgement`,
          { observation: seen[index]!.observation, answer: 'accept' },
          { 'acting-as': id },
        ),
      ).toMatchObject({ status: 201 });
    await api.dataSource.query(
      `INSERT INTO pulse_answer (id, program_id, capability_id, region, month, seen, helped)
       SELECT gen_random_uuid(), program_id, capability_id, 'South', '2026-03', n <= 6, CASE WHEN n <= 6 THEN true END
         FROM (SELECT DISTINCT program_id, capability_id FROM enrolment) e, generate_series(1, 12) n`,
    );
    await live('2026-05-04');
    await release();
    const truth = await ask('truth');
    expect(truth).toMatchObject({ logged: 14, confirmed: 7, unsaid: 7, disputed: 0, unanswered: 0 });
    expect(truth.monthly).toMatchObject([
      {
        month: '2026-03',
        seenByReps: { numerator: 6, of: 12 },
        logged: { suppressed: 'wouldRevealFew' },
        gap: null,
      },
    ]);
    expect(truth.signs).toHaveLength(4);
  });

  it('are of the month that is named by its own days, and of weeks from that of a day on', async () => {
    await join(6, { region: 'South' });
    await live('2026-05-04');
    await release();
    const { months } = await ask('periods');
    expect(months).toEqual(['2026-03', '2026-04']);
    const of = async (from: string, to: string): Promise<string[]> =>
      (await ask('map', { kpi: 'coverage', from, to })).periods;
    expect(await of('2026-03-01', '2026-03-31')).toEqual(['2026-03']);
    expect(await of('2026-04-01', '2026-04-30')).toEqual(['2026-04']);
    const { points } = await ask('trends', { kpi: 'firstSeen', from: '2026-03-18' });
    expect(points[0].period).toBe('2026-03-16');
  });

  it('refuse a period that is to come, or none, with a sentence', async () => {
    const asking = (query: string) =>
      api.get<{ detail: string }>(`/insights/map?program=${program.id}&${query}`);
    expect(await asking('from=2026-04-01')).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('future') },
    });
    expect(await asking('from=2026-02-02&to=2026-01-05')).toMatchObject({ status: 422 });
    expect(await asking('kpi=nonsense')).toMatchObject({ status: 400 });
  });
});

describe('what figures rest on', () => {
  it('equals what the logs say, after whatever was told, taken back and told late', async () => {
    const reps = [...(await join(7, { region: 'South' })), ...(await join(6, { region: 'East' }))];
    const facts: string[] = [];
    const done: Record<string, number> = {};
    const deed = fc.record({
      rep: fc.nat(reps.length - 1),
      what: fc.constantFrom('see', 'correct', 'noOpportunity', 'pass', 'release'),
      daysAgo: fc.nat(20),
    });
    const [deeds] = fc.sample(fc.array(deed, { minLength: 60, maxLength: 60 }), { numRuns: 1, seed: 8 });
    for (const { rep, what, daysAgo } of deeds!) {
      const { loop, manager } = reps[rep]!;
      done[what] = (done[what] ?? 0) + 1;
      if (what === 'see') {
        const day = isoDay(Math.max(api.clock.time - (daysAgo + 1) * DAY, Date.parse('2026-03-02')));
        const [told] = await see([{ loop, manager }], day);
        facts.push(`${loop}/${told!.fact}`);
      } else if (what === 'correct' && facts.length > 0) {
        const [of, factId] = facts.splice(rep % facts.length, 1)[0]!.split('/');
        const taken = { fact: factId, reason: 'It was another day.', takeBack: true };
        await api.made(`/enrolments/${of}/correction`, taken);
      } else if (what === 'noOpportunity')
        await api.post(`/enrolments/${loop}/no-opportunity`, { until: isoDay(api.clock.time + 5 * DAY) });
      else if (what === 'pass') api.clock.time += 4 * DAY;
      else if (what === 'release') {
        await live(isoDay(api.clock.time));
        await release();
      }
    }
    api.clock.time += 14 * DAY;
    await live(isoDay(api.clock.time));
    await release();
    expect(Object.values(done).every((times) => times > 5)).toBe(true);
    const stored = await api.dataSource.query('SELECT * FROM figure_count ORDER BY 1, 2, 3, 4');
    expect(stored.length).toBeGreaterThan(50);
    await inTransaction(api.app, async (tx) => {
      expect(await checkCounts(tx, program.id)).toEqual({ groups: 2, wrong: [], behind: 0 });
      expect(await measureGroups(tx, program.id, true)).toEqual(new Map());
    });
    expect(await api.dataSource.query('SELECT * FROM figure_count ORDER BY 1, 2, 3, 4')).toEqual(stored);
  });

  it('is found wrong where somebody tampers with it, and made anew', async () => {
    await join(6, { region: 'South' });
    await live('2026-03-09');
    await release();
    await api.dataSource.query(`UPDATE figure_count SET count = count + 1 WHERE question = 'stalls'`);
    await inTransaction(api.app, async (tx) => {
      expect((await checkCounts(tx, program.id)).wrong).toHaveLength(1);
      await measureGroups(tx, program.id, true);
      expect((await checkCounts(tx, program.id)).wrong).toEqual([]);
    });
  });
});
