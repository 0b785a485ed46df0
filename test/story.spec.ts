import { MockActivityEnvironment } from '@temporalio/testing';
import { createPromiseKeeping } from '../src/activities/promises.js';
import { shiftBy } from '../src/activities/shift.js';
import { LAUNCH_WAVE } from '../src/domain/cadence-templates.js';
import { agree, aTeam, logOf, sendFile, type LogEntry, type Team } from './support/coaching.js';
import { startMonths, type Months } from './support/months.js';
import { playedAgain } from './support/played-again.js';

/** One loop, as a story: date by date, through the real workflow. All times are Berlin's. */
describe('a rep of an oncology team completes the training on Monday 2 March 2026', () => {
  let months: Months;
  let team: Team;
  let enrolment: string;
  let observation: string;
  let action: string;

  beforeAll(async () => {
    months = await startMonths('2026-03-02T08:00:00+01:00');
    await agree(months.api);
    team = await aTeam(months.api, LAUNCH_WAVE);
  });
  afterAll(() => months?.end());

  const log = (): Promise<LogEntry[]> => logOf(months.api, enrolment);
  const said = async (kind: string, obligation?: string): Promise<LogEntry[]> =>
    (await log()).filter(
      (fact) => fact.kind === kind && (!obligation || fact.data.obligation === obligation),
    );
  const standing = async () => (await months.api.get<Standing>(`/enrolments/${enrolment}`)).body;
  const as = (person: string) => ({ 'acting-as': person });
  const tell = async <T = Record<string, string>>(
    path: string,
    body: object,
    person = team.manager,
  ): Promise<T> => {
    const reply = await months.api.post<T>(path, body, as(person));
    expect(reply).toMatchObject({ status: 201 });
    return reply.body;
  };
  const messagesTo = async (person: string): Promise<string[]> => {
    const rows = await months.api.dataSource.query<{ at: Date }[]>(
      `SELECT handed_over_at AS at FROM delivery WHERE person_id = $1 AND state = 'handedOver' ORDER BY handed_over_at`,
      [person],
    );
    return rows.map(({ at }) => berlin(at));
  };

  it('is imported that evening, and a first observation falls due on Monday 16 March at 18:00', async () => {
    await months.liveUntil('2026-03-02T19:00:00+01:00');
    const rep = await months.api.get<{ externalId: string }>(`/people/${team.rep}`);
    const file = `rep,training,completedAt\n${rep.body.externalId},${team.training},2026-03-02T17:00:00+01:00\n`;
    expect(await sendFile(months.api, 'completions', file)).toMatchObject({ status: 200 });
    await months.liveUntil('2026-03-02T19:05:00+01:00');
    const loops = await months.api.get<{ items: { id: string }[] }>(`/enrolments?rep=${team.rep}`);
    enrolment = loops.body.items[0]!.id;
    expect(await standing()).toMatchObject({ phase: 'observe' });
    expect((await said('obligationOpened', 'observe/first'))[0]?.data.dueAt).toBe(
      at('2026-03-16T18:00:00+01:00'),
    );
  });

  it('waits for a manager who will be away from 9 to 13 March: due on Monday 23 March, and nobody hears of it', async () => {
    await months.liveUntil('2026-03-04T10:00:00+01:00');
    await tell(`/people/${team.manager}/absences`, { from: '2026-03-09', to: '2026-03-13' });
    await months.liveUntil('2026-03-17T12:00:00+01:00');
    expect((await said('obligationMoved', 'observe/first')).at(-1)?.data.dueAt).toBe(
      at('2026-03-23T18:00:00+01:00'),
    );
    expect(await messagesTo(team.manager)).toEqual([]);
  });

  it('is first in the one message of Wednesday 18 March, 08:30', async () => {
    await months.killWorker();
    await months.liveUntil('2026-03-18T08:40:00+01:00');
    expect(await messagesTo(team.manager)).toEqual(['2026-03-18 08:30']);
    expect(months.slack.messages()).toHaveLength(1);
  });

  it('keeps quiet once a visit is planned for Tuesday 24 March, until its morning', async () => {
    await months.liveUntil('2026-03-18T08:41:00+01:00');
    const visit = await tell('/joint-visits', {
      rep: team.rep,
      at: '2026-03-24T14:00:00+01:00',
      institution: 'Clinic B',
    });
    await months.liveUntil('2026-03-18T08:45:00+01:00');
    // What was told that morning is edited in place: the visit stands on it now.
    expect(JSON.stringify(months.slack.messages()[0])).toContain('Clinic B');
    await months.liveUntil('2026-03-24T14:10:00+01:00');
    expect(await messagesTo(team.manager)).toEqual(['2026-03-18 08:30', '2026-03-24 08:30']);
    expect(JSON.stringify(months.slack.messages().at(-1))).toMatch(
      /today at 14:00, Clinic B.*thing to watch for/,
    );
    const report = await tell<{ observations: { observation: string }[] }>(
      `/joint-visits/${visit.id}/report`,
      {
        capabilities: [{ capability: team.capability.code }],
        happenedAt: '2026-03-24T14:10:00+01:00',
      },
    );
    observation = report.observations[0]!.observation;
  });

  it('is observed one day late, and recorded so; feedback falls due on Thursday 26 March, 18:00', async () => {
    await months.liveUntil('2026-03-24T14:20:00+01:00');
    expect((await said('obligationMet', 'observe/first'))[0]?.data.late).toBe(true);
    expect((await said('obligationOpened', `feedback/${observation}`))[0]?.data.dueAt).toBe(
      at('2026-03-26T18:00:00+01:00'),
    );
  });

  it('offers help on Thursday and Friday, and says on Friday to whom it goes on Monday', async () => {
    await months.killWorker();
    await months.liveUntil('2026-03-27T09:00:00+01:00');
    expect(await messagesTo(team.manager)).toEqual([
      '2026-03-18 08:30',
      '2026-03-24 08:30',
      '2026-03-26 08:30',
      '2026-03-27 08:30',
    ]);
    expect(JSON.stringify(months.slack.messages().at(-1))).toMatch(/Karin.*Monday|Monday.*Karin/);
    expect(await messagesTo(team.secondLine)).toEqual([]);
  });

  it('is stalled on Monday 30 March, 08:30: the second line gets a proposal without text or rating', async () => {
    await months.liveUntil('2026-03-30T09:00:00+02:00');
    expect(await standing()).toMatchObject({ stall: { reason: 'observedNoFeedback' } });
    expect(await messagesTo(team.secondLine)).toEqual(['2026-03-30 08:30']);
    // The manager’s own card announces no more what has happened.
    const cards = months.slack.messages().map((card) => JSON.stringify(card.blocks));
    expect(cards.filter((card) => /Otherwise Karin/.test(card))).toEqual([]);
    expect(cards.filter((card) => card.includes('has been told that it is open'))).not.toEqual([]);
  });

  it('recovers with the feedback of 11:02, and the second line’s card is edited in place', async () => {
    await months.liveUntil('2026-03-30T11:02:00+02:00');
    const given = await tell<{ action: string }>(`/enrolments/${enrolment}/feedback`, {
      observation,
      ratings: { asksFirst: 2, closes: 2 },
      evidence: 'Began with the data.',
      action: { text: 'If they name a competitor, then I ask what matters most first.', dueOn: '2026-04-15' },
    });
    action = given.action;
    await months.liveUntil('2026-03-30T11:10:00+02:00');
    expect(await standing()).toMatchObject({ stall: null, phase: 'develop' });
    const card = months.slack.messages().at(-1);
    expect(JSON.stringify(card)).toContain('Done');
  });

  it('counts Easter for nobody: action and follow-up are due on Wednesday 15 April', async () => {
    expect((await said('obligationOpened', `followUp/${observation}`))[0]?.data.dueAt).toBe(
      at('2026-04-15T18:00:00+02:00'),
    );
    expect((await said('obligationOpened', `action/${action}`))[0]?.data.dueAt).toBe(
      at('2026-04-15T18:00:00+02:00'),
    );
  });

  it('is adopted after two more cycles, one of them remote, one confirmed by the rep', async () => {
    await tell(`/enrolments/${enrolment}/acknowledgement`, { observation, answer: 'accept' }, team.rep);
    await months.liveUntil('2026-04-14T10:00:00+02:00');
    await tell(`/enrolments/${enrolment}/actions/${action}/done`, {}, team.rep);
    await tell(`/enrolments/${enrolment}/actions/${action}/verification`, { outcome: 'working' });
    const evidence = [observation];
    for (const [day, channel] of [
      ['2026-04-21', 'remote'],
      ['2026-04-28', 'faceToFace'],
    ] as const) {
      await months.liveUntil(`${day}T15:00:00+02:00`);
      const seen = await tell(`/enrolments/${enrolment}/observations`, {
        channel,
        ratings: { asksFirst: 2, closes: 3 },
        evidence: 'Asked first, then showed the data.',
      });
      evidence.push(seen.observation!);
    }
    await months.liveUntil('2026-04-28T15:10:00+02:00');
    expect((await said('adopted'))[0]?.data.evidence).toEqual(evidence);
    expect(await standing()).toMatchObject({ phase: 'sustain' });
  });

  it('holds at 7 and 21 days, and lapses at the check-in of 45 days', async () => {
    for (const [day, closes] of [
      ['2026-05-04', 2],
      ['2026-05-18', 2],
      ['2026-06-11', 1],
    ] as const) {
      await months.liveUntil(`${day}T15:00:00+02:00`);
      await tell(`/enrolments/${enrolment}/observations`, {
        ratings: { asksFirst: closes, closes },
        evidence: 'As seen.',
      });
    }
    await months.liveUntil('2026-06-11T15:10:00+02:00');
    expect(await said('lapsed')).toHaveLength(1);
    expect(await standing()).toMatchObject({ phase: 'observe' });
    const checkIns = (await said('obligationMet')).filter(({ data }) =>
      String(data.obligation).startsWith('checkIn/'),
    );
    expect(checkIns).toHaveLength(2);
  });

  it('told each of them one message a day at most', async () => {
    const days = await months.api.dataSource.query<{ person: string; day: string }[]>(
      `SELECT person_id AS person, (handed_over_at AT TIME ZONE 'Europe/Berlin')::date::text AS day FROM delivery WHERE state = 'handedOver'`,
    );
    expect(days.length).toBeGreaterThan(5);
    expect(new Set(days.map(({ person, day }) => `${person} ${day}`)).size).toBe(days.length);
  });

  it('sent every message once, and told nobody anything after it was done', async () => {
    const keys = months.mail.messages().map(({ messageId }) => messageId);
    expect(new Set(keys).size).toBe(keys.length);
    const late = await months.api.dataSource.query<unknown[]>(
      `SELECT n.obligation, n.rung FROM nudge n JOIN fact f ON f.enrolment_id = n.enrolment_id AND f.kind IN ('obligationMet', 'obligationClosed')
         AND f.data ->> 'obligation' = n.obligation WHERE n.handed_over_at > f.recorded_at`,
    );
    expect(late).toEqual([]);
    expect(await said('handedOver')).toHaveLength(
      new Set((await said('handedOver')).map(({ data }) => `${String(data.obligation)}#${String(data.rung)}`))
        .size,
    );
  });

  it('went as the simulator plays it, fact by fact', async () => {
    const { lived, played } = await playedAgain(months.api, team.program.id, LAUNCH_WAVE);
    expect(played).toEqual(lived);
  });

  it('kept every promise', async () => {
    const silent = { info() {}, warn() {}, error() {} };
    const { app, clock } = months.api;
    const { checkPromises } = createPromiseKeeping({ dataSource: app, shift: shiftBy(0), log: silent });
    const open = await new MockActivityEnvironment({ scheduledTimestampMs: clock.now() }).run<
      [],
      Readonly<Record<string, number>>,
      typeof checkPromises
    >(checkPromises);
    expect(Object.entries(open).filter(([, count]) => count > 0)).toEqual([]);
  });
});

interface Standing {
  phase: string;
  stall: { reason: string } | null;
}

const at = (instant: string): number => Date.parse(instant);

const berlin = (instant: Date): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Europe/Berlin',
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(instant);
