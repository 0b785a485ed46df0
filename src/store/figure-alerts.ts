import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../domain/time.js';
import { moveAt, type AlertKind, type Raised, type Reading } from '../insights/alerts.js';
import { kpi } from '../insights/catalogue.js';
import { figureOf, valuesOf } from '../insights/figures.js';
import { tellOver } from './figure-alert-acts.js';
import { readRulesOf, type StoredRule } from './figure-alert-rules.js';
import { markAlert, tellOpened, tellRested } from './figure-messages.js';
import { readPeriods, readReleases, type Published } from './figure-releases.js';

/**
 * Lets the rules of a program look at every period that was released since they looked, in order, and tells whoever
 * wants to hear what opens and closes, and what has rested long enough. Done twice it changes nothing.
 * @param lanes how many delivery lanes there are
 */
export async function evaluateAlerts(
  tx: EntityManager,
  programId: string,
  lanes: number,
  now: Instant,
): Promise<{ opened: number; closed: number }> {
  // A rule that ends meanwhile opens nothing that nobody would look at again.
  await tx.query('SELECT 1 FROM figure_alert_rule WHERE program_id = $1 ORDER BY id FOR UPDATE', [programId]);
  await wakeRested(tx, programId, lanes, now);
  const sum = { opened: 0, closed: 0 };
  for (const rule of await readRulesOf(tx, programId)) {
    const { question } = kpi(rule.kpi);
    const periods = await readPeriods(tx, programId, question);
    const unseen = periods.filter((period) => rule.lookedAt === null || period > rule.lookedAt);
    if (unseen.length === 0) continue;
    const tables = await readReleases(tx, programId, question, {});
    for (const place of placesOf(rule, tables)) {
      const readings = readingsOf(rule, place, tables, periods);
      for (const period of unseen) {
        const till = readings.filter((reading) => reading.period <= period);
        const move = moveAt(rule, till, await newestOf(tx, rule.id, place));
        if (move && 'open' in move) {
          const id = await open(tx, rule.id, place, move.open, till.at(-1)!, now);
          await tellOpened(tx, programId, id, lanes, now);
          sum.opened++;
        } else if (move) {
          await close(tx, programId, rule.id, place, till.at(-1)!, lanes, now);
          sum.closed++;
        }
      }
    }
    await tx.query('UPDATE figure_alert_rule SET looked_at = $2 WHERE id = $1', [rule.id, unseen.at(-1)]);
  }
  return sum;
}

interface Place {
  capabilityId: string;
  region: string;
}

function placesOf(rule: StoredRule, tables: readonly Published[]): Place[] {
  const capabilities = [...new Set(tables.map(({ capabilityId }) => capabilityId))];
  return capabilities
    .filter((id) => rule.capabilityId === null || id === rule.capabilityId)
    .flatMap((capabilityId) =>
      valuesOf(
        tables.filter((table) => table.capabilityId === capabilityId).flatMap(({ rows }) => rows),
        'region',
      )
        .filter((region) => rule.region === null || region === rule.region)
        .map((region) => ({ capabilityId, region })),
    );
}

function readingsOf(
  rule: StoredRule,
  { capabilityId, region }: Place,
  tables: readonly Published[],
  periods: readonly string[],
): Reading[] {
  const filter = { region, ...(rule.function !== null && { function: rule.function }) };
  return periods.map((period) => {
    const rows = tables.find((one) => one.period === period && one.capabilityId === capabilityId)?.rows ?? [];
    return { period, share: figureOf(rows, kpi(rule.kpi), filter).share };
  });
}

async function newestOf(
  tx: EntityManager,
  ruleId: string,
  { capabilityId, region }: Place,
): Promise<Raised | null> {
  const [row] = (await tx.query(
    `SELECT kind, closed_in AS "closedIn" FROM figure_alert WHERE rule_id = $1 AND capability_id = $2 AND region = $3
      ORDER BY opened_in DESC, opened_at DESC, id DESC LIMIT 1`,
    [ruleId, capabilityId, region],
  )) as Raised[];
  return row ?? null;
}

async function open(
  tx: EntityManager,
  ruleId: string,
  { capabilityId, region }: Place,
  kind: AlertKind,
  { period, share }: Reading,
  now: Instant,
): Promise<string> {
  const id = uuid();
  await tx.query(
    `INSERT INTO figure_alert (id, rule_id, capability_id, region, kind, opened_in, opened_at, opened_share) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [id, ruleId, capabilityId, region, kind, period, toIso(now), share?.share ?? null],
  );
  return id;
}

async function close(
  tx: EntityManager,
  programId: string,
  ruleId: string,
  { capabilityId, region }: Place,
  { period, share }: Reading,
  lanes: number,
  now: Instant,
): Promise<void> {
  const [[alert]] = (await tx.query(
    `UPDATE figure_alert SET closed_in = $4, closed_at = $5, closed_how = 'over', closed_share = $6
      WHERE rule_id = $1 AND capability_id = $2 AND region = $3 AND closed_in IS NULL RETURNING id`,
    [ruleId, capabilityId, region, period, toIso(now), share?.share ?? null],
  )) as [{ id: string }[], number];
  // Somebody closed it while this was looking.
  if (alert) await tellOver(tx, programId, alert.id, null, lanes, now);
}

/** Alerts whose rest is over are open again, and told anew. */
async function wakeRested(tx: EntityManager, programId: string, lanes: number, now: Instant): Promise<void> {
  const [rested] = (await tx.query(
    `UPDATE figure_alert a SET snoozed_until = NULL, snoozed_by = NULL FROM figure_alert_rule r
      WHERE r.id = a.rule_id AND r.program_id = $1 AND a.closed_in IS NULL
        AND a.snoozed_until <= ($2::timestamptz AT TIME ZONE 'UTC')::date RETURNING a.id`,
    [programId, toIso(now)],
  )) as [{ id: string }[], number];
  for (const { id } of rested) {
    await tellRested(tx, programId, id, lanes, now);
    await markAlert(tx, id);
  }
}
