import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { BusinessFunction } from '../../entities/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import { uselessness, type AlertRule } from '../../insights/alerts.js';
import { kpi } from '../../insights/catalogue.js';
import { markAlerts, untellAlerts } from './messages.js';
import { readPeriods } from './releases.js';
import { Refusal, unknown } from '../refusal.js';
import { revisionOfParts } from '../revision.js';

export interface StoredRule extends AlertRule {
  id: string;
  capabilityId: string | null;
  region: string | null;
  function: BusinessFunction | null;
  lookedAt: string | null;
}

const RULE = `id, kpi, direction, threshold, margin, periods, earlier, capability_id AS "capabilityId", region, function, looked_at AS "lookedAt"`;

/** The rules of a program that look. */
export const readRulesOf = (tx: EntityManager, programId: string): Promise<StoredRule[]> =>
  tx.query(
    `SELECT ${RULE} FROM figure_alert_rule WHERE program_id = $1 AND ended_at IS NULL ORDER BY created_at, id`,
    [programId],
  );

/**
 * Adds a rule; it looks at what is released from now on.
 * @throws Refusal (invalid) where it could never open or never close, or there is nobody in its scope
 */
export async function addRule(
  tx: EntityManager,
  programId: string,
  rule: AlertRule & { capability: string | null } & Pick<StoredRule, 'region' | 'function'>,
  now: Instant,
): Promise<{ id: string }> {
  const useless = uselessness(rule);
  if (useless !== null) throw new Refusal('invalid', useless);
  const capabilityId = rule.capability === null ? null : await capabilityOf(tx, programId, rule.capability);
  await refuseEmptyScope(tx, programId, capabilityId, rule);
  const id = uuid();
  const lookedAt = (await readPeriods(tx, programId, kpi(rule.kpi).question)).at(-1) ?? null;
  await tx.query(
    `INSERT INTO figure_alert_rule (id, program_id, kpi, direction, threshold, margin, periods, capability_id, region, looked_at, created_at, earlier, function)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
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
      rule.earlier,
      rule.function,
    ],
  );
  return { id };
}

async function capabilityOf(tx: EntityManager, programId: string, code: string): Promise<string> {
  const [row] = (await tx.query(
    `SELECT k.id FROM program_capability p JOIN capability k ON k.id = p.capability_id WHERE p.program_id = $1 AND k.code = $2`,
    [programId, code],
  )) as { id: string }[];
  if (row) return row.id;
  const coached = (await tx.query(
    `SELECT k.code FROM program_capability p JOIN capability k ON k.id = p.capability_id WHERE p.program_id = $1 ORDER BY 1`,
    [programId],
  )) as { code: string }[];
  const known = coached.map((one) => one.code).join(', ');
  throw new Refusal('invalid', { code: 'notCoached', at: 'capability', params: { code, known } });
}

/** @throws Refusal (invalid) that names who there is, where nobody is in a region and function */
async function refuseEmptyScope(
  tx: EntityManager,
  programId: string,
  capabilityId: string | null,
  { region, function: named }: Pick<StoredRule, 'region' | 'function'>,
): Promise<void> {
  if (region === null && named === null) return;
  const there = (await tx.query(
    `SELECT DISTINCT r.region, r.function FROM enrolment e JOIN person r ON r.id = e.rep_id
      WHERE e.program_id = $1 AND ($2::uuid IS NULL OR e.capability_id = $2) ORDER BY 1, 2`,
    [programId, capabilityId],
  )) as { region: string | null; function: BusinessFunction }[];
  const fits = (one: (typeof there)[number]): boolean =>
    (region === null || (one.region ?? '') === region) && (named === null || one.function === named);
  if (there.some(fits)) return;
  const known = there.map((one) => `${one.region ?? '–'} (${one.function})`).join(', ');
  const at = region === null ? 'function' : 'region';
  throw new Refusal(
    'invalid',
    known === '' ? { code: 'ruleNobodyYet', at } : { code: 'ruleNobodyThere', at, params: { known } },
  );
}

export type RuleChanges = Partial<Pick<AlertRule, 'threshold' | 'margin' | 'periods'>>;

/** Of what can be changed in a rule: it says what a change is based on. */
export const revisionOf = ({ threshold, margin, periods }: AlertRule): string =>
  revisionOfParts(threshold, margin, periods);

/**
 * Changes from when on a rule tells. What it looks at stays, since its alerts speak of that; what is open stays open
 * until the figure is back by the new limit.
 * @param read the revision that the change is based on; null: whatever stands there
 * @throws Refusal (stale) where it was changed since; (invalid) where it could never open or never close
 */
export async function changeRule(
  tx: EntityManager,
  programId: string,
  id: string,
  changes: RuleChanges,
  read: string | null,
): Promise<StoredRule> {
  const [rule] = (await tx.query(
    `SELECT ${RULE} FROM figure_alert_rule WHERE program_id = $1 AND id = $2 AND ended_at IS NULL FOR UPDATE`,
    [programId, id],
  )) as StoredRule[];
  if (!rule) throw unknown('rule of this program', id);
  if (read !== null && read !== revisionOf(rule)) throw new Refusal('stale', { code: 'changedSince' });
  const changed = { ...rule, ...changes };
  const useless = uselessness(changed);
  if (useless !== null) throw new Refusal('invalid', useless);
  await tx.query('UPDATE figure_alert_rule SET threshold = $2, margin = $3, periods = $4 WHERE id = $1', [
    id,
    changed.threshold,
    changed.margin,
    changed.periods,
  ]);
  const open = (await tx.query('SELECT id FROM figure_alert WHERE rule_id = $1 AND closed_in IS NULL', [
    id,
  ])) as { id: string }[];
  await markAlerts(
    tx,
    open.map((alert) => alert.id),
  );
  return changed;
}

/** Ends a rule, and what it has open. @throws Refusal (notFound) */
export async function endRule(tx: EntityManager, programId: string, id: string, now: Instant): Promise<void> {
  const [, count] = (await tx.query(
    'UPDATE figure_alert_rule SET ended_at = $3 WHERE id = $1 AND program_id = $2 AND ended_at IS NULL',
    [id, programId, toIso(now)],
  )) as [unknown, number];
  if (count === 0) throw unknown('rule of this program', id);
  const [open] = (await tx.query(
    `UPDATE figure_alert SET closed_in = opened_in, closed_at = $2, closed_how = 'ended' WHERE rule_id = $1 AND closed_in IS NULL RETURNING id`,
    [id, toIso(now)],
  )) as [{ id: string }[], number];
  const ids = open.map((alert) => alert.id);
  await untellAlerts(tx, ids);
  await markAlerts(tx, ids);
}
