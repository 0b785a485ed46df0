import { MockActivityEnvironment } from '@temporalio/testing';
import { inRegion } from '../../src/access/suppression.js';
import { createFigures } from '../../src/activities/figures.js';
import { shiftBy } from '../../src/activities/shift.js';
import { evaluateAlerts } from '../../src/store/figures/alerts.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestApi } from './api.js';
import { startApp } from './chromium.js';
import { aTeam, openLoop, type Team } from './coaching.js';
import { addPerson } from './organisation.js';

/** A program of which two weeks are over. What is published of them is written by hand: stories are about what is seen of it. */
export interface Adoption {
  api: TestApi;
  team: Team;
  leader: string;
}

export async function startAdoption(): Promise<Adoption> {
  const api = await startApp({ at: '2026-03-02T05:00:00Z' });
  const team = await aTeam(api);
  await openLoop(api, team);
  const leader = await addPerson(api, { name: 'Leah' });
  const adoption = { api, team, leader };
  await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'sees figures' });
  await week(adoption, '2026-03-02');
  await api.made(`/programs/${team.program.id}/alert-rules`, {
    kpi: 'stalled',
    direction: 'above',
    threshold: 0.4,
  });
  await week(adoption, '2026-03-09');
  await publish(adoption, '2026-02-16', { stalls: [stalls('South', 10), stalls('North', 6)] });
  await publish(adoption, '2026-02-23', { stalls: [row('South', { suppressed: 'tooFewReps' })] });
  await publish(adoption, '2026-02', {
    pulse: [row('South', { of: 40, parts: { seen: 16, notSeen: 24 }, answers: {} })],
    reinforcement: [row('South', { of: 40, parts: { seen: 32, notSeen: 8 }, answers: {} })],
  });
  return adoption;
}

const row = (region: string, figure: object) => ({
  place: inRegion(region),
  regions: [region],
  reps: 40,
  figure,
});
const stalls = (region: string, count: number) =>
  row(region, {
    of: 40,
    parts: { stalled: count, notStalled: 40 - count },
    answers: { noVisitPlanned: count },
  });
export const standing = (region: string, adopted: number) =>
  row(region, { of: 40, parts: { adopted, notAdopted: 40 - adopted }, answers: { sustain: adopted } });

/** A region whose name a spreadsheet would calculate. */
const FORMULA = row('=1+1', {});

async function week(adoption: Adoption, monday: string): Promise<void> {
  const { api, team } = adoption;
  api.clock.time = Date.parse(`${monday}T04:23:00Z`) + 7 * 86_400_000;
  const small = row('Islands', { suppressed: 'tooFewReps' });
  const tables = {
    stalls: [stalls('South', 24), stalls('North', 6), small],
    standing: [standing('South', 8), standing('North', 20), small],
    alwaysAlike: [row('South', { of: 40, parts: { sign: 10, none: 30 }, answers: { sign: 10 } }), small],
    enteredTogether: [small],
    firstSeen: [{ ...FORMULA, figure: { of: 40, parts: { seen: 10, waiting: 30 }, answers: {} } }],
  };
  await publish(adoption, monday, tables);
  await inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, api.clock.now()));
}

export async function publish(
  { api, team }: Adoption,
  period: string,
  tables: Readonly<Record<string, readonly object[]>>,
): Promise<void> {
  for (const [question, rows] of Object.entries(tables))
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, $4, $5, now())`,
      [team.program.id, team.capability.id, question, period, JSON.stringify(rows)],
    );
}

/** What the schedule of figures runs. */
export async function lookAsEveryNight({ api }: Adoption): Promise<void> {
  const quiet = (): void => undefined;
  const { releaseAll } = createFigures({
    dataSource: api.app,
    lanes: 8,
    log: { info: quiet, warn: quiet, error: quiet },
    shift: shiftBy(0),
  });
  await new MockActivityEnvironment({ scheduledTimestampMs: api.clock.now() }).run(releaseAll);
}
