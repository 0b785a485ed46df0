import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { CHANNELS } from '../../domain/cadence.js';
import { alertKey, CLOSED, OPENED } from '../../domain/message/subject.js';
import { toIso, type Instant } from '../../domain/time.js';
import { nextSlot } from '../../domain/working-time/index.js';
import { markFigureCards } from '../messages/cards.js';
import { subscribersOf, takersOf, type Subscriber } from './readers.js';
import { laneOf } from '../running/lanes.js';
import { hintRelay } from '../loops/log.js';

/*
 * Figures become messages as loops do: rows of `nudge`, one of each thing to each person, that a lane makes the one
 * message of a day of. They belong to no loop, so no log tells of them.
 */

/** What is told, and which time of what is told of it. */
export interface Telling {
  subject: string;
  rung: number;
  people: readonly Subscriber[];
}

/**
 * Queues things about figures for people at their next slot; the same thing is told to nobody twice.
 * @param lanes how many delivery lanes there are
 */
export async function tellFigures(
  tx: EntityManager,
  tellings: readonly Telling[],
  lanes: number,
  now: Instant,
): Promise<void> {
  // Of many things each person is asked once when they are at work.
  const slots = new Map<string, string | null>();
  const slotOf = ({ personId, calendar }: Subscriber): string | null => {
    const known = slots.get(personId);
    if (known !== undefined) return known;
    const slot = nextSlot(calendar, now);
    const said = slot === null ? null : toIso(slot);
    slots.set(personId, said);
    return said;
  };
  const records = tellings.flatMap(({ subject, rung, people }) =>
    people.flatMap((person) => {
      const { personId, reader } = person;
      const slot = slotOf(person);
      return slot === null
        ? []
        : [{ id: uuid(), subject, rung, reader, personId, lane: laneOf(personId, lanes), slot }];
    }),
  );
  if (records.length === 0) return;
  await tx.query(
    `INSERT INTO nudge (id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
     SELECT d.id, d.subject, d.rung, d.reader, d."personId", d.lane, d.slot, $2, false, 'queued', $3
       FROM jsonb_to_recordset($1::jsonb) AS d (id uuid, subject text, rung int, reader text, "personId" uuid, lane int, slot timestamptz)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(records), CHANNELS, toIso(now)],
  );
  await hintRelay(tx);
}

/** Alerts opened: each of their subscribers is told at their next slot. */
export const tellOpened = (
  tx: EntityManager,
  alerts: readonly string[],
  subscribers: readonly Subscriber[],
  lanes: number,
  now: Instant,
): Promise<void> =>
  tellFigures(
    tx,
    alerts.map((id) => ({ subject: alertKey(id), rung: OPENED, people: subscribers })),
    lanes,
    now,
  );

/**
 * Alerts of a program are over: who had heard of one hears that too, once, but for whoever said so; of what was not told
 * yet, nobody hears.
 * @param by who closed them; null: the figure was back, or a machine said so
 */
export async function tellOver(
  tx: EntityManager,
  programId: string,
  alerts: readonly string[],
  by: string | null,
  lanes: number,
  now: Instant,
): Promise<void> {
  if (alerts.length === 0) return;
  await untellAlerts(tx, alerts);
  const heard = (await tx.query(
    `SELECT obligation AS subject, array_agg(person_id) AS people, array_agg(person_id) FILTER (WHERE audience = 'assignee') AS asked
       FROM nudge WHERE obligation = ANY($1) AND enrolment_id IS NULL AND state IN ('claimed', 'handedOver') GROUP BY obligation`,
    [alerts.map(alertKey)],
  )) as { subject: string; people: string[]; asked: string[] | null }[];
  const subscribers = await subscribersOf(tx, programId, 'alert', now);
  // Whoever was asked to take it counts on hearing of it, whatever else they chose.
  const others = (await takersOf(tx, programId, now))
    .filter(({ personId }) => !subscribers.some((one) => one.personId === personId))
    .map((taker): Subscriber => ({ ...taker, reader: 'assignee' }));
  const tellings = heard.map(({ subject, people, asked }) => ({
    subject,
    rung: CLOSED,
    people: [
      ...subscribers.filter(({ personId }) => people.includes(personId)),
      ...others.filter(({ personId }) => asked?.includes(personId)),
    ].filter(({ personId }) => personId !== by),
  }));
  await tellFigures(tx, tellings, lanes, now);
  await markAlerts(tx, alerts);
}

/** Alerts have rested long enough: their subscribers are told anew. */
export async function tellRested(
  tx: EntityManager,
  programId: string,
  alerts: readonly string[],
  lanes: number,
  now: Instant,
): Promise<void> {
  const people = await subscribersOf(tx, programId, 'alert', now);
  const tellings: Telling[] = [];
  for (const id of alerts) tellings.push({ subject: alertKey(id), rung: await nextRung(tx, id), people });
  await tellFigures(tx, tellings, lanes, now);
  await markAlerts(tx, alerts);
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
  const people: Subscriber[] = [{ ...taker, reader: 'assignee' }];
  await tellFigures(tx, [{ subject: alertKey(alertId), rung, people }], lanes, now);
}

/** Beyond those that say that it opened and closed, and every one that was told. */
async function nextRung(tx: EntityManager, alertId: string): Promise<number> {
  const [row] = (await tx.query(
    `SELECT max(rung) AS rung FROM nudge WHERE obligation = $1 AND enrolment_id IS NULL`,
    [alertKey(alertId)],
  )) as { rung: number | null }[];
  return Math.max(CLOSED, row?.rung ?? 0) + 1;
}

/** What was to be told of alerts is not told any more, nor what did not get through and waits to be tried again. */
export const untellAlerts = (tx: EntityManager, alerts: readonly string[]): Promise<unknown> =>
  tx.query(
    `UPDATE nudge n SET state = 'withdrawn'
      WHERE n.obligation = ANY($1) AND n.enrolment_id IS NULL AND (n.state = 'queued' OR n.state = 'claimed' AND EXISTS (
        SELECT 1 FROM delivery d WHERE d.id = n.delivery_id AND d.state = 'retrying' AND NOT d.in_doubt AND d.reports = '{}'))`,
    [alerts.map(alertKey)],
  );

/** Every card that speaks of alerts is edited in place. */
export const markAlerts = (tx: EntityManager, alerts: readonly string[]): Promise<void> =>
  markFigureCards(tx, alerts.map(alertKey));
