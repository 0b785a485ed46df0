import type { EntityManager } from 'typeorm';
import type { Message, MessageItem } from '../channels/message.js';
import { ranked } from '../domain/message/rank.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, readItemsOfNudges } from '../store/message-items.js';
import { readWaiting } from '../store/queue.js';
import type { Rules } from '../store/rules.js';
import { dueItemOf } from './due-item.js';
import { itemOf } from './message.js';

/** Everything that waits for a person, ranked as their messages are, as one message that is never sent. */
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
  const items: MessageItem[] = [];
  for (const [place, row] of rows.entries())
    items.push(await itemOf(tx, { ...row, because: inOrder[place]!.because, passedOn: false }, rules));
  return { key: personId, to, items, waiting: 0, appUrl, at: now };
}
