import type { EntityManager } from 'typeorm';
import type { Message } from '../channels/message.js';
import { ranked } from '../domain/message/rank.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, readItemAsIf, readItemsOfNudges, type ItemRow } from '../store/message-items.js';
import { readUntold, readWaiting } from '../store/queue.js';
import type { Rules } from '../store/rules.js';
import { dueItemOf } from './due-item.js';
import { itemsOf } from './message.js';

/**
 * Everything that waits for a person, ranked as their messages are, then what they owe and were not told of, as one
 * message that is never sent.
 */
export async function queueOf(
  tx: EntityManager,
  personId: string,
  rules: Rules,
  appUrl: string,
  now: Instant,
): Promise<Message> {
  const to = await readAddressee(tx, personId);
  const inOrder = ranked((await readWaiting(tx, personId, now)).map(dueItemOf));
  const rows = await readItemsOfNudges(
    tx,
    inOrder.map(({ item }) => item.id),
    now,
  );
  // What was passed on is somebody else's by now, and what was answered is done for this one.
  const standing = rows.flatMap((row, place) =>
    row.passedOn || row.doneAt !== null ? [] : [{ ...row, because: inOrder[place]!.because }],
  );
  const untold: ItemRow[] = [];
  for (const owed of await readUntold(tx, personId, now)) {
    const row = await readItemAsIf(tx, owed.enrolmentId, { ...owed, rung: 0 }, now, personId);
    if (row) untold.push(row);
  }
  const items = await itemsOf(tx, [...standing, ...untold], personId, rules, now);
  return { key: personId, to, items, waiting: 0, appUrl, at: now };
}
