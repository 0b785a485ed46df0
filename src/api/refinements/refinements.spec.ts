import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, launch, leads, lookAt, sendFile, type Team } from '../../../test/support/coaching.js';
import { addPerson, aPerson } from '../../../test/support/organisation.js';
import { erasePerson } from '../../store/people/erasure.js';
import { checkCounts } from '../../store/figures/counts.js';
import { readNewestDigest } from '../../store/figures/digests.js';
import { inTransaction } from '../../store/transaction.js';
import type { AnchorsAnswer, RefinementsAnswer } from './refinements.dto.js';

/*
 * From trained reps to a comparison that can be counted by hand. All are of one region, led by four managers, in a country
 * without a profile. On Monday, 2 March 2026, twelve are trained with version 1, and on 16 March fourteen with version 2.
 * Anchors are followed for 56 days: until 27 April and 11 May, so they are told when those weeks are over.
 */
let api: TestApi;
let team: Team;
let trainer: string;
let managers: string[];
let path: string;
beforeAll(async () => {
  api = await startTestApi({ at: '2026-03-02T05:00:00Z' });
  team = await aTeam(api);
  trainer = await addPerson(api, { name: 'Tara' });
  await api.made('/role-grants', { personId: trainer, role: 'training', reason: 'makes the trainings' });
  managers = [];
  for (const name of ['Lena', 'Tom', 'Eva', 'Ben'])
    managers.push(await addPerson(api, { name, role: 'manager', country: 'US' }));
  path = `/programs/${team.program.id}`;
});
afterAll(() => api?.close());

interface Rep {
  id: string;
  loop: string;
  manager: string;
}

async function trained(count: number, version: string): Promise<Rep[]> {
  const today = new Date(api.clock.time).toISOString().slice(0, 10);
  const reps: { id: string; manager: string }[] = [];
  const lines: string[] = [];
  for (let index = 0; index < count; index++) {
    const person = aPerson({ country: 'US', region: 'South' });
    const { id } = await api.made('/people', person);
    const manager = managers[index % managers.length]!;
    await leads(api, manager, id);
    lines.push(`${person.externalId as string},${team.training},${version},${today}`);
    reps.push({ id, manager });
  }
  await sendFile(api, 'completions', `rep,training,contentVersion,completedAt\n${lines.join('\n')}\n`);
  await launch(api, team.program.id);
  const rows = await api.dataSource.query<{ id: string; rep: string }[]>(
    'SELECT id, rep_id AS rep FROM enrolment WHERE rep_id = ANY($1)',
    [reps.map(({ id }) => id)],
  );
  for (const { id } of rows) await lookAt(api, id);
  return reps.map((rep) => ({ ...rep, loop: rows.find((row) => row.rep === rep.id)!.id }));
}

/** What their managers saw the first time, some days later. */
async function rated(reps: readonly Rep[], day: string, asksFirst: 1 | 2 | 'notDone'): Promise<void> {
  const happenedAt = `${day}T15:00:00Z`;
  api.clock.time = Math.max(api.clock.time, Date.parse(happenedAt) + 3_600_000);
  for (const { loop, manager } of reps)
    await api.made(`/enrolments/${loop}/observations`, {
      happenedAt,
      givenAt: happenedAt,
      observer: manager,
      ratings: { asksFirst, closes: 'noOccasion' },
      evidence: 'Was there.',
      suggestion: 'Go on.',
      talked: true,
    });
}
async function release(at: string): Promise<void> {
  api.clock.time = Date.parse(`${at}T05:00:00Z`);
  expect(await api.ask('POST', '/insights/releases')).toMatchObject({ status: 200 });
}
const list = async (): Promise<RefinementsAnswer> =>
  (await as(api, trainer).get<RefinementsAnswer>(`${path}/refinements`)).body;
const anchors = async (): Promise<AnchorsAnswer> =>
  (await as(api, trainer).get<AnchorsAnswer>(`${path}/anchors`)).body;

