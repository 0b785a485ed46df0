import type { Cadence, LadderName } from '../../domain/cadence.js';
import { isAboveManager } from '../../domain/people.js';
import { kindOf } from '../../domain/message/subject.js';
import type { PuttingOff } from '../../domain/loop/putting-off.js';
import { overallLevel } from '../../domain/rubric.js';
import { toIso } from '../../domain/time.js';
import * as coaching from '../../store/coaching/coaching.js';
import { requireSameFunction, shareRep, tellOtherCovers } from '../../store/people/co-coaches.js';
import { refuseForbidden } from '../../store/calendars/country-settings.js';
import { factOf, observerOf } from '../../store/loops/facts.js';
import { Refusal } from '../../store/refusal.js';
import { newAction, prepare, refuseMisrated } from '../reports/written.js';
import { correctedData } from './correctable.js';
import type { Draft, Intent, Situation } from './intent.js';
import type * as dto from './intents.dto.js';
import { instantOf, type Until } from './until.js';

/* What can be told of an enrolment: each intent makes of what was sent one fact and what stands beside it. */

export const giveFeedback: Intent<dto.Feedback> = async (body, { tx, loop, actor, happenedAt }) => {
  const observationId = body.observation;
  const by = actor.personId ?? (await observerOf(tx, loop.id, observationId));
  const prepared = await prepare(tx, loop, body, by, happenedAt);
  if (!prepared) throw new Refusal('invalid', { code: 'nothingSaid' });
  return {
    kind: 'feedbackGiven',
    data: { observationId, ...prepared.content },
    beside: () => prepared.save(tx, observationId),
    answer: prepared.actions[0] && { action: prepared.actions[0].actionId },
  };
};

export const talk: Intent<dto.Talk> = ({ observation: observationId, note }, { tx }) => ({
  kind: 'talked',
  data: { observationId },
  note,
  beside: () => coaching.talked(tx, observationId),
});

export const acknowledge: Intent<dto.Acknowledgement> = (body, { tx, actor, happenedAt }) => {
  const { observation: observationId, comment: note } = body;
  const reason = body.answer === 'dispute' ? body.reason : null;
  const answer = { reason, answeredAt: happenedAt, answeredBy: actor.personId };
  const beside = (): Promise<unknown> => coaching.saveAcknowledgement(tx, observationId, answer);
  return reason === null
    ? { kind: 'acknowledged', data: { observationId }, note, beside }
    : { kind: 'disputed', data: { observationId, reason }, note, beside };
};

export const regroup: Intent<dto.Regroup> = async (
  { observation: observationId, outcome, ratings, note },
  { tx, loop },
) => {
  await refuseForbidden(tx, loop.repId, { ratings: ratings !== undefined });
  if (!ratings) {
    const data = { observationId, outcome, level: null };
    return { kind: 'regrouped', data, note, beside: () => coaching.followLog(tx, loop.id) };
  }
  refuseMisrated(loop.rubric, ratings);
  const level = overallLevel(ratings);
  return {
    kind: 'regrouped',
    data: { observationId, outcome, level },
    note,
    beside: () => coaching.changeRatings(tx, observationId, ratings, level),
  };
};

export const confirm: Intent<dto.Confirmation> = async (body, { tx, loop, actor }) => {
  const { observation: observationId, by, note } = body;
  if (actor.personId !== null && (await observerOf(tx, loop.id, observationId)) === actor.personId)
    throw new Refusal('invalid', { code: 'ownWitness' });
  return { kind: 'confirmed', data: { observationId, by }, note };
};

export const agreeAction: Intent<dto.NewActionBody> = async (body, { tx, loop, happenedAt }) => {
  const { observation: observationId, note } = body;
  const action = await newAction(tx, loop, body, happenedAt);
  const { actionId, dueAt } = action;
  return {
    kind: 'actionAgreed',
    data: { observationId, actionId, dueAt },
    note,
    beside: () =>
      coaching.saveAction(tx, action, { enrolmentId: loop.id, observationId, agreedAt: happenedAt }),
    answer: { action: actionId },
  };
};

export const finishAction =
  (actionId: string): Intent<dto.Trial> =>
  ({ outcome, note }, { tx, happenedAt }) => ({
    kind: 'actionDone',
    data: { actionId, ...(outcome && { outcome }) },
    note,
    beside: () => coaching.actionDone(tx, actionId, outcome ?? null, happenedAt),
  });

export const verifyAction =
  (actionId: string): Intent<dto.Verification> =>
  ({ outcome, note }, { tx, happenedAt }) => ({
    kind: 'actionVerified',
    data: { actionId, outcome },
    note,
    beside: () => coaching.actionVerified(tx, actionId, outcome, happenedAt),
  });

export const assessSelf: Intent<dto.SelfAssessment> = async ({ level, note }, { tx, loop }) => {
  await refuseForbidden(tx, loop.repId, { selfAssessment: true });
  const highest = loop.rubric.levels.length;
  if (level > highest) throw new Refusal('invalid', { code: 'levelUnknown', params: { level, highest } });
  return { kind: 'selfAssessed', data: { level }, note };
};

