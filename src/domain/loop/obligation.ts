import type { Answer } from '../facts.js';
import type { Audience, PersonId, Seat } from '../people.js';
import type { Instant } from '../time.js';
import type { ObligationKind } from '../words.js';
import { standingAnswers, type Answered, type Course } from './course.js';
import type { Cover } from './cover.js';
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
  /** What was said to it and stands; left out where nobody said anything. */
  answers?: readonly Answered[];
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
export function readObligations(
  course: Course,
  read: Cycles,
  cover: Cover | null,
  now: Instant,
  world: World,
): Obligation[] {
  return [
    ...observations(course, read, world),
    ...aroundFeedback(course, read, now, world),
    ...regroups(course, read, world),
    ...checkIns(course, read),
    ...(cover ? [ofCover(cover)] : []),
  ]
    .filter(({ openedAt }) => openedAt <= now)
    .map((one) => withAnswers(one, course));
}

function observations(course: Course, { searches }: Cycles, world: World): Obligation[] {
  const { lead } = course;
  const days = daysOf(course, world, lead);
  const { firstObservation, nextObservation } = world.cadence;
  return searches.map((search) => {
    const first = search.key === 'observe/first';
    let dueAt = days.due(search.openedAt, first ? firstObservation.within : nextObservation.within);
    if (first && dueAt !== null && course.spreadDays > 0) dueAt = days.due(dueAt, `P${course.spreadDays}D`);
    return obligation({ ...search, kind: 'observe', owner: 'manager', seat: lead, dueAt });
  });
}

function aroundFeedback(course: Course, { cycles }: Cycles, now: Instant, world: World): Obligation[] {
  const { cadence } = world;
  const { lead } = course;
  const { rep } = course.roster;
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
          dueAt: daysOf(course, world, observer ?? lead).due(sighting.at, cadence.feedback.within),
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
          seat: lead,
          openedAt: agreedAt,
          dueAt: daysOf(course, world, lead).due(agreedAt, cadence.followUp.within),
          metAt: followedUpAt,
        }),
      );
    }
    return owed;
  });
}

/** The talk after a dispute; held, it counts as held even where it withdrew the observation. */
function regroups(course: Course, { cycles }: Cycles, world: World): Obligation[] {
  const { lead } = course;
  return course.disputed.map(({ id, dispute, regroup }) =>
    obligation({
      key: `regroup/${id}`,
      kind: 'regroup',
      cycle: cycles.find(({ sighting }) => sighting.id === id)?.number ?? Math.max(1, cycles.length),
      owner: 'manager',
      seat: lead,
      openedAt: dispute!.at,
      dueAt: daysOf(course, world, lead).due(dispute!.at, world.cadence.regroup.within),
      metAt: regroup?.at ?? null,
    }),
  );
}

function checkIns(course: Course, { checkIns: planned }: Cycles): Obligation[] {
  return planned.map((checkIn) =>
    obligation({ ...checkIn, kind: 'checkIn', owner: 'manager', seat: course.lead }),
  );
}

const ofCover = ({ key, openedAt, owner, asked, taken }: Cover): Obligation =>
  obligation({
    key,
    kind: 'cover',
    cycle: 0,
    owner,
    seat: asked,
    openedAt,
    dueAt: openedAt,
    metAt: taken?.at ?? null,
  });

function withAnswers(one: Obligation, course: Course): Obligation {
  const answers = standingAnswers(one.key, course);
  return answers.length > 0 ? { ...one, answers } : one;
}

/** When somebody first gave an answer to it that stands; null: nobody did. */
export const answeredAt = ({ answers }: Obligation, answer: Answer): Instant | null =>
  answers?.find((one) => one.answer === answer)?.at ?? null;

/** What is owed by a manager cannot be asked of them while somebody is sought to take the loop. */
export const isCoverSought = (obligations: readonly Obligation[]): boolean =>
  obligations.some((one) => one.kind === 'cover' && isOpen(one));