describe('the loop back to training', () => {
  let first: Rep[];
  beforeAll(async () => {
    first = await trained(12, '1');
    await rated(first.slice(0, 5), '2026-03-05', 2);
    await rated(first.slice(5, 11), '2026-03-05', 1);
    api.clock.time = Date.parse('2026-03-16T05:00:00Z');
    const second = await trained(14, '2');
    await rated(second.slice(0, 9), '2026-03-19', 2);
    await rated(second.slice(9), '2026-03-19', 'notDone');
    // Whoever is seen again is as they were when they were seen first.
    await rated(second.slice(9, 11), '2026-03-26', 2);
  });

  const refinement = () => ({
    capability: team.capability.code,
    anchor: 'asksFirst',
    contentVersion: '2',
    liveOn: '2026-03-16',
    note: 'Asking first is practised in pairs now.',
  });

  it('begins with a refinement that only the training team records, and that can be true', async () => {
    const record = (by: string, given = {}) =>
      as(api, by).post(`${path}/refinements`, { ...refinement(), ...given });
    expect(await record(team.manager)).toMatchObject({ status: 403 });
    expect(await record(trainer, { capability: 'none-such' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining(`It coaches: ${team.capability.code}.`) },
    });
    expect(await record(trainer, { anchor: 'opens' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('it has asksFirst, closes.') },
    });
    expect(await record(trainer, { liveOn: '2026-12-24' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('Record it as planned') },
    });
    const inGerman = { 'accept-language': 'de' };
    const unused = { ...refinement(), contentVersion: '9' };
    expect(await as(api, trainer).post(`${path}/refinements`, unused, inGerman)).toMatchObject({
      status: 422,
      body: {
        code: 'versionUnused',
        errors: [{ path: 'contentVersion', message: expect.stringContaining('wurde noch niemand geschult') }],
      },
    });
    expect(await record(trainer, { liveOn: '24.12.2026' })).toMatchObject({ status: 400 });
    expect(await record(trainer)).toMatchObject({ status: 201 });
    const plan = { anchor: null, contentVersion: '3', liveOn: '2026-12-24', planned: true };
    expect(await record(trainer, plan)).toMatchObject({ status: 201 });
  });

  it('says nothing of anybody who was not followed long enough', async () => {
    await release('2026-05-04');
    const [, { comparisons }] = (await list()).refinements as [unknown, RefinementsAnswer['refinements'][0]];
    expect(comparisons[1]).toMatchObject({
      before: { versions: ['1'], figure: { numerator: 5, of: 12 }, early: 0 },
      after: { versions: ['2'], figure: { suppressed: 'tooEarly' }, early: 14 },
      difference: null,
    });
  });

  it('compares those trained before with those trained after, once both were followed equally long', async () => {
    await release('2026-05-18');
    const { week, refinements } = await list();
    expect(week).toBe('2026-05-11');
    const [plan, live] = refinements as [(typeof refinements)[0], (typeof refinements)[0]];
    expect(plan).toMatchObject({ planned: true, anchor: null, contentVersion: '3', by: 'Tara' });
    expect(plan.comparisons.map(({ anchor }) => anchor?.code)).toEqual([undefined, 'asksFirst', 'closes']);
    expect(live).toMatchObject({ planned: false, note: 'Asking first is practised in pairs now.' });
    expect(live.comparisons).toMatchObject([
      { kpi: 'adoptedInTime', after: { figure: { suppressed: 'tooEarly' } }, difference: null },
      {
        kpi: 'anchorMet',
        anchor: { code: 'asksFirst' },
        before: {
          figure: { numerator: 5, of: 12, low: expect.closeTo(0.1933, 3), high: expect.closeTo(0.6805, 3) },
        },
        after: {
          figure: { numerator: 9, of: 14, low: expect.closeTo(0.3876, 3), high: expect.closeTo(0.8366, 3) },
        },
        difference: {
          difference: expect.closeTo(0.2262, 3),
          low: expect.closeTo(-0.1409, 3),
          withinNoise: true,
        },
      },
    ]);
  });

  it('shows anchors by version; one that nobody met is too few to tell, and never zero', async () => {
    const [{ versions, anchors: shown }] = (await anchors()).capabilities as [
      AnchorsAnswer['capabilities'][0],
    ];
    expect(versions).toEqual(['1', '2']);
    expect(shown).toMatchObject([
      { code: 'asksFirst', cohorts: [{ figure: { of: 12 } }, { figure: { of: 14 } }], isSeldom: false },
      {
        code: 'closes',
        cohorts: [{ figure: { suppressed: 'wouldRevealFew' } }, { figure: { suppressed: 'wouldRevealFew' } }],
      },
    ]);
  });

  it('says of a version in the digest what the page says: of the same reps, followed equally long', async () => {
    // Of the first content eight have adopted it by now, five of them in time.
    const adopt = (reps: readonly Rep[], at: string): Promise<unknown> =>
      api.dataSource.query(
        `INSERT INTO fact (id, enrolment_id, seq, kind, happened_at, recorded_at, data)
         SELECT gen_random_uuid(), id, last_seq + 1, 'phaseEntered', $2, $2, '{"phase": "sustain", "cycle": 1}' FROM enrolment WHERE id = ANY($1)`,
        [reps.map(({ loop }) => loop), at],
      );
    await adopt(first.slice(0, 5), '2026-05-20T10:00:00Z');
    await adopt(first.slice(5, 8), '2026-05-28T10:00:00Z');
    await api.dataSource.query(
      `UPDATE enrolment e SET last_seq = (SELECT max(seq) FROM fact f WHERE f.enrolment_id = e.id)`,
    );
    await release('2026-06-01');
    const [{ adopted }] = (await anchors()).capabilities as [AnchorsAnswer['capabilities'][0]];
    expect(adopted[0]).toMatchObject({ figure: { numerator: 5, of: 12 } });
    const digest = await inTransaction(api.app, (tx) => readNewestDigest(tx, team.program.id, 'training'));
    expect(digest.versions).toMatchObject([
      { version: '1', weeks: 12, figure: { numerator: 5, denominator: 12 } },
    ]);
  });

  it('stays as it was when ratings are erased, and its counts stay equal to what can be read', async () => {
    const { loop, id } = first[0]!;
    await api.dataSource.query(`UPDATE enrolment SET ended_at = now() WHERE id = $1`, [loop]);
    await inTransaction(api.app, (tx) => erasePerson(tx, id, api.clock.now()));
    const checked = await inTransaction(api.app, (tx) => checkCounts(tx, team.program.id));
    expect(checked).toMatchObject({ wrong: [] });
    await release('2026-06-08');
    expect((await list()).refinements[1]!.comparisons[1]).toMatchObject({
      before: { figure: { numerator: 5, of: 12 } },
    });
  });

  it('is taken back by whoever may record it, once, and the audit says so', async () => {
    const { id } = (await list()).refinements[0]!;
    expect(await as(api, team.manager).ask('DELETE', `${path}/refinements/${id}`)).toMatchObject({
      status: 403,
    });
    expect(await as(api, trainer).ask('DELETE', `${path}/refinements/${id}`)).toMatchObject({ status: 204 });
    expect(await as(api, trainer).ask('DELETE', `${path}/refinements/${id}`)).toMatchObject({ status: 404 });
    expect((await list()).refinements.map((one) => one.contentVersion)).toEqual(['2']);
    const kept = await api.dataSource.query<object[]>(
      'SELECT withdrawn_by AS by, note FROM refinement WHERE withdrawn_at IS NOT NULL',
    );
    expect(kept).toEqual([{ by: trainer, note: refinement().note }]);
    const entries = await api.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM audit_entry WHERE record_type = 'refinement' AND record_id = $1`,
      [id],
    );
    expect(entries).toEqual([{ n: 2 }]);
  });
});