/** An intent that says nothing more than its kind. */
export const plainly =
  (kind: 'ready' | 'resumed'): Intent<dto.Plainly> =>
  ({ note }) => ({ kind, data: {}, note });

/** An intent that stops or reopens a loop. */
export const withReason =
  (kind: 'paused' | 'withdrawn' | 'reopened'): Intent<dto.WithReason> =>
  ({ reason }) => ({ kind, data: {}, note: reason });

/** What keeps messages back, and until when it does: the cadence lets nothing wait as long as anybody likes. */
async function puttingOff(said: PuttingOff, note: string | undefined, situation: Situation): Promise<Draft> {
  const { until } = said.data;
  const after = await situation.heldAfter(said);
  const held = [...(after?.values() ?? [])].filter((at) => at !== null);
  const keeps = held.length === 0 ? until : Math.min(until, Math.max(...held));
  return { ...said, note, answer: { until: toIso(keeps) } };
}

/** A rep snoozes what they owe themselves; anybody else, what the manager owes. */
export const snooze: Intent<dto.Snoozing> = async ({ until: wanted, forTalk, note }, situation) => {
  const { tx, loop, actor, happenedAt } = situation;
  const until = await instantOf(tx, loop, wanted, happenedAt);
  const own = actor.personId === loop.repId;
  return puttingOff(
    { kind: 'snoozed', data: { until, ...(own && { owedBy: 'rep' as const }), ...(forTalk && { forTalk }) } },
    note,
    situation,
  );
};

async function hold(
  kind: 'noOpportunity' | 'notPossible' | 'notMyRep',
  wanted: Until,
  note: string | undefined,
  situation: Situation,
): Promise<Draft> {
  const { tx, loop, happenedAt } = situation;
  const until = await instantOf(tx, loop, wanted, happenedAt);
  return puttingOff({ kind, data: { until } }, note, situation);
}

/** An honest answer that keeps messages back for a while. */
export const holding =
  (kind: 'noOpportunity' | 'notPossible'): Intent<dto.Holding> =>
  ({ until, note }, situation) =>
    hold(kind, until, note, situation);

/** The program owner looks who it is; unless confirmed, the loop is back with the manager after so long. */
const SOMEBODY_LOOKS: Until = { duration: 'P5D' };

export const notMyRep: Intent<dto.Plainly> = ({ note }, situation) =>
  hold('notMyRep', SOMEBODY_LOOKS, note, situation);

/** Something said to an open obligation. */
export const answering =
  (answer: 'freeHour' | 'leaveIt' | 'talkAbout'): Intent<dto.Answering> =>
  ({ obligation, note }, { actor }) => ({
    kind: 'answered',
    data: { obligation, answer, person: actor.personId },
    note,
  });

export const askForHelp: Intent<dto.Answering> = ({ obligation, note }, { loop, actor }) => {
  const ladder = loop.cadence.ladders[kindOf(obligation, 0) as LadderName] as
    Cadence['ladders'][LadderName] | undefined;
  if (ladder && !ladder.some(({ to }) => isAboveManager(to)))
    throw new Refusal('invalid', { code: 'nobodyAbove' });
  return { kind: 'answered', data: { obligation, answer: 'askForHelp', person: actor.personId }, note };
};

/** Whoever takes a loop coaches its rep beside the manager from now on, and every loop of the rep that seeks somebody has found them. */
export const takeIt: Intent<dto.Taking> = async (body, { tx, loop, actor, happenedAt, now }) => {
  const { obligation, note } = body;
  const person = body.person ?? actor.personId;
  if (person === null) throw new Refusal('invalid', { code: 'nobodyTakes' });
  if (person === loop.managerId) throw new Refusal('invalid', { code: 'isManager' });
  await requireSameFunction(tx, loop.repId, person);
  return {
    kind: 'answered',
    data: { obligation, answer: 'takeIt', person },
    note,
    beside: async () => {
      await shareRep(tx, { repId: loop.repId, coachId: person }, now);
      await tellOtherCovers(tx, loop, { person, happenedAt, actorId: actor.personId }, now);
    },
  };
};

export const excuse: Intent<dto.Excuse> = async ({ until, reason }, { tx, loop, happenedAt }) => {
  const over = until === undefined ? null : await instantOf(tx, loop, until, happenedAt);
  const answer = over === null ? {} : { until: toIso(over) };
  return { kind: 'excused', data: { until: over }, note: reason, answer };
};

export const correct: Intent<dto.Correction> = async (body, { tx, loop }) => {
  const wrong = await factOf(tx, loop.id, body.fact);
  const data = correctedData(wrong.kind, body.data ?? null);
  return {
    kind: 'corrected',
    data: { factId: wrong.id, data },
    note: body.reason,
    beside: () => coaching.followLog(tx, loop.id),
  };
};
