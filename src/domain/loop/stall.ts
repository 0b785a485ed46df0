import type { Audience } from '../people.js';
import type { Instant } from '../time.js';
import type { StallReason } from '../words.js';
import { lacksRoom, type Course } from './course.js';
import { grantedHolds, plannedVisits } from './holds.js';
import type { Climb } from './ladder.js';
import type { Obligation } from './obligation.js';
import type { World } from './setting.js';

export type NextStep =
  | 'planVisit'
  | 'writeFeedback'
  | 'makeItActionable'
  | 'talkItOver'
  | 'closeAction'
  | 'followUp'
  | 'takeTheLoop'
  | 'assignManager'
  | 'freeVisitDays'
  | 'findOpportunity'
  | 'mendContact';

/** Who can clear a stall, and what would help next. */
export const CLEARING: Readonly<Record<StallReason, { clearer: Audience; nextStep: NextStep }>> = {
  noVisitPlanned: { clearer: 'manager', nextStep: 'planVisit' },
  visitSlipped: { clearer: 'manager', nextStep: 'planVisit' },
  observedNoFeedback: { clearer: 'manager', nextStep: 'writeFeedback' },
  feedbackNotActionable: { clearer: 'manager', nextStep: 'makeItActionable' },
  disputeOpen: { clearer: 'manager', nextStep: 'talkItOver' },
  actionOverdue: { clearer: 'rep', nextStep: 'closeAction' },
  followUpMissed: { clearer: 'manager', nextStep: 'followUp' },
  managerAbsent: { clearer: 'secondLine', nextStep: 'takeTheLoop' },
  noManager: { clearer: 'programOwner', nextStep: 'assignManager' },
  overCapacity: { clearer: 'programOwner', nextStep: 'freeVisitDays' },
  noOpportunity: { clearer: 'rep', nextStep: 'findOpportunity' },
  unreachable: { clearer: 'programOwner', nextStep: 'mendContact' },
};

export interface Stall {
  obligation: string;
  reason: StallReason;
  since: Instant;
  clearer: Audience;
  nextStep: NextStep;
}

/**
 * Whether an open obligation is stalled, and for which one reason.
 * @param uncovered somebody is sought to take the loop: what its manager owes waits for that, not for them
 */
export function stallOf(
  obligation: Obligation,
  climbed: Climb,
  course: Course,
  uncovered: boolean,
  now: Instant,
  world: World,
): Stall | null {
  if (climbed.stalledAt === null || obligation.kind === 'acknowledge') return null;
  if (plannedVisits(obligation, course, world).some((at) => at > now)) return null;
  const holds = grantedHolds(obligation, course, world);
  if (holds.some(({ from, until }) => from <= now && now < until)) return null;
  const reason = climbed.unreachable ? 'unreachable' : reasonOf(obligation, course, uncovered);
  return { obligation: obligation.key, reason, since: climbed.stalledAt, ...CLEARING[reason] };
}

function reasonOf(obligation: Obligation, course: Course, uncovered: boolean): StallReason {
  const leaderless = course.roster.manager ? 'managerAbsent' : 'noManager';
  if (uncovered && obligation.owner === 'manager' && obligation.kind !== 'feedback') return leaderless;
  switch (obligation.kind) {
    case 'observe':
    case 'checkIn':
      return whyUnseen(obligation, course);
    case 'feedback':
      return 'observedNoFeedback';
    case 'regroup': {
      const disputed = course.sightings.find(({ id }) => obligation.key === `regroup/${id}`);
      return disputed?.dispute?.reason === 'notActionable' ? 'feedbackNotActionable' : 'disputeOpen';
    }
    case 'action':
    case 'acknowledge':
      return 'actionOverdue';
    case 'followUp':
      return 'followUpMissed';
    case 'cover':
      return leaderless;
  }
}

/** Why nobody has looked: too many loops for the days there are, nothing to see, a plan that slipped, or no plan. */
function whyUnseen(obligation: Obligation, course: Course): StallReason {
  if (lacksRoom(obligation.key, course)) return 'overCapacity';
  const said = course.holds.filter(({ from }) => from >= obligation.openedAt).at(-1);
  if (said?.kind === 'noOpportunity') return 'noOpportunity';
  const visits = course.visits.filter(({ at }) => at >= obligation.openedAt);
  // A plan that holds a stall back was asked for before: this one is over, or later than the cadence waits.
  const slipped = visits.some(({ state, moves }) => moves >= 2 || state === 'planned');
  return slipped ? 'visitSlipped' : 'noVisitPlanned';
}
