import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, openLoop, type Team } from '../../../test/support/coaching.js';
import { inRegion, type Row } from '../../access/suppression.js';
import type { AlertsAnswer } from '../../api/alerts/alerts.dto.js';
import { weeksFrom } from '../../insights/weeks.js';
import { evaluateAlerts } from './alerts.js';
import { inTransaction } from '../transaction.js';

/*
 * A quarter as it was published, week by week, of a hundred people each: in the south the stalled flap about the threshold
 * and are missing for a week, in the north they rise for good. Nothing planned is looked at in the south alone, and of
 * commercial people alone.
 */
const STALLED: Readonly<Record<string, readonly (number | null)[]>> = {
  South: [20, 31, 28, 32, 33, 40, 29, 31, null, 24, 24, 31, 20],
  North: [20, 20, 20, 20, 20, 20, 20, 20, 36, 37, 36, 36, 36],
};
const NOTHING_PLANNED: Readonly<Record<string, readonly number[]>> = {
  commercial: [10, 20, 50, 45, 38, 34, 10, 10, 10, 10, 10, 10, 10],
  medical: [60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60],
};
const WEEKS = 13;
const weekOfQuarter = (index: number): string => weeksFrom('2026-01-05', index);

const row = (place: Row['place'], parts: [string, string], count: number | null): Row => ({
  place,
  regions: [place.region!],
  reps: 100,
  figure:
    count === null
      ? { suppressed: 'tooFewManagers' }
      : { of: 100, parts: { [parts[0]]: count, [parts[1]]: 100 - count }, answers: {} },
});

describe('a quarter of alerts', () => {
  let api: TestApi;
  let team: Team;
  beforeAll(async () => {
    api = await startTestApi();
    team = await aTeam(api);
    await openLoop(api, team);
  });
  afterAll(() => api?.close());

  const rule = (given: object): Promise<unknown> =>
    api.made(`/programs/${team.program.id}/alert-rules`, given);
  async function publish(question: string, period: string, rows: Row[]): Promise<void> {
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, $4, $5, now())`,
      [team.program.id, team.capability.id, question, period, JSON.stringify(rows)],
    );
  }
  const refused = async (given: object): Promise<string> => {
    const { status, body } = await api.post<{ detail: string }>(`/programs/${team.program.id}/alert-rules`, {
      kpi: 'stalled',
      direction: 'above',
      threshold: 0.3,
      ...given,
    });
    expect(status).toBe(422);
    return body.detail;
  };

  it('opens and closes as it should, each once', async () => {
    await rule({ kpi: 'stalled', direction: 'above', threshold: 0.3, periods: 2 });
    await rule({ kpi: 'stalled', direction: 'above', threshold: 0.1, periods: 1, earlier: 4 });
    await rule({
      kpi: 'nothingPlanned',
      direction: 'above',
      threshold: 0.4,
      periods: 1,
      capability: team.capability.code,
      region: 'South',
      function: 'commercial',
    });
    const told: string[] = [];
    for (let index = 0; index < WEEKS; index++) {
      const period = weekOfQuarter(index);
      const stalls = Object.entries(STALLED).map(([region, counts]) =>
        row(inRegion(region), ['stalled', 'notStalled'], counts[index]!),
      );
      await publish('stalls', period, stalls);
      const signs = Object.entries(NOTHING_PLANNED).map(([name, counts]) =>
        row({ ...inRegion('South'), function: name }, ['nothing', 'begun'], counts[index]!),
      );
      await publish('firstSigns', period, signs);
      const now = Date.parse(`${period}T04:23:00Z`) + 7 * 86_400_000;
      const { opened, closed } = await inTransaction(api.app, (tx) =>
        evaluateAlerts(tx, team.program.id, 8, now),
      );
      if (opened + closed > 0) told.push(`week ${index + 1}: ${opened} opened, ${closed} closed`);
    }
    expect(told).toEqual([
      'week 3: 1 opened, 0 closed',
      'week 5: 1 opened, 0 closed',
      'week 6: 0 opened, 1 closed',
      'week 9: 2 opened, 0 closed',
      'week 10: 1 opened, 1 closed',
      'week 11: 0 opened, 1 closed',
      'week 12: 0 opened, 1 closed',
    ]);
  });

  it('says of each from when to when, and with which figure', async () => {
    const { alerts } = (await api.get<AlertsAnswer>(`/programs/${team.program.id}/alerts`)).body;
    const number = (period: string | null): number | null =>
      period === null ? null : Array.from({ length: WEEKS }, (_, i) => weekOfQuarter(i)).indexOf(period) + 1;
    const course = alerts.map(({ kpi, region, kind, openedIn, openedShare, closedIn, closedShare }) =>
      [region, kpi, kind, number(openedIn), openedShare, number(closedIn), closedShare].join(' '),
    );
    expect(course.sort()).toEqual(
      [
        'South nothingPlanned crossed 3 0.5 6 0.34',
        'South stalled crossed 5 0.33 11 0.24',
        // The trend: a week without a figure, and a rise that goes no further after four weeks.
        'South stalled noData 9  10 0.24',
        'North stalled crossed 9 0.36 12 0.36',
        'North stalled crossed 10 0.37  ',
      ].sort(),
    );
  });

  it('says in one night what happened in several weeks, and tells of what is so now alone', async () => {
    await rule({ kpi: 'confirmed', direction: 'below', threshold: 0.5, periods: 1 });
    for (const [index, count] of [60, 40, 60, null, 30].entries())
      await publish('truth', weekOfQuarter(index), [
        row(inRegion('South'), ['confirmed', 'notConfirmed'], count),
      ]);
    const now = Date.parse(`${weekOfQuarter(WEEKS)}T04:23:00Z`);
    const night = () => inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, now));
    expect(await night()).toEqual({ opened: 3, closed: 2 });
    expect(await night()).toEqual({ opened: 0, closed: 0 });
    const { alerts } = (await api.get<AlertsAnswer>(`/programs/${team.program.id}/alerts`)).body;
    const course = alerts.filter(({ kpi }) => kpi === 'confirmed');
    expect(course.map(({ kind, openedShare, closedShare }) => [kind, openedShare, closedShare])).toEqual([
      ['crossed', 0.3, null],
      ['noData', null, 0.3],
      ['crossed', 0.4, 0.6],
    ]);
    const told = await api.dataSource.query<{ subject: string }[]>(
      `SELECT obligation AS subject FROM nudge WHERE obligation = ANY($1)`,
      [course.map(({ id }) => `alert/${id}`)],
    );
    expect(told).toEqual([{ subject: `alert/${course[0]!.id}` }]);
  });

  it('of rules that could never open, never close, or look where nobody is, has none', async () => {
    expect(await refused({ threshold: 1 })).toContain('never open');
    expect(await refused({ threshold: 0.02 })).toContain('never close');
    expect(await refused({ earlier: 4, threshold: 0.1, margin: 0.3 })).toContain('the other way');
    expect(await refused({ region: 'Suoth' })).toBe(
      'Nobody who is coached here is in this region and function, so this would never open. There are: South (commercial).',
    );
    expect(await refused({ region: 'South', function: 'medical' })).toContain('South (commercial)');
    expect(await refused({ capability: 'none-such' })).toContain(`It coaches: ${team.capability.code}.`);
  });
});
