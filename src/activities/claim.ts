import type { EntityManager } from 'typeorm';
import type { Channel } from '../domain/cadence.js';
import { faultIn } from '../domain/message/about.js';
import { dueItemOf } from '../composing/due-item.js';
import { choose, type Day } from '../domain/message/choose.js';
import { ranked } from '../domain/message/rank.js';
import { dueKindOf } from '../domain/message/subject.js';
import { subscriptionOf } from '../domain/message/subscription.js';
import { nextRoom, slotAfterDay } from '../domain/message/weekly.js';
import type { CalendarsOf, Seat } from '../domain/people.js';
import type { Instant, IsoDate } from '../domain/time.js';
import { localDate } from '../domain/working-time/index.js';
import { nowOrNextSlot } from '../domain/loop/rung-slots.js';
import type { DeliveryRow } from '../store/messages/delivery-row.js';
import {
  claim,
  isPulse,
  leaveUntold,
  lockDue,
  lockPeople,
  putOff,
  toldOn,
  type Claim,
  type DueRow,
  type LockedPerson,
} from '../store/messages/due.js';
import type { Rules } from '../store/loops/rules.js';

/** Somebody to whom something is due. */
export interface Asked {
  personId: string;
  lane: number;
  /** The loops that have just looked, and say of a missed slot that it stands. */
  looked: ReadonlySet<string>;
}

export interface Claimed {
  deliveries: DeliveryRow[];
  /** Loops that look first, since what they have to say may be another thing by now: it is claimed after. */
  behind: string[];
}

/** What is due to one person. Nothing is made of it while loops of it have to look. */
interface Desk {
  person: LockedPerson;
  lane: number;
  behind: string[];
  wanted: DueRow[];
  unwanted: DueRow[];
}

interface Plan {
  claims: Claim[];
  put: { nudge: DueRow; until: Instant }[];
}

/**
 * Makes the messages of what is due to some people, together since that costs little more than of one: for each the one
 * of their day, ranked, and whatever programs on the wall clock have to say beside it. What the day has no room for waits
 * for a later one.
 * @returns what came of each that was asked, in their order
 */
export async function claimDue(
  tx: EntityManager,
  asked: readonly Asked[],
  rules: Rules,
  now: Instant,
): Promise<Claimed[]> {
  const people = await lockPeople(
    tx,
    asked.map(({ personId }) => personId),
  );
  const due = await lockDue(tx, asked, now);
  const desks = asked.map((one) => deskOf(one, people.get(one.personId)!, due));
  const ready = desks.filter(({ behind, wanted }) => behind.length === 0 && wanted.length > 0);
  const calendars = await rules.calendarsOf(
    tx,
    ready.map(({ person }) => seatOf(person)),
    [],
  );
  const days = ready.map(({ person }) => localDate(calendars(seatOf(person)).zone, now));
  const told = await toldOn(
    tx,
    ready.map(({ person }, index) => ({ personId: person.id, day: days[index]! })),
  );
  const plans = new Map<Desk, Plan>();
  for (const [index, desk] of ready.entries()) {
    const day = { now, calendar: calendars(seatOf(desk.person)), told: told.has(desk.person.id) };
    plans.set(desk, await planOf(tx, desk, days[index]!, day, rules));
  }
  const decided = [...plans.values()];
  const claims = decided.flatMap((plan) => plan.claims);
  const made = await claim(tx, claims, now);
  await putOff(
    tx,
    decided.flatMap(({ put }) => put),
    now,
  );
  await leaveUntold(
    tx,
    desks.flatMap(({ behind, unwanted }) => (behind.length > 0 ? [] : unwanted)),
    now,
  );
  return desks.map((desk) => ({
    deliveries: (plans.get(desk)?.claims ?? []).map((one) => made[claims.indexOf(one)]!),
    behind: desk.behind,
  }));
}

const seatOf = ({ id, calendar }: LockedPerson): Seat => ({ person: id, calendar });

function deskOf({ lane, looked }: Asked, person: LockedPerson, due: readonly DueRow[]): Desk {
  const theirs = due.filter((row) => row.personId === person.id && row.lane === lane);
  const behind = theirs.flatMap(({ enrolmentId, behind, outdated }) =>
    enrolmentId !== null && (behind || (outdated && !looked.has(enrolmentId))) ? [enrolmentId] : [],
  );
  const isWanted = (row: DueRow): boolean => {
    if (!row.mayHear) return false;
    const by = subscriptionOf({
      kind: dueKindOf(row.subject, row.rung),
      audience: row.audience,
      fault: faultIn(row.subject, row.stall),
    });
    return by === null || !person.unsubscribed.includes(by);
  };
  return {
    person,
    lane,
    behind: [...new Set(behind)].sort(),
    wanted: theirs.filter(isWanted),
    unwanted: theirs.filter((row) => !isWanted(row)),
  };
}

async function planOf(
  tx: EntityManager,
  { person, lane, wanted }: Desk,
  date: IsoDate,
  day: Day,
  rules: Rules,
): Promise<Plan> {
  const daily: DueRow[] = [];
  const exact: DueRow[] = [];
  const put: Plan['put'] = [];
  for (const row of wanted) {
    if (row.enrolmentId !== null && (await rules.cadence(tx, row.cadenceVersionId)).clock === 'calendar') {
      exact.push(row);
      continue;
    }
    // No loop places figures anew, nor the monthly question.
    const isPlaced = row.enrolmentId !== null && !isPulse(row);
    const until = isPlaced ? day.now : nowOrNextSlot(day.now, day.calendar);
    if (until > day.now) put.push({ nudge: row, until });
    else daily.push(row);
  }
  const inOrder = ranked(exact.map(dueItemOf)).map(({ item, because }) => ({ id: item.id, because }));
  const { tell, wait, waiting } = choose(daily.map(dueItemOf), day);
  const message = (
    rows: readonly DueRow[],
    nudges: Claim['nudges'],
    about: Pick<Claim, 'day' | 'waiting'>,
  ) =>
    nudges.length === 0
      ? []
      : [
          {
            personId: person.id,
            lane,
            nudges,
            channels: channelsOf(rows, nudges, person.preferredChannel),
            ...about,
          },
        ];
  const waits = new Set(wait);
  for (const nudge of daily.filter(({ id }) => waits.has(id))) {
    const calendar = (await rules.calendarsOf(tx, [seatOf(person)], nudge.blackouts))(seatOf(person));
    put.push({ nudge, until: later(nudge, calendar, day.now) });
  }
  return {
    claims: [
      ...message(exact, inOrder, { day: null, waiting: 0 }),
      ...message(daily, tell, { day: date, waiting }),
    ],
    put,
  };
}

/** When what had no room is told at the earliest. Figures wait for no week. */
function later(
  { enrolmentId, subject, audience, stall, visitAt, helpAskedAt }: DueRow,
  recipient: ReturnType<CalendarsOf>,
  now: Instant,
): Instant {
  if (enrolmentId === null) return slotAfterDay(recipient, now);
  const visits = visitAt === null ? [] : [{ at: visitAt, knownAt: now }];
  const fault = faultIn(subject, stall) !== null;
  return nextRoom({ audience, fault, visits, helpAsked: helpAskedAt !== null }, recipient, now);
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
