import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../domain/time.js';
import { markAlert, tellClosed, untellAlert } from './figure-messages.js';
import { Refusal, unknown } from './refusal.js';

/** What is said to an alert, and by whom; null: by a machine. */
export type AlertAct = { by: string | null; note: string | null } & (
  { act: 'acknowledge' } | { act: 'snooze'; until: string } | { act: 'resolve' }
);

/**
 * Takes an open alert, lets it rest until a day, or closes it. Its cards are edited in place.
 * @param lanes how many delivery lanes there are
 * @throws Refusal notFound where the program has no such alert; conflict where it is closed
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
  const { by, note } = act;
  const set = (columns: string, ...values: unknown[]): Promise<unknown> =>
    tx.query(`UPDATE figure_alert SET note = coalesce($2, note), ${columns} WHERE id = $1`, [
      id,
      note,
      by,
      ...values,
    ]);
  switch (act.act) {
    case 'acknowledge':
      await set(
        'acknowledged_by = $3, acknowledged_at = $4, snoozed_until = NULL, snoozed_by = NULL',
        toIso(now),
      );
      return markAlert(tx, id);
    case 'snooze':
      await set('snoozed_by = $3, snoozed_until = $4', act.until);
      // What rests is told once it has rested.
      await untellAlert(tx, id);
      return markAlert(tx, id);
    case 'resolve':
      await set(
        `closed_by = $3, closed_at = $4, closed_in = $5, closed_how = 'resolved'`,
        toIso(now),
        alert.lookedAt,
      );
      return tellOver(tx, programId, id, by, lanes, now);
  }
}

/** An alert is over: who had heard of it hears that too, once, but for whoever said so. */
export async function tellOver(
  tx: EntityManager,
  programId: string,
  id: string,
  by: string | null,
  lanes: number,
  now: Instant,
): Promise<void> {
  await untellAlert(tx, id);
  await tellClosed(tx, programId, id, by, lanes, now);
  await markAlert(tx, id);
}
