import { aCadence } from '../src/domain/loop/testing/arbitraries.js';
import * as fc from '../src/domain/testing/fast-check.js';
import { agree, aTeam, sendFile, type Team } from './support/coaching.js';
import { startMonths, type Months } from './support/months.js';
import { playedAgain } from './support/played-again.js';

const BEGIN = Date.parse('2026-03-02T08:00:00Z');
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const DAYS = 28;
const LIVES = 3;

/** Where and by what hours somebody works. */
const aPlace = fc.record({
  home: fc.constantFrom(
    { country: 'DE', zone: 'Europe/Berlin' },
    { country: 'US', zone: 'America/New_York' },
    { country: 'IN', zone: 'Asia/Kolkata' },
    { country: 'NZ', zone: 'Pacific/Auckland' },
    { country: 'SA', zone: 'Asia/Riyadh', workingWeek: ['SU', 'MO', 'TU', 'WE', 'TH'] },
  ),
  slot: fc.constantFrom('08:30', '07:00', '12:15'),
  quietHours: fc.constantFrom({ from: '18:00', to: '08:00' }, { from: '11:00', to: '13:00' }, null),
});

/** Something that somebody tries; what of several it is about is chosen by `which`. */
const aDeed = fc.record({
  after: fc.integer({ min: 2, max: DAYS * 1_440 }).map((minutes) => minutes * MINUTE),
  what: fc.oneof(
    { weight: 3, arbitrary: fc.constant('visit' as const) },
    { weight: 1, arbitrary: fc.constant('moved' as const) },
    { weight: 2, arbitrary: fc.constant('seen' as const) },
    { weight: 4, arbitrary: fc.constant('seenAndSaid' as const) },
    { weight: 3, arbitrary: fc.constant('feedback' as const) },
    { weight: 3, arbitrary: fc.constant('answer' as const) },
    { weight: 1, arbitrary: fc.constant('dispute' as const) },
    { weight: 1, arbitrary: fc.constant('regroup' as const) },
    { weight: 2, arbitrary: fc.constant('done' as const) },
    { weight: 2, arbitrary: fc.constant('verified' as const) },
    { weight: 1, arbitrary: fc.constant('snooze' as const) },
    { weight: 1, arbitrary: fc.constant('help' as const) },
    { weight: 1, arbitrary: fc.constant('pause' as const) },
    { weight: 1, arbitrary: fc.constant('resume' as const) },
    { weight: 1, arbitrary: fc.constant('ready' as const) },
    { weight: 2, arbitrary: fc.constant('away' as const) },
  ),
  which: fc.nat(100),
});
type Deed = typeof aDeed extends fc.Arbitrary<infer One> ? One : never;

const aLife = fc.record({
  // Of a quick one, so that much falls due in four weeks.
  cadence: aCadence.filter(({ firstObservation: { within } }) => /^P[1-7]D$/.test(within)),
  manager: aPlace,
  rep: aPlace,
  deeds: fc.array(aDeed, { minLength: 8, maxLength: 12 }),
});
type Life = typeof aLife extends fc.Arbitrary<infer One> ? One : never;

interface Lived extends Life {
  team: Team;
  enrolment: string;
}

interface Page {
  seen: { id: string }[];
  actions: { id: string }[];
  visits: { id: string }[];
  open: { obligation: string }[];
}

