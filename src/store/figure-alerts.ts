import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../domain/time.js';
import { moveAt, type AlertKind, type Raised, type Reading } from '../insights/alerts.js';
import { tellOver } from './figure-alert-acts.js';
import { readRulesOf } from './figure-alert-rules.js';
import { markAlert, subscribersOf, tellOpened, tellRested } from './figure-messages.js';
import { Readings, type Place } from './figure-readings.js';

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
  const published = new Readings(tx, programId);
  const newest = await readNewest(tx, programId);
  const subscribers = await subscribersOf(tx, programId, 'alert', now);
  for (const rule of await readRulesOf(tx, programId)) {
    const periods = await published.periodsOf(rule);
    const unseen = periods.filter((period) => rule.lookedAt === null || period > rule.lookedAt);
    if (unseen.length === 0) continue;
    for (const place of await published.placesOf(rule)) {
      const readings = await published.courseOf(rule, place);
      for (const period of unseen) {
        const till = readings.slice(0, periods.indexOf(period) + 1);
        const raised = newest.get(keyOf(rule.id, place)) ?? null;
        const move = moveAt(rule, till, raised);
        if (move && 'open' in move) {
          const id = await open(tx, rule.id, place, move.open, till.at(-1)!, now);
          await tellOpened(tx, id, subscribers, lanes, now);
          newest.set(keyOf(rule.id, place), { kind: move.open, closedIn: null });
          sum.opened++;
        } else if (move) {
          await close(tx, programId, rule.id, place, till.at(-1)!, lanes, now);
          newest.set(keyOf(rule.id, place), { ...raised!, closedIn: period });
          sum.closed++;
        }
      }
    }
    await tx.query('UPDATE figure_alert_rule SET looked_at = $2 WHERE id = $1', [rule.id, unseen.at(-1)]);
  }
  return sum;
}

const keyOf = (ruleId: string, { capabilityId, region }: Place): string =>
  `${ruleId}/${capabilityId}/${region}`;

/** The newest alert of each rule about each place. */
async function readNewest(tx: EntityManager, programId: string): Promise<Map<string, Raised>> {
  const rows = (await tx.query(
    `SELECT DISTINCT ON (a.rule_id, a.capability_id, a.region) a.rule_id AS "ruleId", a.capability_id AS "capabilityId", a.region,
            a.kind, a.closed_in AS "closedIn"
       FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id WHERE r.program_id = $1 AND r.ended_at IS NULL
      ORDER BY a.rule_id, a.capability_id, a.region, a.opened_in DESC, a.opened_at DESC, a.id DESC`,
    [programId],
  )) as (Raised & Place & { ruleId: string })[];
  return new Map(
    rows.map(({ ruleId, kind, closedIn, ...place }) => [keyOf(ruleId, place), { kind, closedIn }]),
  );
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
