import { answeredAt, type Obligation } from '../loop/obligation.js';
import { aboutOf, faultIn } from '../message/about.js';
import type { DueItem } from '../message/rank.js';
import { kindOf, owedIn } from '../message/subject.js';
import { nextRoom } from '../message/weekly.js';
import type { Instant } from '../time.js';
import type { StallReason } from '../words.js';
import type { Ready } from './played-loop.js';

/** What the projection of a loop says of one of its messages. */
interface Spoken {
  /** Undefined: it speaks of nothing that is owed now. */
  open: Obligation | undefined;
  stall: { reason: StallReason; since: Instant } | null;
  visitAt: Instant | null;
}

function spokenOf({ loop, plan }: Ready, now: Instant): Spoken {
  const { stall, nextVisitAt } = loop.outcome.standing;
  const owed = owedIn(plan.obligation);
  return {
    open: owed === null ? undefined : loop.owed(owed),
    stall: stall?.obligation === owed ? stall : null,
    visitAt: nextVisitAt !== null && nextVisitAt >= now ? nextVisitAt : null,
  };
}

/** A message that stands ready as it is ranked among others: what the store keeps of a nudge and its enrolment. */
export function dueItemOf(ready: Ready, now: Instant): DueItem {
  const { loop, key, plan } = ready;
  const { obligation: subject, rung, audience, person, goesOn } = plan;
  const { readyAt, oneMore } = loop.outcome.standing;
  const { roster, programId } = loop;
  const { open, stall, visitAt } = spokenOf(ready, now);
  const waits = loop.waits.get(key);
  return {
    id: `${loop.id} ${key}`,
    kind: kindOf(subject, rung),
    audience,
    about: aboutOf({
      subject,
      audience,
      stall: stall?.reason ?? null,
      repId: roster.rep.person,
      managerId: roster.manager?.person ?? null,
      programId,
    }),
    // A visit's name ends with its instant.
    dueAt: owedIn(subject) === null ? Number(subject.split('/')[2]) : (open?.dueAt ?? null),
    talkAskedAt: audience === 'manager' && open ? answeredAt(open, 'talkAbout') : null,
    readyAt,
    visitAt,
    oneMore,
    stalledAt: stall?.since ?? null,
    notice: audience === 'manager' && typeof goesOn?.at === 'number' && goesOn.to !== 'manager',
    waitsSince: waits?.person === person ? waits.since : null,
  };
}

/** When a message for which this day had no room is told. */
export function roomFor(ready: Ready, now: Instant): Instant {
  const { obligation: subject, audience, person } = ready.plan;
  const { open, stall, visitAt } = spokenOf(ready, now);
  const weekly = {
    audience,
    fault: faultIn(subject, stall?.reason ?? null) !== null,
    visits: visitAt === null ? [] : [{ at: visitAt, knownAt: now }],
    helpAsked: open !== undefined && answeredAt(open, 'askForHelp') !== null,
  };
  return nextRoom(weekly, ready.loop.calendarOf(person), now);
}
