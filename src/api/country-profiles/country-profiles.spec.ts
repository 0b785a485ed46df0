import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, changeRosters, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import type { Roster } from '../../domain/people.js';
import type { CountryProfileAnswer } from './country-profiles.dto.js';

let api: TestApi;
let team: Team;
beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api);
});
afterEach(() => api?.close());

const set = (body: object) =>
  api.ask<CountryProfileAnswer & { detail: string }>('PUT', '/country-profiles', { body });

describe('country profiles', () => {
  it('stand ready, Germany the strictest', async () => {
    const { items } = (await api.get<{ items: CountryProfileAnswer[] }>('/country-profiles')).body;
    expect(items.map(({ country }) => country)).toContain('DE');
    expect(items.find(({ country }) => country === 'DE')).toMatchObject({
      reps: 8,
      managers: 4,
      namedEscalation: 'byAgreement',
      worksAgreementOn: null,
      secondLineIsTold: false,
      changed: [],
    });
  });

  it('can be made stricter, and not less strict than they are', async () => {
    expect(await set({ country: 'DE', changes: { reps: 10 } })).toMatchObject({
      status: 200,
      body: { country: 'DE', reps: 10, changed: ['reps'] },
    });
    expect(await set({ country: 'DE', changes: { reps: 5, retentionMonths: 48 } })).toMatchObject({
      status: 422,
      body: { detail: 'DE can only be made stricter. Its profile asks for reps 8, retentionMonths 12.' },
    });
    expect(await set({ country: 'DE', changes: { unheardOf: true } })).toMatchObject({ status: 400 });
    expect(await set({ country: 'DE', changes: {}, worksAgreementOn: '2026-03-03' })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('does not hold yet') },
    });
  });
});

describe('where free text, ratings or self-assessments are not stored', () => {
  it('the report is refused with a sentence, and nothing of it stays', async () => {
    const loop = await openLoop(api, team);
    const observe = (written: object) =>
      api.post<{ detail: string }>(`/enrolments/${loop}/observations`, {
        observer: team.manager,
        ...written,
      });
    await set({ country: 'DE', changes: { freeText: false, selfAssessment: false } });
    for (const written of [
      { evidence: 'She asked first.' },
      { suggestion: 'Ask again.' },
      { note: 'Well done.' },
    ])
      expect(await observe(written)).toMatchObject({
        status: 422,
        body: { detail: expect.stringContaining('Free text about a rep is not stored here.') },
      });
    expect(await api.post(`/enrolments/${loop}/self-assessment`, { level: 1 })).toMatchObject({
      status: 422,
    });
    expect((await logOf(api, loop)).filter(({ kind }) => kind === 'observed')).toEqual([]);
    expect(await observe({ ratings: { asksFirst: 2 } })).toMatchObject({ status: 201 });

    await set({ country: 'DE', changes: { ratings: false } });
    expect(await observe({ ratings: { asksFirst: 2 } })).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('Ratings of a rep are not stored here.') },
    });
  });
});

describe('the second line', () => {
  const rosterOf = async (loop: string): Promise<Roster> =>
    (await logOf(api, loop)).filter(({ kind }) => kind === 'rosterChanged').at(-1)!.data.roster as Roster;
  const sentencesOf = async (loop: string): Promise<string> =>
    (await api.get<{ past: { text: string }[] }>(`/enrolments/${loop}/timeline`)).body.past
      .map(({ text }) => text)
      .join('\n');

  it('is not told by name before a works agreement is confirmed, and the timeline says why', async () => {
    const loop = await openLoop(api, team);
    expect(await rosterOf(loop)).toMatchObject({ secondLine: null, secondLineWithheld: true });
    expect(await sentencesOf(loop)).toContain(
      'The second line is not told by name: the rules of this country',
    );

    await set({ country: 'DE', changes: {}, worksAgreementOn: '2026-03-02' });
    await changeRosters(api);
    const roster = await rosterOf(loop);
    expect(roster.secondLine?.person).toBe(team.secondLine);
    expect(roster.secondLineWithheld).toBeUndefined();

    await set({ country: 'DE', changes: { namedEscalation: 'never' }, worksAgreementOn: '2026-03-02' });
    await changeRosters(api);
    expect((await rosterOf(loop)).secondLine).toBeNull();
  });

  it('sits in the loops of a country that allows it', async () => {
    await api.ask('PATCH', `/people/${team.rep}`, { body: { country: 'US' } });
    const loop = await openLoop(api, team);
    expect((await rosterOf(loop)).secondLine?.person).toBe(team.secondLine);
  });
});
