import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../domain/time.js';
import {
  moveAt,
  uselessness,
  type AlertKind,
  type AlertRule,
  type Raised,
  type Reading,
} from '../insights/alerts.js';
import { kpi } from '../insights/catalogue.js';
import { figureOf, valuesOf } from '../insights/figures.js';
import { readPeriods, readReleases, type Published } from './figure-releases.js';
import { Refusal, unknown } from './refusal.js';

export interface StoredRule extends AlertRule {
  id: string;
  capabilityId: string | null;
  region: string | null;
  lookedAt: string | null;
}

const RULE = `id, kpi, direction, threshold, margin, periods, capability_id AS "capabilityId", region, looked_at AS "lookedAt"`;

/** The rules of a program that look. */
export const readRulesOf = (tx: EntityManager, programId: string): Promise<StoredRule[]> =>
  tx.query(
    `SELECT ${RULE} FROM figure_alert_rule WHERE program_id = $1 AND ended_at IS NULL ORDER BY created_at, id`,
    [programId],
  );

/**
 * Adds a rule; it looks at what is released from now on.
 * @throws Refusal (invalid) where it could never open or never close, or the program has no such capability
 */
export async function addRule(
  tx: EntityManager,
  programId: string,
  rule: AlertRule & { capability: string | null; region: string | null },
  now: Instant,
): Promise<{ id: string }> {
  const useless = uselessness(rule);
  if (useless !== null) throw new Refusal('invalid', useless);
  const capabilityId = rule.capability === null ? null : await capabilityOf(tx, programId, rule.capability);
  const id = uuid();
  const lookedAt = (await readPeriods(tx, programId, kpi(rule.kpi).question)).at(-1) ?? null;
  await tx.query(
    `INSERT INTO figure_alert_rule (id, program_id, kpi, direction, threshold, margin, periods, capability_id, region, looked_at, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      id,
      programId,
      rule.kpi,
      rule.direction,
      rule.threshold,
      rule.margin,
      rule.periods,
      capabilityId,
      rule.region,
      lookedAt,
      toIso(now),
    ],
  );
  return { id };
}

async function capabilityOf(tx: EntityManager, programId: string, code: string): Promise<string> {
  const [row] = (await tx.query(
    `SELECT k.id FROM program_capability p JOIN capability k ON k.id = p.capability_id WHERE p.program_id = $1 AND k.code = $2`,
    [programId, code],
  )) as { id: string }[];
  if (!row)
    throw new Refusal(
      'invalid',
      `This program coaches no capability with the code ${code}. Send one that it coaches.`,
    );
  return row.id;
}

/** Ends a rule, and what it has open. @throws Refusal (notFound) */
export async function endRule(tx: EntityManager, programId: string, id: string, now: Instant): Promise<void> {
  const [, count] = (await tx.query(
    'UPDATE figure_alert_rule SET ended_at = $3 WHERE id = $1 AND program_id = $2 AND ended_at IS NULL',
    [id, programId, toIso(now)],
  )) as [unknown, number];
  if (count === 0) throw unknown('rule of this program', id);
  await tx.query(
    `UPDATE figure_alert SET closed_in = opened_in, closed_at = $2, closed_how = 'ended' WHERE rule_id = $1 AND closed_in IS NULL`,
    [id, toIso(now)],
  );
}

/**
 * Lets the rules of a program look at every period that was released since they looked, in order. Done twice it
 * changes nothing.
 */
export async function evaluateAlerts(
  tx: EntityManager,
  programId: string,
  now: Instant,
): Promise<{ opened: number; closed: number }> {
  const sum = { opened: 0, closed: 0 };
  for (const rule of await readRulesOf(tx, programId)) {
    const tables = await readReleases(tx, programId, kpi(rule.kpi).question, { from: '', to: '~' });
    const periods = [...new Set(tables.map(({ period }) => period))];
    const unseen = periods.filter((period) => rule.lookedAt === null || period > rule.lookedAt);
    if (unseen.length === 0) continue;
    for (const place of placesOf(rule, tables)) {
      const readings = readingsOf(rule, place, tables, periods);
      for (const period of unseen) {
        const till = readings.filter((reading) => reading.period <= period);
        const move = moveAt(rule, till, await newestOf(tx, rule.id, place));
        if (move && 'open' in move)
          sum.opened += await open(tx, rule.id, place, move.open, till.at(-1)!, now);
        else if (move) sum.closed += await close(tx, rule.id, place, till.at(-1)!, now);
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

const readingsOf = (
  rule: AlertRule,
  { capabilityId, region }: Place,
  tables: readonly Published[],
  periods: readonly string[],
): Reading[] =>
  periods.map((period) => {
    const rows = tables.find((one) => one.period === period && one.capabilityId === capabilityId)?.rows ?? [];
    return { period, share: figureOf(rows, kpi(rule.kpi), { region }).share?.share ?? null };
  });

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
): Promise<number> {
  await tx.query(
    `INSERT INTO figure_alert (id, rule_id, capability_id, region, kind, opened_in, opened_at, opened_share) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuid(), ruleId, capabilityId, region, kind, period, toIso(now), share],
  );
  return 1;
}