/** Lives that nobody thought out: lived through API, Temporal and messages, and then played again. */
describe('four weeks of reps and managers anywhere, by any cadence, who do as it comes', () => {
  let months: Months;
  const lives: Lived[] = [];
  let taken = 0;

  beforeAll(async () => {
    months = await startMonths(new Date(BEGIN).toISOString(), { cachedLoops: 100 });
    const { api } = months;
    for (const country of ['DE', 'US', 'IN', 'NZ', 'SA']) await agree(api, country);
    for (const life of fc.sample(aLife, LIVES)) {
      const team = await aTeam(api, life.cadence);
      for (const who of ['manager', 'rep'] as const) {
        const { home, slot, quietHours } = life[who];
        await api.ask('PATCH', `/people/${team[who]}`, { body: { ...home, slot, quietHours } });
      }
      const { externalId } = (await api.get<{ externalId: string }>(`/people/${team.rep}`)).body;
      await sendFile(
        api,
        'completions',
        `rep,training,completedAt\n${externalId},${team.training},${new Date(BEGIN).toISOString()}\n`,
      );
      lives.push({ ...life, team, enrolment: '' });
    }
    await live(BEGIN + MINUTE);
    for (const one of lives) {
      const { body } = await api.get<{ items: { id: string }[] }>(`/enrolments?rep=${one.team.rep}`);
      one.enrolment = body.items[0]!.id;
    }
  });
  afterAll(() => months?.end());

  const live = (until: number): Promise<void> => months.liveUntil(new Date(until).toISOString());

  it('are lived', async () => {
    const all = lives.flatMap((life) => life.deeds.map((deed) => ({ life, deed })));
    for (const { life, deed } of all.sort((a, b) => a.deed.after - b.deed.after)) {
      await live(BEGIN + deed.after);
      if (await tries(life, deed)) taken += 1;
    }
    await live(BEGIN + DAYS * DAY);
    // Much is refused, since nothing is there that it could be about.
    expect(taken).toBeGreaterThan(LIVES * 2);
  });

  it('and every loop said and told what the simulator says and tells, minute by minute', async () => {
    for (const { team, cadence, deeds } of lives) {
      const { lived, played } = await playedAgain(months.api, team.program.id, cadence);
      expect({ deeds, course: played }).toEqual({ deeds, course: lived });
      expect(lived.length).toBeGreaterThan(5);
    }
  });

  /** @returns whether it was taken */
  async function tries({ team, enrolment }: Lived, { what, which, after }: Deed): Promise<boolean> {
    const { api } = months;
    const at = (days: number): string => new Date(BEGIN + after + days * DAY).toISOString();
    const page = (await api.get<Page>(`/enrolments/${enrolment}`)).body;
    const one = <T>(many: readonly T[]): T | undefined => many[which % many.length];
    const loop = `/enrolments/${enrolment}`;
    const observation = one(page.seen)?.id;
    const action = one(page.actions)?.id;
    const level = 1 + (which % 3);
    const said = {
      ratings: { asksFirst: level, closes: level },
      evidence: 'As seen.',
      ...(which % 2 && { action: { text: 'If they hesitate, then I ask why.' } }),
    };
    const seen = { channel: which % 3 ? 'faceToFace' : 'remote' };
    const { manager, rep } = team;
    const deeds: Record<Deed['what'], readonly [by: string, path: string, body: object]> = {
      visit: [manager, '/joint-visits', { rep, at: at(1 + (which % 9)), institution: 'Clinic B' }],
      moved: [manager, `/joint-visits/${one(page.visits)?.id}/move`, { at: at(1 + (which % 5)) }],
      seen: [manager, `${loop}/observations`, seen],
      seenAndSaid: [manager, `${loop}/observations`, { ...seen, ...said }],
      feedback: [manager, `${loop}/feedback`, { observation, ...said }],
      answer: [rep, `${loop}/acknowledgement`, { observation, answer: 'accept' }],
      dispute: [
        rep,
        `${loop}/acknowledgement`,
        { observation, answer: 'dispute', reason: 'seenDifferently' },
      ],
      regroup: [manager, `${loop}/regroup`, { observation, outcome: 'upheld' }],
      done: [rep, `${loop}/actions/${action}/done`, {}],
      verified: [manager, `${loop}/actions/${action}/verification`, { outcome: 'working' }],
      snooze: [manager, `${loop}/snooze`, { until: at(1 + (which % 6)) }],
      help: [manager, `${loop}/answers/ask-for-help`, { obligation: one(page.open)?.obligation }],
      pause: [team.owner, `${loop}/pause`, { reason: 'Another launch.' }],
      resume: [team.owner, `${loop}/resume`, {}],
      ready: [rep, `${loop}/ready`, {}],
      away: [
        which % 2 ? manager : rep,
        `/people/${which % 2 ? manager : rep}/absences`,
        { from: at(1).slice(0, 10), to: at(2 + (which % 12)).slice(0, 10) },
      ],
    };
    const [by, path, body] = deeds[what];
    const { status } = await api.post(path, body, { 'acting-as': by });
    expect(status).toBeLessThan(500);
    return status === 201;
  }
});
