import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { CHANNELS } from '../domain/cadence.js';
import { alertKey, CLOSED, OPENED } from '../domain/message/subject.js';
import type { Subscription } from '../domain/message/subscription.js';
import type { FigureReader } from '../domain/people.js';
import { toIso, type CalendarSlice, type Instant } from '../domain/time.js';
import { nextSlot } from '../domain/working-time/index.js';
import { markFigureCards } from './cards.js';
import { laneOf } from './lanes.js';
import { hintRelay } from './log.js';

/*
 * Figures become messages as loops do: rows of `nudge`, one of each thing to each person, that a lane makes the one
 * message of a day of. They belong to no loop, so no log tells of them.
 */

/** Somebody who is told of figures, and as what. */
export interface Subscriber {
  personId: string;
  reader: FigureReader;
  calendar: CalendarSlice;
}

/** Somebody who may take an alert. */
export interface Taker extends Subscriber {
  name: string;
}

/** Whoever answers for a program, and those to whom its figures were granted: they may take its alerts. By name. */
export const takersOf = (tx: EntityManager, programId: string, now: Instant): Promise<Taker[]> =>
  readersOf(tx, programId, null, now);

/** The same, unless they chose not to be told. */
export const subscribersOf = (
  tx: EntityManager,
  programId: string,
  kind: Subscription,
  now: Instant,
): Promise<Subscriber[]> => readersOf(tx, programId, kind, now);

const readersOf = (
  tx: EntityManager,
  programId: string,
  kind: Subscription | null,
  now: Instant,
): Promise<Taker[]> =>
  tx.query(
    `SELECT * FROM (
       SELECT DISTINCT ON (h.id) h.id AS "personId", p.name, h.reader, c.slice AS calendar
         FROM (SELECT owner_id AS id, 'programOwner' AS reader, 0 AS place FROM program WHERE id = $1
               UNION ALL SELECT sponsor_id, 'sponsor', 1 FROM program WHERE id = $1
               UNION ALL SELECT person_id, role, CASE role WHEN 'leadership' THEN 2 ELSE 3 END FROM role_grant
                WHERE role IN ('leadership', 'training') AND valid_from <= $3 AND (valid_to IS NULL OR valid_to > $3)) h
         JOIN person p ON p.id = h.id AND ($2::text IS NULL OR NOT $2 = ANY(p.unsubscribed)) AND (p.active_until IS NULL OR p.active_until >= $3::date)
         JOIN calendar_version c ON c.person_id = p.id AND c.version = p.calendar_version
        ORDER BY h.id, h.place) r
      ORDER BY r.name, r."personId"`,
    [programId, kind, toIso(now)],
  );

/**
 * Queues one thing about figures for each of those people at their next slot; the same thing is told to nobody twice.
 * @param lanes how many delivery lanes there are
 */
export async function tellFigures(
  tx: EntityManager,
  subject: string,
  rung: number,
  people: readonly Subscriber[],
  lanes: number,
  now: Instant,
): Promise<void> {
  const records = people.flatMap(({ personId, reader, calendar }) => {
    const slot = nextSlot(calendar, now);
    return slot === null
      ? []
      : [{ id: uuid(), reader, personId, lane: laneOf(personId, lanes), slot: toIso(slot) }];
  });
  if (records.length === 0) return;
  await tx.query(
    `INSERT INTO nudge (id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
     SELECT d.id, $4, $5, d.reader, d."personId", d.lane, d.slot, $2, false, 'queued', $3
       FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, reader text, "personId" uuid, lane int, slot timestamptz)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(records), CHANNELS, toIso(now), subject, rung],
  );
  await hintRelay(tx);
}

/** An alert opened: each of its subscribers is told at their next slot. */
export const tellOpened = (
  tx: EntityManager,
  alertId: string,
  subscribers: readonly Subscriber[],
  lanes: number,
  now: Instant,
): Promise<void> => tellFigures(tx, alertKey(alertId), OPENED, subscribers, lanes, now);

/** An alert closed: whoever had heard of it hears that once more; whoever closed it knows. */
export async function tellClosed(
  tx: EntityManager,
  programId: string,
  alertId: string,
  by: string | null,
  lanes: number,
  now: Instant,
): Promise<void> {
  // Of what was withdrawn before it was told, nobody hears that it is over.
  const heard = (await tx.query(
    `SELECT person_id AS id FROM nudge WHERE obligation = $1 AND enrolment_id IS NULL AND state IN ('claimed', 'handedOver')`,
    [alertKey(alertId)],
  )) as { id: string }[];
  const people = new Set(heard.map(({ id }) => id));
  const subscribers = await subscribersOf(tx, programId, 'alert', now);
  const still = subscribers.filter(({ personId }) => people.has(personId) && personId !== by);
  await tellFigures(tx, alertKey(alertId), CLOSED, still, lanes, now);
}

/** An alert has rested long enough: its subscribers are told anew. */
export async function tellRested(
  tx: EntityManager,
  programId: string,
  alertId: string,
  lanes: number,
  now: Instant,
): Promise<void> {
  const rung = await nextRung(tx, alertId);
  const subscribers = await subscribersOf(tx, programId, 'alert', now);
  await tellFigures(tx, alertKey(alertId), rung, subscribers, lanes, now);
}

/** Somebody is asked to take an alert: their next message says so, and nothing else says of it before. */
export async function tellAsked(
  tx: EntityManager,
  alertId: string,
  taker: Subscriber,
  lanes: number,
  now: Instant,
): Promise<void> {
  // Nor is whoever was asked before, and has not heard of it.
  await tx.query(
    `UPDATE nudge SET state = 'withdrawn'
      WHERE obligation = $1 AND enrolment_id IS NULL AND state = 'queued' AND (person_id = $2 OR audience = 'assignee')`,
    [alertKey(alertId), taker.personId],
  );
  const rung = await nextRung(tx, alertId);
  await tellFigures(tx, alertKey(alertId), rung, [{ ...taker, reader: 'assignee' }], lanes, now);
}

/** Beyond those that say that it opened and closed, and every one that was told. */
async function nextRung(tx: EntityManager, alertId: string): Promise<number> {
  const [row] = (await tx.query(
    `SELECT max(rung) AS rung FROM nudge WHERE obligation = $1 AND enrolment_id IS NULL`,
    [alertKey(alertId)],
  )) as { rung: number | null }[];
  return Math.max(CLOSED, row?.rung ?? 0) + 1;
}

/** What was to be told of an alert is not told any more. */
export const untellAlert = (tx: EntityManager, alertId: string): Promise<unknown> =>
  tx.query(
    `UPDATE nudge SET state = 'withdrawn' WHERE obligation = $1 AND enrolment_id IS NULL AND state = 'queued'`,
    [alertKey(alertId)],
  );

/** Every card that speaks of an alert is edited in place. */
export const markAlert = (tx: EntityManager, alertId: string): Promise<void> =>
  markFigureCards(tx, alertKey(alertId));
