import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import type { AlertKind } from '../../insights/alerts.js';
import { actBehind, type AlertAct } from './alert-acts.js';
import type { StoredRule } from './alert-rules.js';

export type AlertState = 'open' | 'acknowledged' | 'snoozed' | 'resolved' | 'autoResolved';

export interface AlertRow {
  id: string;
  rule: string;
  kpi: StoredRule['kpi'];
  capability: { id: string; code: string };
  region: string;
  function: StoredRule['function'];
  earlier: number | null;
  kind: AlertKind;
  state: AlertState;
  openedIn: string;
  openedShare: number | null;
  closedIn: string | null;
  closedShare: number | null;
  acknowledgedAt: string | null;
  /** The id of who takes it. */
  acknowledgedBy: string | null;
  /** Who took it, let it rest or closed it last, by name; null: nobody, or a machine. */
  by: string | null;
  snoozedUntil: string | null;
  /** What whoever brought it to this state said with that. */
  note: string | null;
  /** What people did about it, the newest first. */
  acts: AlertActRow[];
}

export interface AlertActRow {
  act: AlertAct['act'];
  at: string;
  /** By name; null: a machine. */
  by: string | null;
  /** Whom they asked to take it, by name; null: nobody else. */
  asked: string | null;
  until: string | null;
  note: string | null;
}

const iso = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The alerts of a program, open ones first, then the newest. */
export const listAlerts = (tx: EntityManager, programId: string, now: Instant): Promise<AlertRow[]> =>
  tx.query(
    `SELECT a.id, a.rule_id AS rule, r.kpi, jsonb_build_object('id', k.id, 'code', k.code) AS capability, a.region, r.function, r.earlier, a.kind,
            s.state,
            a.opened_in AS "openedIn", a.opened_share AS "openedShare", a.closed_in AS "closedIn", a.closed_share AS "closedShare", ${iso('a.acknowledged_at')} AS "acknowledgedAt",
            a.acknowledged_by AS "acknowledgedBy",
            (SELECT p.name FROM person p WHERE p.id = CASE s.state WHEN 'resolved' THEN a.closed_by WHEN 'snoozed' THEN a.snoozed_by WHEN 'acknowledged' THEN a.acknowledged_by END) AS by,
            a.snoozed_until::text AS "snoozedUntil", (${actBehind('t.note', 's.state')}) AS note,
            coalesce((SELECT jsonb_agg(jsonb_build_object('act', t.act, 'at', ${iso('t.at')}, 'by', b.name, 'asked', w.name, 'until', t.until, 'note', t.note) ORDER BY t.at DESC, t.id DESC)
                        FROM figure_alert_act t LEFT JOIN person b ON b.id = t.by_id LEFT JOIN person w ON w.id = t.taker_id AND t.taker_id IS DISTINCT FROM t.by_id
                       WHERE t.alert_id = a.id), '[]') AS acts
       FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id JOIN capability k ON k.id = a.capability_id
      CROSS JOIN LATERAL (SELECT CASE WHEN a.closed_in IS NOT NULL THEN CASE a.closed_how WHEN 'over' THEN 'autoResolved' ELSE 'resolved' END
                 WHEN a.snoozed_until > ($2::timestamptz AT TIME ZONE 'UTC')::date THEN 'snoozed'
                 WHEN a.acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'open' END AS state) s
      WHERE r.program_id = $1 ORDER BY a.closed_in IS NOT NULL, a.opened_in DESC, a.id DESC LIMIT 500`,
    [programId, toIso(now)],
  );
