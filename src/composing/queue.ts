import type { EntityManager } from 'typeorm';
import type { Message } from '../channels/message.js';
import { ranked } from '../domain/message/rank.js';
import { AFTERWARDS, MORNING, visitKey } from '../domain/message/subject.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, readItemsAsIf, readItemsOfNudges } from '../store/message-items.js';
import { readUntold, readVisitsAhead, readWaiting, type VisitAhead } from '../store/queue.js';
import { unread } from '../store/reading.js';
import type { Rules } from '../store/rules.js';
import { grouped } from '../domain/grouped.js';
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
  const owed = await readUntold(tx, personId, now);
  const untold = await readItemsAsIf(
    tx,
    owed.map((one) => ({ ...one, rung: 0 })),
    now,
    personId,
  );
  // Feedback that was taken back and given anew waits for its own talk, whatever was told before.
  const all = [...standing, ...untold];
  const waits = await unread(tx, all, now);
  const shown = all.filter((row) => !waits.has(row));
  const items = await itemsOf(tx, shown, personId, rules, now);
  return { key: personId, to, items, waiting: 0, appUrl, at: now };
}

/** A visit ahead, and as a message what its morning, or what comes after it, would say. */
export interface TalkedOfVisit {
  visit: VisitAhead;
  subject: string;
  message: Message;
}

/** The visits of the next two weeks on which a person goes along, earliest first. */
export async function visitsAheadOf(
  tx: EntityManager,
  personId: string,
  rules: Rules,
  appUrl: string,
  now: Instant,
): Promise<TalkedOfVisit[]> {
  const to = await readAddressee(tx, personId);
  const loops = await readVisitsAhead(tx, personId, now);
  const spoken = loops.map(({ enrolmentId, visitId, at }) => ({
    enrolmentId,
    subject: visitKey(visitId, at),
    rung: at > now ? MORNING : AFTERWARDS,
    audience: 'manager' as const,
  }));
  const rows = grouped(await readItemsAsIf(tx, spoken, now, personId), ({ subject }) => subject);
  const found: TalkedOfVisit[] = [];
  for (const [visit] of grouped(loops, ({ visitId }) => visitId).values()) {
    const subject = visitKey(visit!.visitId, visit!.at);
    const items = await itemsOf(tx, rows.get(subject) ?? [], personId, rules, now);
    const message = { key: visit!.visitId, to, items, waiting: 0, appUrl, at: now };
    found.push({ visit: visit!, subject, message });
  }
  return found;
}
