import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../domain/time.js';
import { uselessness, type AlertRule } from '../insights/alerts.js';
import { kpi } from '../insights/catalogue.js';
import { markAlert, untellAlert } from './figure-messages.js';
import { readPeriods } from './figure-releases.js';
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
  const [open] = (await tx.query(
    `UPDATE figure_alert SET closed_in = opened_in, closed_at = $2, closed_how = 'ended' WHERE rule_id = $1 AND closed_in IS NULL RETURNING id`,
    [id, toIso(now)],
  )) as [{ id: string }[], number];
  for (const alert of open) {
    await untellAlert(tx, alert.id);
    await markAlert(tx, alert.id);
  }
}
