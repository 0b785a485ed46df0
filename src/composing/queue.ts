import type { EntityManager } from 'typeorm';
import type { Message, MessageItem } from '../channels/message.js';
import { isHeld, isOwed } from '../channels/wording/groups.js';
import { whilePutOff } from '../channels/wording/rep-card.js';
import { toldTo } from '../channels/wording/told.js';
import { ranked } from '../domain/message/rank.js';
import { AFTERWARDS, MORNING, visitKey } from '../domain/message/subject.js';
import type { Instant } from '../domain/time.js';
import { localDate } from '../domain/working-time/index.js';
import { readWaitingAlerts } from '../store/figures/alert-items.js';
import {
  readAddressee,
  readItemsAsIf,
  readItemsOfNudges,
  type Spoken,
} from '../store/messages/message-items.js';
import { readUntold, readVisitsAhead, readWaiting, type VisitAhead } from '../store/messages/queue.js';
import { unread } from '../store/loops/reading.js';
import type { Rules } from '../store/loops/rules.js';
import { grouped } from '../domain/grouped.js';
import { dueItemOf } from './due-item.js';
import { itemsOf } from './message.js';

/**
 * Everything that waits for a person, as one message that is never sent: alerts about figures that nobody else has taken,
 * the visits of today and those of which nobody has said yet what became of them, then what they were told of, ranked as
 * their messages are, then what they owe and were not told of. What was put off stands last, and only where they can do
 * something about it meanwhile.
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
  const visits = (await spokenOfVisits(tx, personId, now)).filter(
    ({ visit }) => localDate(to.zone, visit.at) <= localDate(to.zone, now),
  );
  const ofVisits = new Set(visits.map(({ subject }) => subject));
  // What was passed on is somebody else's by now, what was answered is done for this one, and a visit has one card.
  const standing = rows.flatMap((row, place) =>
    row.passedOn || row.doneAt !== null || ofVisits.has(row.subject)
      ? []
      : [{ ...row, because: inOrder[place]!.because }],
  );
  const owed = await readUntold(tx, personId, now);
  const untold = await readItemsAsIf(
    tx,
    owed.map((one) => ({ ...one, rung: 0 })),
    now,
    personId,
  );
  // Feedback that was taken back and given anew waits for its own talk, whatever was told before.
  const all = [...(await readItemsAsIf(tx, visits, now, personId)), ...standing, ...untold];
  const waits = await unread(tx, all, now);
  const shown = all.filter((row) => !waits.has(row));
  const told = await itemsOf(tx, shown, personId, rules, now);
  const items = [...told.filter((item) => !isHeld(item)), ...told.filter(isPutOff)];
  const alerts = await readWaitingAlerts(tx, personId, now);
  return { key: personId, to, items, alerts, waiting: 0, appUrl, at: now };
}

function isPutOff(item: MessageItem): boolean {
  const told = toldTo(item.audience);
  return isHeld(item) && isOwed(item) && told !== null && whilePutOff(item, told).length > 0;
}

/** A visit ahead, and as a message what its morning, or what comes after it, would say. */
export interface TalkedOfVisit {
  visit: VisitAhead;
  subject: string;
  message: Message;
}

/** The visits on which a person goes along, of the next two weeks and those not spoken of yet, earliest first. */
export async function visitsAheadOf(
  tx: EntityManager,
  personId: string,
  rules: Rules,
  appUrl: string,
  now: Instant,
): Promise<TalkedOfVisit[]> {
  const to = await readAddressee(tx, personId);
  const spoken = await spokenOfVisits(tx, personId, now);
  const rows = grouped(await readItemsAsIf(tx, spoken, now, personId), ({ subject }) => subject);
  const found: TalkedOfVisit[] = [];
  for (const [subject, [first]] of grouped(spoken, (one) => one.subject)) {
    const { visit } = first!;
    const items = await itemsOf(tx, rows.get(subject) ?? [], personId, rules, now);
    found.push({ visit, subject, message: { key: visit.visitId, to, items, waiting: 0, appUrl, at: now } });
  }
  return found;
}

/** What is said of visits on their morning or afterwards, an entry for each loop of the rep. */
const spokenOfVisits = async (
  tx: EntityManager,
  personId: string,
  now: Instant,
): Promise<(Spoken & { visit: VisitAhead })[]> =>
  (await readVisitsAhead(tx, personId, now)).map((visit) => ({
    visit,
    enrolmentId: visit.enrolmentId,
    subject: visitKey(visit.visitId, visit.at),
    rung: visit.at > now ? MORNING : AFTERWARDS,
    audience: 'manager',
  }));
