import { as, signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, logOf, openLoop, openSecondLoop, type Team } from '../../../test/support/coaching.js';
import { statementsOf } from '../../../test/support/statements.js';
import type { PatternsAnswer } from './patterns.dto.js';

const SEEN = { evidence: 'When the price came up, you explained the data.' };
const WHOLE = { ...SEEN, suggestion: 'If the price comes up, ask first.' };

let api: TestApi;
let team: Team;
let loop: string;
beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api);
  loop = await openLoop(api, team);
});
afterEach(() => api?.close());

const write = async (written: object): Promise<string> => {
  api.clock.time += 60_000;
  const seen = await api.made<{ observation: string }>(`/enrolments/${loop}/observations`, {
    observer: team.manager,
    ...written,
  });
  return seen.observation;
};

async function patternsOf(person: string): Promise<PatternsAnswer> {
  const reply = await (await signedIn(api, person)).get<PatternsAnswer>('/me/feedback-patterns');
  expect(reply.status).toBe(200);
  return reply.body;
}

describe('the patterns of one’s own feedback', () => {
  it('say nothing of fewer than five, and then count what was seen and the next steps, with two examples', async () => {
    for (let times = 0; times < 3; times++) await write(SEEN);
    await write(WHOLE);
    // Ratings alone are no words.
    await write({ ratings: { asksFirst: 2 } });
    expect(await patternsOf(team.manager)).toEqual({ reports: 4, least: 5, patterns: null });

    await write({ evidence: 'Great visit.' });
    const { reports, patterns } = await patternsOf(team.manager);
    expect(reports).toBe(5);
    expect(patterns).toMatchObject({ looked: 5, seen: 4, nextStep: 1, connected: 1 });
    expect(patterns!.examples).toMatchObject([
      { ...WHOLE, enrolment: loop, rep: { id: team.rep }, help: null },
      { evidence: 'Great visit.', suggestion: '', help: 'seen' },
    ]);
  });

  it('are read at once, of however many loops', async () => {
    const readsOf = async (loops: number): Promise<number> => {
      for (let times = 0; times < loops; times++) {
        loop = await openSecondLoop(api, team);
        await write(WHOLE);
      }
      await patternsOf(team.manager);
      return statementsOf(api, () => patternsOf(team.manager));
    };
    const few = await readsOf(2);
    expect(few).toBeGreaterThan(2);
    expect(await readsOf(8)).toBe(few);
  });

  it('leave out what was taken back', async () => {
    for (let times = 0; times < 5; times++) await write(SEEN);
    const mistaken = await write(WHOLE);
    expect((await patternsOf(team.manager)).patterns).toMatchObject({ looked: 6, nextStep: 1 });
    const fact = (await logOf(api, loop)).find(({ data }) => data.observationId === mistaken)!;
    const back = { fact: fact.id, takeBack: true, reason: 'It was somebody else.' };
    expect((await api.post(`/enrolments/${loop}/correction`, back)).status).toBeLessThan(300);
    expect((await patternsOf(team.manager)).patterns).toMatchObject({ looked: 5, nextStep: 0 });
  });

  it('are nobody else’s: not the rep’s, not the second line’s, and no machine’s', async () => {
    for (let times = 0; times < 5; times++) await write(WHOLE);
    const nothing = { reports: 0, least: 5, patterns: null };
    for (const other of [team.rep, team.secondLine, team.owner])
      expect(await patternsOf(other)).toEqual(nothing);
    // It takes no id: whoever names somebody gets their own all the same, or nothing at all.
    const above = await signedIn(api, team.secondLine);
    for (const query of [`person=${team.manager}`, `manager=${team.manager}`]) {
      const reply = await above.get<PatternsAnswer>(`/me/feedback-patterns?${query}`);
      expect(JSON.stringify(reply.body)).not.toContain('price');
    }
    expect((await above.get(`/people/${team.manager}/feedback-patterns`)).status).toBe(404);
    expect(await api.get('/me/feedback-patterns')).toMatchObject({ status: 403 });
    expect(await as(api, team.manager).get('/me/feedback-patterns')).toMatchObject({
      status: 403,
      body: { permission: 'pattern.own' },
    });
  });
});
