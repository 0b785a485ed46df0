import { inRegion } from '../../src/access/suppression.js';
import { evaluateAlerts } from '../../src/store/figures/alerts.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestApi } from './api.js';
import type { Team } from './coaching.js';

const WEEK_MS = 7 * 86_400_000;

/** A week closes in which 24 of 40 are stalled in the south, as a rule was told to look for; the alert's id. */
export async function openAlert(api: TestApi, { program, capability }: Team): Promise<string> {
  await api.made(`/programs/${program.id}/alert-rules`, {
    kpi: 'stalled',
    direction: 'above',
    threshold: 0.4,
    periods: 1,
  });
  const monday = '2026-03-02';
  api.clock.time = Date.parse(`${monday}T04:23:00Z`) + WEEK_MS;
  const figure = { of: 40, parts: { stalled: 24, notStalled: 16 }, answers: { noVisitPlanned: 24 } };
  const rows = [{ place: inRegion('South'), regions: ['South'], reps: 40, figure }];
  await api.dataSource.query(
    `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at)
     SELECT $1, $2, question, $3, CASE question WHEN 'stalls' THEN $4::jsonb ELSE '[]' END, now()
       FROM unnest(ARRAY['stalls', 'standing']) AS question`,
    [program.id, capability.id, monday, JSON.stringify(rows)],
  );
  await inTransaction(api.app, (tx) => evaluateAlerts(tx, program.id, 8, api.clock.now()));
  const [alert] = await api.dataSource.query<{ id: string }[]>('SELECT id FROM figure_alert');
  return alert!.id;
}
