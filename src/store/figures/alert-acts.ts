import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { toIso, type Instant } from '../../domain/time.js';
import { latestRest } from '../../insights/alerts.js';
import { markAlerts, tellAsked, tellOver, untellAlerts } from './messages.js';
import { takersOf } from './readers.js';
import { Refusal, unknown } from '../refusal.js';

/** What is said to an alert, and by whom; null: by a machine. */
export type AlertAct = { by: string | null; note: string | null } & (
  | {
      act: 'acknowledge';
      /** Who takes it; null: whoever says so. */
      taker: string | null;
    }
  | { act: 'snooze'; until: string }
  | { act: 'resolve' }
);

/**
 * The newest act that brought an alert `a` to the state in `state`, of its columns in `columns`; nothing where no person did.
 * What somebody said belongs to what they did: it stands beside nobody else's.
 */
export const actBehind = (columns: string, state: string): string =>
  `SELECT ${columns} FROM figure_alert_act t WHERE t.alert_id = a.id
      AND t.act = CASE ${state} WHEN 'acknowledged' THEN 'acknowledge' WHEN 'snoozed' THEN 'snooze' WHEN 'resolved' THEN 'resolve' END
    ORDER BY t.at DESC, t.id DESC LIMIT 1`;

/**
 * Takes an open alert or asks somebody else to, lets it rest until a day, or closes it. Its cards are edited in place.
 * @param lanes how many delivery lanes there are
 * @throws Refusal notFound where the program has no such alert; conflict where it is closed; invalid where the taker may not read it,
 *   or the day of rest is over or too far off
 */
export async function actOnAlert(
  tx: EntityManager,
  programId: string,
  id: string,
  act: AlertAct,
  lanes: number,
  now: Instant,
): Promise<void> {
  const [alert] = (await tx.query(
    `SELECT a.closed_in AS "closedIn", a.acknowledged_by AS taker, r.looked_at AS "lookedAt" FROM figure_alert a JOIN figure_alert_rule r ON r.id = a.rule_id
      WHERE a.id = $1 AND r.program_id = $2 FOR UPDATE OF a`,
    [id, programId],
  )) as { closedIn: string | null; taker: string | null; lookedAt: string }[];
  if (!alert) throw unknown('alert of this program', id);
  if (alert.closedIn !== null) throw new Refusal('conflict', { code: 'alertClosed' });
  if (act.act === 'snooze' && Date.parse(act.until) <= now)
    throw new Refusal('invalid', { code: 'restOver', at: 'until', params: { day: act.until } });
  const latest = latestRest(now);
  if (act.act === 'snooze' && act.until > latest)
    throw new Refusal('invalid', { code: 'restTooLong', at: 'until', params: { day: act.until, latest } });
  const { by, note } = act;
  const taker = act.act === 'acknowledge' ? (act.taker ?? by) : null;
  await tx.query(
    `INSERT INTO figure_alert_act (id, alert_id, act, at, by_id, taker_id, until, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [uuid(), id, act.act, toIso(now), by, taker, act.act === 'snooze' ? act.until : null, note],
  );
  const set = (columns: string, ...values: unknown[]): Promise<unknown> =>
    tx.query(`UPDATE figure_alert SET ${columns} WHERE id = $1`, [id, ...values]);
  switch (act.act) {
    case 'acknowledge':
      if (taker !== null && taker !== by && taker !== alert.taker)
        await ask(tx, programId, id, taker, lanes, now);
      await set(
        'acknowledged_by = $2, acknowledged_at = $3, snoozed_until = NULL, snoozed_by = NULL',
        taker,
        toIso(now),
      );
      return markAlerts(tx, [id]);
    case 'snooze':
      await set('snoozed_by = $2, snoozed_until = $3', by, act.until);
      // What rests is told once it has rested.
      await untellAlerts(tx, [id]);
      return markAlerts(tx, [id]);
    case 'resolve':
      await set(
        `closed_by = $2, closed_at = $3, closed_in = $4, closed_how = 'resolved'`,
        by,
        toIso(now),
        alert.lookedAt,
      );
      return tellOver(tx, programId, [id], by, lanes, now);
  }
}

/** Somebody is asked to take it: they hear of it with their next message. */
async function ask(
  tx: EntityManager,
  programId: string,
  alertId: string,
  personId: string,
  lanes: number,
  now: Instant,
): Promise<void> {
  const taker = (await takersOf(tx, programId, now)).find((one) => one.personId === personId);
  if (!taker) throw new Refusal('invalid', { code: 'takesNoAlerts', at: 'taker' });
  await tellAsked(tx, alertId, taker, lanes, now);
}
