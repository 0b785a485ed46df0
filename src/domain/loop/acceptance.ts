import type { Answer, AnyFact, HumanFactData, HumanFactKind } from '../facts.js';
import { isEngineKind } from '../facts.js';
import { kindOf } from '../message/subject.js';
import type { RefusalCode } from '../refusals.js';
import { MINUTE, type Instant } from '../time.js';
import type { ObligationKind } from '../words.js';
import { readCourse, standingAnswers, type Course } from './course.js';
import { is } from './log.js';
import { readSaid, type Said } from './said.js';
import { sightingBehind, type Sighting } from './sightings.js';

/** What somebody wants to say about an enrolment. */
export type Intent = {
  [K in HumanFactKind]: { kind: K; happenedAt: Instant; data: HumanFactData[K] };
}[HumanFactKind];

export type Acceptance =
  | { ok: true }
  | {
      ok: false;
      /** `ended`: the loop has; `notNow`: its state does not allow it; `unknown`: it speaks of what is not there. */
      why: 'ended' | 'notNow' | 'unknown' | 'already' | 'future';
      code: RefusalCode;
      /** What may be said now. */
      allowed: HumanFactKind[];
    };

/** Clocks of two systems may differ by so much. */
const CLOCK_DIFFERENCE = 5 * MINUTE;

/** Taken at any time: they tell of the world around the loop, or put the log right. */
const ALWAYS: ReadonlySet<HumanFactKind> = new Set<HumanFactKind>([
  'trained',
  'rosterChanged',
  'cadenceMoved',
  'corrected',
]);

interface Scene {
  course: Course;
  said: Said;
  log: readonly AnyFact[];
  paused: boolean;
}

type Refused = { why: 'notNow' | 'unknown' | 'already'; code: RefusalCode };

const refused = (why: Refused['why'], code: RefusalCode): Refused => ({ why, code });

/** Whether a fact may be appended to this log, as things stand; pure, so the API asks before it writes. */
export function accepts(log: readonly AnyFact[], intent: Intent, now: Instant): Acceptance {
  const course = readCourse(log);
  const paused = course.pauses.some(({ from, until }) => from <= now && (until === null || now < until));
  const scene: Scene = { course, said: readSaid(log), log, paused };
  const no = (why: Exclude<Acceptance, { ok: true }>['why'], code: RefusalCode): Acceptance => ({
    ok: false,
    why,
    code,
    allowed: allowedNow(scene),
  });
  if (intent.happenedAt > now + CLOCK_DIFFERENCE) return no('future', 'future');
  const ended = scene.said.ended ?? withdrawal(course);
  const ofTheEnd = ALWAYS.has(intent.kind) || intent.kind === 'reopened';
  if (ended && !ofTheEnd && intent.happenedAt >= ended.at) return no('ended', 'ended');
  const refusal = refusalOf(intent, scene);
  return refusal ? no(refusal.why, refusal.code) : { ok: true };
}

/** Withdrawn, though the loop has not looked since. */
function withdrawal({ withdrawals, reopened }: Course): Said['ended'] {
  const at = withdrawals.at(-1);
  return at === undefined || (reopened.at(-1)?.at ?? -Infinity) >= at ? null : { at, phase: 'withdrawn' };
}

function refusalOf(intent: Intent, scene: Scene): Refused | null {
  const { course, said, paused, log } = scene;
  switch (intent.kind) {
    case 'feedbackGiven':
      return onSighting(scene, intent.data.observationId, (sighting) =>
        sighting.feedback ? refused('already', 'feedbackGiven') : null,
      );
    case 'talked':
      return onSighting(scene, intent.data.observationId, (sighting) => talkRefusal(sighting, course));
    case 'acknowledged':
    case 'disputed':
      return onSighting(scene, intent.data.observationId, answerRefusal);
    case 'regrouped':
      return onSighting(scene, intent.data.observationId, ({ dispute, regroup }) => {
        if (!dispute) return refused('notNow', 'notDisputed');
        return regroup ? refused('already', 'regroupedAlready') : null;
      });
    case 'confirmed': {
      const { observationId, by } = intent.data;
      const told = log.some(
        (fact) => is(fact, 'confirmed') && fact.data.observationId === observationId && fact.data.by === by,
      );
      return onSighting(scene, observationId, () => (told ? refused('already', 'confirmedAlready') : null));
    }
    case 'actionAgreed':
      return onSighting(scene, intent.data.observationId, ({ feedback }) =>
        feedback ? null : refused('notNow', 'feedbackFirst'),
      );
    case 'actionDone':
      return onAction(scene, intent.data.actionId, 'doneAt', 'doneAlready');
    case 'actionVerified':
      return onAction(scene, intent.data.actionId, 'verifiedAt', 'verifiedAlready');
    case 'observed':
      return course.sightings.some(({ id }) => id === intent.data.observationId)
        ? refused('already', 'observedAlready')
        : null;
    case 'resumed':
      return paused ? null : refused('notNow', 'notOnHold');
    case 'paused':
    case 'excused':
      return paused ? refused('already', 'onHold') : null;
    case 'reopened':
      return (said.ended ?? withdrawal(course)) ? null : refused('notNow', 'notEnded');
    case 'visitMoved':
    case 'visitHeld':
    case 'visitCancelled':
      return course.visits.some(({ id }) => id === intent.data.visitId)
        ? null
        : refused('unknown', 'unknownVisit');
    case 'answered':
      return openAnswerRefusal(scene, intent.data);
    case 'corrected':
      return correctionRefusal(log, intent.data.factId);
    default:
      return null;
  }
}

