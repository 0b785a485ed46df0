import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { BusinessFunction } from '../entities/people.js';
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
  if (!row)
    throw new Refusal(
      'invalid',
      `This program coaches no capability with the code ${code}. Send one that it coaches.`,
    );
  return row.id;
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
    `SELECT DISTINCT coalesce(r.region, '') AS region, r.function FROM enrolment e JOIN person r ON r.id = e.rep_id
      WHERE e.program_id = $1 AND ($2::uuid IS NULL OR e.capability_id = $2) ORDER BY 1, 2`,
    [programId, capabilityId],
  )) as { region: string; function: BusinessFunction }[];
  const fits = (one: (typeof there)[number]): boolean =>
    (region === null || one.region === region) && (named === null || one.function === named);
  if (there.some(fits)) return;
  const asked = [
    region === null ? [] : `the region "${region}"`,
    named === null ? [] : `the function ${named}`,
  ];
  const known = there.map((one) => `${one.region === '' ? 'no region' : one.region} (${one.function})`);
  throw new Refusal(
    'invalid',
    `Nobody who is coached here is in ${asked.flat().join(' and ')}, so this would never open. ${
      known.length === 0 ? 'Nobody is enrolled yet.' : `There are: ${known.join(', ')}.`
    }`,
  );
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