async function close(
  tx: EntityManager,
  ruleId: string,
  { capabilityId, region }: Place,
  { period, share }: Reading,
  now: Instant,
): Promise<number> {
  await tx.query(
    `UPDATE figure_alert SET closed_in = $4, closed_at = $5, closed_how = 'over', closed_share = $6
      WHERE rule_id = $1 AND capability_id = $2 AND region = $3 AND closed_in IS NULL`,
    [ruleId, capabilityId, region, period, toIso(now), share],
  );
  return 1;
}

export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'resolved' | 'autoResolved';

export interface AlertRow {
  id: string;
  rule: string;
  kpi: StoredRule['kpi'];
  capability: { id: string; code: string };
  region: string;
  kind: AlertKind;
  state: AlertState;
  openedIn: string;
  openedShare: number | null;
  closedIn: string | null;
  closedShare: number | null;
  acknowledgedAt: string | null;
  /** The id of who takes it. */
  acknowledgedBy: string | null;
  snoozedUntil: string | null;
  note: string | null;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The alerts of a program, open ones first, then the newest. */
export const listAlerts = (tx: EntityManager, programId: string, now: Instant): Promise<AlertRow[]> =>
  tx.query(
    `SELECT a.id, a.rule_id AS rule, r.kpi, jsonb_build_object('id', k.id, 'code', k.code) AS capability, a.region, a.kind,
            CASE WHEN a.closed_in IS NOT NULL THEN CASE a.closed_how WHEN 'over' THEN 'autoResolved' ELSE 'resolved' END
                 WHEN a.snoozed_until > ($2::timestamptz AT TIME ZONE 'UTC')::date THEN 'snoozed'
                 WHEN a.acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'open' END AS state,
            a.opened_in AS "openedIn", a.opened_share AS "openedShare", a.closed_in AS "closedIn", a.closed_share AS "closedShare", ${iso('a.acknowledged_at')} AS "acknowledgedAt",
            a.acknowledged_by AS "acknowledgedBy", a.snoozed_until::text AS "snoozedUntil", a.note
       FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id JOIN capability k ON k.id = a.capability_id
      WHERE r.program_id = $1 ORDER BY a.closed_in IS NOT NULL, a.opened_in DESC, a.id DESC LIMIT 500`,
    [programId, toIso(now)],
  );

export type AlertAct =
  | { act: 'acknowledge'; by: string | null; note: string | null }
  | { act: 'snooze'; until: string; note: string | null }
  | { act: 'resolve'; note: string | null };

/**
 * Takes an open alert, lets it rest until a day, or closes it.
 * @throws Refusal notFound where the program has no such alert; conflict where it is closed
 */
export async function actOnAlert(
  tx: EntityManager,
  programId: string,
  id: string,
  act: AlertAct,
  now: Instant,
): Promise<void> {
  const [alert] = (await tx.query(
    `SELECT a.closed_in AS "closedIn", r.looked_at AS "lookedAt" FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id
      WHERE a.id = $1 AND r.program_id = $2 FOR UPDATE OF a`,
    [id, programId],
  )) as { closedIn: string | null; lookedAt: string }[];
  if (!alert) throw unknown('alert of this program', id);
  if (alert.closedIn !== null)
    throw new Refusal('conflict', 'This alert is closed. A new one opens if its rule finds the same again.');
  if (act.act === 'snooze' && Date.parse(act.until) <= now)
    throw new Refusal(
      'invalid',
      `${act.until} is not to come. Send the day on which it should be open again.`,
    );
  const set = {
    acknowledge: [
      'acknowledged_at = $2, acknowledged_by = $4',
      [toIso(now), act.note, act.act === 'acknowledge' ? act.by : null],
    ],
    snooze: ['snoozed_until = $2', [act.act === 'snooze' ? act.until : null, act.note]],
    resolve: [
      `closed_in = $4, closed_how = 'resolved', closed_at = $2`,
      [toIso(now), act.note, alert.lookedAt],
    ],
  } as const;
  const [change, values] = set[act.act];
  await tx.query(`UPDATE figure_alert SET ${change}, note = coalesce($3, note) WHERE id = $1`, [
    id,
    ...values,
  ]);
}
