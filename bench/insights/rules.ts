import type { DataSource } from 'typeorm';
import { toIso, type Instant } from '../../src/domain/time.js';
import { kpi } from '../../src/insights/catalogue.js';
import { idOf } from '../organisation/ids.js';
import { Chance } from '../organisation/chance.js';
import { REGIONS } from '../organisation/geography.js';

export const RULES = 500;
const CAPABILITIES = 20;

/** About what somebody wants to be told; now and then of a trend. */
const WANTED = [
  { kpi: 'stalled', direction: 'above', threshold: 0.88, earlier: null },
  { kpi: 'stalled', direction: 'above', threshold: 0.12, earlier: 4 },
  { kpi: 'nothingPlanned', direction: 'above', threshold: 0.85, earlier: null },
  { kpi: 'adopted', direction: 'below', threshold: 0.02, earlier: null },
  { kpi: 'firstSeen', direction: 'below', threshold: 0.12, earlier: null },
  { kpi: 'confirmed', direction: 'below', threshold: 0.15, earlier: null },
  { kpi: 'coverage', direction: 'below', threshold: 0.08, earlier: null },
  { kpi: 'feedbackLag', direction: 'below', threshold: 0.2, earlier: null },
  { kpi: 'followUpHeld', direction: 'below', threshold: 0.1, earlier: null },
] as const;

/**
 * So many rules of one program: a tenth over every capability and region, a third over one capability, the others over
 * one region of one capability, some of one function. They have looked at all periods but the newest.
 */
export async function addRules(dataSource: DataSource, programId: string, now: Instant): Promise<void> {
  const chance = new Chance(7);
  const rules = Array.from({ length: RULES }, (_, index) => {
    const wanted = WANTED[index % WANTED.length]!;
    const scope = chance.throw();
    return {
      id: idOf('other', 0x0e000000 + index),
      ...wanted,
      question: kpi(wanted.kpi).question,
      threshold: wanted.threshold * (1 - chance.throw() * 0.1),
      margin: 0.03,
      periods: chance.whole(1, 3),
      capability: scope < 0.1 ? null : idOf('capability', chance.whole(1, CAPABILITIES)),
      region: scope < 0.4 ? null : chance.pick(REGIONS).name,
      function: chance.isWithin(0.15) ? 'commercial' : null,
    };
  });
  await dataSource.query(
    `INSERT INTO figure_alert_rule (id, program_id, kpi, direction, threshold, margin, periods, earlier, capability_id, region, function, created_at, looked_at)
     SELECT r.id, $2, r.kpi, r.direction, r.threshold, r.margin, r.periods, r.earlier, r.capability, r.region, r.function, $3, (
       SELECT max(f.period) FROM figure_release f WHERE f.program_id = $2 AND f.question = r.question
          AND f.period < (SELECT max(n.period) FROM figure_release n WHERE n.program_id = $2 AND n.question = r.question))
       FROM jsonb_to_recordset($1::jsonb) AS r (id uuid, kpi text, question text, direction text, threshold float8, margin float8,
            periods int, earlier int, capability uuid, region text, function text)`,
    [JSON.stringify(rules), programId, toIso(now)],
  );
}

/** As if the newest week closed again: rules that have looked at it look at it once more. */
export const forgetNewest = (dataSource: DataSource, programId: string): Promise<unknown> =>
  dataSource.query(
    `UPDATE figure_alert_rule r SET looked_at = (
       SELECT max(f.period) FROM figure_release f WHERE f.program_id = $1 AND length(f.period) = length(r.looked_at) AND f.period < r.looked_at)`,
    [programId],
  );
