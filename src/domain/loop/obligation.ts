import type { Audience, PersonId, Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { ObligationKind } from '../words.js';
import { longAbsence } from './absence.js';
import type { Course } from './course.js';
import { actionDueAt, answerDueAt } from './cycle.js';
import type { Cycles } from './cycles.js';
import { daysOf, seatOf, type World } from './setting.js';

/** Something owed by someone by a date. */
export interface Obligation {
  /** Names it for ever: `observe/first`, `feedback/<observation>`, `action/<action>`, `checkIn/<observation>/2`. */
  key: string;
  kind: ObligationKind;
  cycle: number;
  owner: Audience;
  /** Whoever owes it now; null where the seat is vacant. */
  ownerId: PersonId | null;
  openedAt: Instant;
  /** Null: nobody can say, since its owner has no working day within a year or the loop stands still. */
  dueAt: Instant | null;
  metAt: Instant | null;
  closed: { at: Instant; how: 'noAnswer' | 'dropped' } | null;
}

export const isOpen = (obligation: Obligation): boolean =>
  obligation.metAt === null && obligation.closed === null;

interface Draft {
  key: string;
  kind: ObligationKind;
  cycle: number;
  owner: Audience;
  seat: Seat | null;
  openedAt: Instant;
  dueAt: Instant | null;
  metAt: Instant | null;
  droppedAt?: Instant | null;
}

const obligation = ({ seat, droppedAt, ...draft }: Draft): Obligation => ({
  ...draft,
  ownerId: seat?.person ?? null,
  closed: draft.metAt === null && typeof droppedAt === 'number' ? { at: droppedAt, how: 'dropped' } : null,
});

/** Everything that was or is owed in a loop, as of `now`. */
export function readObligations(course: Course, read: Cycles, now: Instant, world: World): Obligation[] {
  return [
    ...observations(course, read, world),
    ...aroundFeedback(course, read, now, world),
    ...regroups(course, read, world),
    ...checkIns(course, read),
    ...cover(course, now, world),
  ].filter(({ openedAt }) => openedAt <= now);
}

function observations(course: Course, { searches }: Cycles, world: World): Obligation[] {
  const { manager } = course.roster;
  const days = daysOf(course, world, manager);
  const { firstObservation, nextObservation } = world.cadence;
  return searches.map((search) => {
    const first = search.key === 'observe/first';
    let dueAt = days.due(search.openedAt, first ? firstObservation.within : nextObservation.within);
    if (first && dueAt !== null && course.spreadDays > 0) dueAt = days.due(dueAt, `P${course.spreadDays}D`);
    return obligation({ ...search, kind: 'observe', owner: 'manager', seat: manager, dueAt });
  });
}

function aroundFeedback(course: Course, { cycles }: Cycles, now: Instant, world: World): Obligation[] {
  const { cadence } = world;
  const { manager, rep } = course.roster;
  return cycles.flatMap(({ number: cycle, sighting, actions, goneAt, followedUpAt }) => {
    const { id, feedback, dispute } = sighting;
    const observer = seatOf(course.roster, sighting.observer);
    const owed: Obligation[] = [
      {
        ...obligation({
          key: `feedback/${id}`,
          kind: 'feedback',
          cycle,
          owner: 'manager',
          seat: observer,
          openedAt: sighting.at,
          dueAt: daysOf(course, world, observer ?? manager).due(sighting.at, cadence.feedback.within),
          metAt: feedback?.at ?? null,
          droppedAt: goneAt,
        }),
        // Only who was there can give it, whoever leads the line by now.
        ownerId: sighting.observer,
      },
    ];
    if (!feedback) return owed;
    const answerDue = answerDueAt(sighting, course, world);
    const answeredAt = sighting.acknowledgedAt ?? dispute?.at ?? null;
    const answer = obligation({
      key: `acknowledge/${id}`,
      kind: 'acknowledge',
      cycle,
      owner: 'rep',
      seat: rep,
      openedAt: feedback.at,
      dueAt: answerDue,
      metAt: answeredAt,
    });
    if (answeredAt === null && answerDue !== null && answerDue <= now)
      answer.closed = { at: answerDue, how: 'noAnswer' };
    owed.push(answer);
    for (const action of actions)
      owed.push(
        obligation({
          key: `action/${action.id}`,
          kind: 'action',
          cycle,
          owner: 'rep',
          seat: rep,
          openedAt: action.agreedAt,
          dueAt: actionDueAt(action, course, world),
          metAt: action.doneAt,
        }),
      );
    if (actions.length > 0) {
      const agreedAt = Math.min(...actions.map((action) => action.agreedAt));
      owed.push(
        obligation({
          key: `followUp/${id}`,
          kind: 'followUp',
          cycle,
          owner: 'manager',
          seat: manager,
          openedAt: agreedAt,
          dueAt: daysOf(course, world, manager).due(agreedAt, cadence.followUp.within),
          metAt: followedUpAt,
        }),
      );
    }
    return owed;
  });
}

/** The talk after a dispute; held, it counts as held even where it withdrew the observation. */
function regroups(course: Course, { cycles }: Cycles, world: World): Obligation[] {
  const { manager } = course.roster;
  return course.disputed.map(({ id, dispute, regroup }) =>
    obligation({
      key: `regroup/${id}`,
      kind: 'regroup',
      cycle: cycles.find(({ sighting }) => sighting.id === id)?.number ?? Math.max(1, cycles.length),
      owner: 'manager',
      seat: manager,
      openedAt: dispute!.at,
      dueAt: daysOf(course, world, manager).due(dispute!.at, world.cadence.regroup.within),
      metAt: regroup?.at ?? null,
    }),
  );
}

function checkIns(course: Course, { checkIns: planned }: Cycles): Obligation[] {
  return planned.map((checkIn) =>
    obligation({ ...checkIn, kind: 'checkIn', owner: 'manager', seat: course.roster.manager }),
  );
}

/** Somebody must take the loop: the line is vacant, or its manager is away for longer than a loop may wait. */
function cover(course: Course, now: Instant, world: World): Obligation[] {
  const { manager, delegate, secondLine, programOwner } = course.roster;
  if (!manager) {
    const since = Math.max(course.vacancies.at(-1)!.from, course.startedAt);
    const [seat, owner] = secondLine
      ? [secondLine, 'secondLine' as const]
      : [programOwner, 'programOwner' as const];
    return [coverOf(`cover/vacant-${since}`, since, owner, seat)];
  }
  const absence = longAbsence(course, now, world);
  if (!absence || absence.offeredAt > now) return [];
  const { offeredAt } = absence;
  return [
    coverOf(`cover/away-${offeredAt}`, offeredAt, 'secondLine', delegate ?? secondLine ?? programOwner),
  ];
}

const coverOf = (key: string, since: Instant, owner: Audience, seat: Seat | null): Obligation =>
  obligation({ key, kind: 'cover', cycle: 0, owner, seat, openedAt: since, dueAt: since, metAt: null });

/** What is owed by a manager cannot be asked of them while somebody is sought to take the loop. */
export const isCoverSought = (obligations: readonly Obligation[]): boolean =>
  obligations.some((one) => one.kind === 'cover' && isOpen(one));
