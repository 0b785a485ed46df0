import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import { faultIn } from '../domain/message/about.js';
import { dueItemOf } from '../composing/due-item.js';
import { choose } from '../domain/message/choose.js';
import { ranked, type Because } from '../domain/message/rank.js';
import { kindOf } from '../domain/message/subject.js';
import { subscriptionOf } from '../domain/message/subscription.js';
import { slotAfterDay, tellingSlot } from '../domain/message/weekly.js';
import type { CalendarsOf } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import { localDate } from '../domain/working-time/index.js';
import type { DeliveryRow } from '../store/deliveries.js';
import { claim, isToldOn, leaveUntold, lockDue, lockPerson, putOff, type DueRow } from '../store/due.js';
import type { Rules } from '../store/rules.js';

export interface Claimed {
  deliveries: DeliveryRow[];
  /** Loops that look first, since what they have to say may be another thing by now: it is claimed after. */
  behind: string[];
}

/**
 * Makes the messages of what is due to a person: one for their day, ranked, and whatever programs on the wall clock
 * have to say beside it. What the day has no room for waits for a later one.
 * @param looked the loops that have just looked, and say of a missed slot that it stands
 */
export async function claimDue(
  tx: EntityManager,
  personId: string,
  lane: number,
  rules: Rules,
  now: Instant,
  looked: ReadonlySet<string> = new Set(),
): Promise<Claimed> {
  const person = await lockPerson(tx, personId);
  const all = await lockDue(tx, personId, lane, now);
  const behind = all
    .filter((one) => one.behind || (one.outdated && !looked.has(one.enrolmentId)))
    .map(({ enrolmentId }) => enrolmentId);
  if (behind.length > 0) return { deliveries: [], behind: [...new Set(behind)].sort() };
  const isWanted = (row: DueRow): boolean => {
    const by = subscriptionOf({ ...row, kind: kindOf(row.subject, row.rung) });
    return by === null || !person.unsubscribed.includes(by);
  };
  const due = all.filter(isWanted);
  await leaveUntold(
    tx,
    personId,
    all.filter((row) => !isWanted(row)),
    now,
  );
  const deliveries: DeliveryRow[] = [];
  const make = async (
    rows: readonly DueRow[],
    nudges: { id: string; because: Because }[],
    day: string | null,
    waiting: number,
  ): Promise<void> => {
    if (nudges.length === 0) return;
    const channels = channelsOf(rows, nudges, person.preferredChannel);
    deliveries.push(await claim(tx, { personId, lane, day, nudges, channels, waiting }, now));
  };

  const daily: DueRow[] = [];
  const exact: DueRow[] = [];
  for (const row of due)
    ((await rules.cadence(tx, row.cadenceVersionId)).clock === 'calendar' ? exact : daily).push(row);
  const inOrder = ranked(exact.map(dueItemOf)).map(({ item, because }) => ({ id: item.id, because }));
  await make(exact, inOrder, null, 0);
  if (daily.length === 0) return { deliveries, behind };

  const seat = { person: personId, calendar: person.calendar };
  const calendar = (await rules.calendarsOf(tx, [seat], []))(seat);
  const day = localDate(calendar.zone, now);
  const told = await isToldOn(tx, personId, day);
  const { tell, wait, waiting } = choose(daily.map(dueItemOf), { now, calendar, told });
  await make(daily, tell, day, waiting);
  const waits = new Set(wait);
  const put: { nudge: DueRow; until: Instant }[] = [];
  for (const nudge of daily.filter(({ id }) => waits.has(id)))
    put.push({
      nudge,
      until: later(nudge, (await rules.calendarsOf(tx, [seat], nudge.blackouts))(seat), now),
    });
  await putOff(tx, personId, put, now);
  return { deliveries, behind };
}

/** When what had no room is told at the earliest; the loop says the same when it looks. */
function later(
  { audience, stall, visitAt, helpAskedAt }: DueRow,
  recipient: ReturnType<CalendarsOf>,
  now: Instant,
): Instant {
  const next = slotAfterDay(recipient, now);
  // Help that was asked for waits for no week.
  if (audience === 'secondLine' && helpAskedAt !== null) return next;
  const weekly = { audience, fault: faultIn(stall) !== null, visits: visitAt === null ? [] : [visitAt] };
  return tellingSlot(weekly, next, recipient);
}

/** In the order in which the rungs name them, the one the person prefers first. */
function channelsOf(
  rows: readonly DueRow[],
  nudges: readonly { id: string }[],
  preferred: Channel | null,
): Channel[] {
  const told = new Set(nudges.map(({ id }) => id));
  const channels = [...new Set(rows.filter(({ id }) => told.has(id)).flatMap(({ via }) => via))];
  return preferred && channels.includes(preferred)
    ? channels.sort((a, b) => Number(b === preferred) - Number(a === preferred))
    : channels;
}