function onSighting(
  { course }: Scene,
  id: string,
  check: (sighting: Sighting) => Refused | null,
): Refused | null {
  const sighting = [...course.sightings, ...course.disputed].find((one) => one.id === id);
  return sighting ? check(sighting) : refused('unknown', 'unknownObservation');
}

/** Who has talked may have been asked to once more. */
function talkRefusal({ id, feedback, talkedAt }: Sighting, course: Course): Refused | null {
  if (!feedback) return refused('notNow', 'feedbackFirst');
  const isAsked = [...course.answers.keys()].some(
    (key) =>
      sightingBehind(key, course)?.id === id &&
      standingAnswers(key, course).some(({ answer }) => answer === 'talkAbout'),
  );
  return talkedAt === null || isAsked ? null : refused('already', 'talkedAlready');
}

function answerRefusal({ feedback, acknowledgedAt, dispute }: Sighting): Refused | null {
  if (!feedback) return refused('notNow', 'feedbackFirst');
  return acknowledgedAt === null && !dispute ? null : refused('already', 'answeredAlready');
}

function onAction(
  { course }: Scene,
  id: string,
  done: 'doneAt' | 'verifiedAt',
  already: RefusalCode,
): Refused | null {
  const action = course.actions.find((one) => one.id === id);
  if (!action) return refused('unknown', 'unknownAction');
  return action[done] === null ? null : refused('already', already);
}

const OF_MANAGER: readonly ObligationKind[] = ['observe', 'feedback', 'followUp', 'regroup', 'checkIn'];

/** To what each answer can be given; somebody is offered it there. */
const ANSWERABLE: Readonly<Record<Answer, readonly ObligationKind[]>> = {
  askForHelp: OF_MANAGER,
  freeHour: [...OF_MANAGER, 'action'],
  leaveIt: [...OF_MANAGER, 'action', 'acknowledge', 'cover'],
  talkAbout: [...OF_MANAGER, 'action', 'acknowledge'],
  takeIt: ['cover'],
};

const isOwed = ({ opened, met, closed }: Said, obligation: string): boolean =>
  opened.has(obligation) && !met.has(obligation) && !closed.has(obligation);

function openAnswerRefusal(
  { course, said }: Scene,
  { obligation, answer }: HumanFactData['answered'],
): Refused | null {
  if (!said.opened.has(obligation)) return refused('unknown', 'unknownObligation');
  const kind = kindOf(obligation, 0) as ObligationKind;
  if (!ANSWERABLE[answer].includes(kind)) return refused('notNow', 'noAnswerToThis');
  if (!isOwed(said, obligation)) return refused('notNow', 'notOwed');
  // A loop that is sought for again can be taken again.
  const told =
    answer !== 'takeIt' && standingAnswers(obligation, course).some((one) => one.answer === answer);
  return told ? refused('already', 'saidAlready') : null;
}

/** Only what a person told can be put right; what the loop has said stays said. */
function correctionRefusal(log: readonly AnyFact[], factId: string): Refused | null {
  const fact = log.find(({ id }) => id === factId);
  if (!fact) return refused('unknown', 'unknownFact');
  const ours = isEngineKind(fact.kind) || is(fact, 'handedOver') || is(fact, 'unreachable');
  if (ours || ALWAYS.has(fact.kind as HumanFactKind)) return refused('notNow', 'notCorrectable');
  return null;
}

/** What somebody may say of this loop now, in the order of a coaching cycle. */
function allowedNow({ course, said, paused }: Scene): HumanFactKind[] {
  if (said.ended ?? withdrawal(course)) return ['reopened', 'corrected'];
  const some = (kind: HumanFactKind, holds: boolean): HumanFactKind[] => (holds ? [kind] : []);
  const { sightings, disputed, actions, visits } = course;
  const answerable = sightings.some((sighting) => answerRefusal(sighting) === null);
  return [
    'visitPlanned',
    ...some('visitMoved', visits.length > 0),
    ...some('visitCancelled', visits.length > 0),
    ...some('visitHeld', visits.length > 0),
    'observed',
    ...some(
      'feedbackGiven',
      sightings.some(({ feedback }) => !feedback),
    ),
    ...some(
      'talked',
      sightings.some((sighting) => talkRefusal(sighting, course) === null),
    ),
    ...some('acknowledged', answerable),
    ...some('disputed', answerable),
    ...some(
      'regrouped',
      disputed.some(({ regroup }) => !regroup),
    ),
    ...some('confirmed', sightings.length > 0),
    ...some(
      'actionAgreed',
      sightings.some(({ feedback }) => feedback !== null),
    ),
    ...some(
      'actionDone',
      actions.some(({ doneAt }) => doneAt === null),
    ),
    ...some(
      'actionVerified',
      actions.some(({ verifiedAt }) => verifiedAt === null),
    ),
    'ready',
    'selfAssessed',
    'snoozed',
    'noOpportunity',
    'notPossible',
    'notMyRep',
    ...some(
      'answered',
      [...said.opened.keys()].some((obligation) => isOwed(said, obligation)),
    ),
    ...some('excused', !paused),
    ...some('paused', !paused),
    ...some('resumed', paused),
    'withdrawn',
    'corrected',
  ];
}
