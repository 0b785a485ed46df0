import type { EntityManager } from 'typeorm';
import type { Message } from '../channels/message.js';
import { ranked } from '../domain/message/rank.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, readItemAsIf, readItemsOfNudges, type ItemRow } from '../store/message-items.js';
import { readLog } from '../store/log.js';
import { readUntold, readWaiting, type Owed } from '../store/queue.js';
import { whenReadable } from '../store/reading.js';
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
    if (owed.observation !== null && !(await mayRead(tx, owed, owed.observation, now))) continue;
    const row = await readItemAsIf(tx, owed.enrolmentId, { ...owed, rung: 0 }, now, personId);
    if (row) untold.push(row);
  }
  const items = await itemsOf(tx, [...standing, ...untold], personId, rules, now);
  return { key: personId, to, items, waiting: 0, appUrl, at: now };
}

/** Whether the rep may read the feedback on an observation by now. */
async function mayRead(
  tx: EntityManager,
  { enrolmentId }: Owed,
  observation: string,
  now: Instant,
): Promise<boolean> {
  const from = (await whenReadable(tx, enrolmentId, await readLog(tx, enrolmentId))).get(observation);
  return from !== undefined && from <= now;
}
