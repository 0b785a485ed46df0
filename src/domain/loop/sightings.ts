import type { AnyFact, DisputeReason, RegroupOutcome, TrialOutcome, VisitChannel } from '../facts.js';
import type { PersonId } from '../people.js';
import type { Instant } from '../time.js';
import { is } from './log.js';

/** One observation with all that was later said about it. */
export interface Sighting {
  id: string;
  at: Instant;
  observer: PersonId;
  channel: VisitChannel;
  customer: string | null;
  prompted: boolean;
  feedback: { at: Instant; level: number | null } | null;
  /** When the two talked about it, as far as it was told; a dispute settled is a talk too. */
  talkedAt: Instant | null;
  /** When they last did. */
  lastTalkAt: Instant | null;
  acknowledgedAt: Instant | null;
  dispute: { at: Instant; reason: DisputeReason } | null;
  regroup: { at: Instant; outcome: RegroupOutcome } | null;
  /** By the rep, a co-observer or a call record: the manager's own word confirms nothing. */
  confirmedAt: Instant | null;
}

export interface DevelopmentAction {
  id: string;
  observation: string;
  agreedAt: Instant;
  dueAt: Instant | null;
  /** The rep says so, or the coach saw it work. */
  doneAt: Instant | null;
  /** How it went, where the rep said so. */
  tried: TrialOutcome | null;
  /** The coach looked, whatever they found. */
  verifiedAt: Instant | null;
}

/** All observations, oldest first, also those that a regroup withdrew: the talk about them was still held. */
export function readSightings(facts: readonly AnyFact[]): Sighting[] {
  const sightings = new Map<string, Sighting>();
  for (const fact of facts) {
    if (!is(fact, 'observed')) continue;
    const { observationId: id, observer, channel, customer, prompted, feedback } = fact.data;
    const talkedAt = feedback?.talked ? within(feedback.givenAt, fact.happenedAt, fact) : null;
    sightings.set(id, {
      id,
      at: fact.happenedAt,
      observer,
      channel,
      customer,
      prompted,
      feedback: feedback && { at: within(feedback.givenAt, fact.happenedAt, fact), level: feedback.level },
      talkedAt,
      lastTalkAt: talkedAt,
      acknowledgedAt: null,
      dispute: null,
      regroup: null,
      confirmedAt: null,
    });
  }
  for (const fact of facts) annotate(sightings, fact);
  return [...sightings.values()];
}

/** Feedback is given neither before what it is about nor after it was told. */
const within = (givenAt: Instant, seenAt: Instant, fact: AnyFact): Instant =>
  Math.min(Math.max(givenAt, seenAt), fact.recordedAt);

/** Adds to a sighting what a later fact says of it; a fact about an unknown observation says nothing yet. */
function annotate(sightings: ReadonlyMap<string, Sighting>, fact: AnyFact): void {
  if (!('observationId' in fact.data) || fact.data.observationId === null) return;
  const sighting = sightings.get(fact.data.observationId);
  if (!sighting) return;
  const at = Math.max(fact.happenedAt, sighting.at);
  if (is(fact, 'feedbackGiven')) {
    const given = within(fact.data.givenAt, sighting.at, fact);
    sighting.feedback = { at: Math.min(sighting.feedback?.at ?? given, given), level: fact.data.level };
    if (fact.data.talked) talk(sighting, given);
  } else if (is(fact, 'talked')) talk(sighting, at);
  else if (is(fact, 'acknowledged')) {
    sighting.acknowledgedAt ??= at;
    sighting.confirmedAt = Math.min(sighting.confirmedAt ?? at, at);
  } else if (is(fact, 'confirmed')) sighting.confirmedAt = Math.min(sighting.confirmedAt ?? at, at);
  else if (is(fact, 'disputed')) sighting.dispute ??= { at, reason: fact.data.reason };
  else if (is(fact, 'regrouped')) {
    sighting.regroup = { at, outcome: fact.data.outcome };
    talk(sighting, at);
    if (fact.data.outcome === 'changed' && sighting.feedback) sighting.feedback.level = fact.data.level;
  }
}

function talk(sighting: Sighting, at: Instant): void {
  sighting.talkedAt ??= at;
  sighting.lastTalkAt = Math.max(sighting.lastTalkAt ?? at, at);
}

/** The observation that an obligation rests on, as its key says; undefined: it rests on none. */
export function sightingBehind(
  obligation: string,
  { sightings, actions }: { sightings: readonly Sighting[]; actions: readonly DevelopmentAction[] },
): Sighting | undefined {
  const [kind, about] = obligation.split('/');
  if (kind === 'observe' || kind === 'checkIn') return undefined;
  const id = kind === 'action' ? actions.find((action) => action.id === about)?.observation : about;
  return sightings.find((sighting) => sighting.id === id);
}

/** Without those that a talk withdrew: they count for nothing, nor does what was agreed on them. */
export const counted = (sightings: readonly Sighting[]): Sighting[] =>
  sightings.filter(({ regroup }) => regroup?.outcome !== 'withdrawn');

export function readActions(facts: readonly AnyFact[], sightings: readonly Sighting[]): DevelopmentAction[] {
  const seenAt = new Map(sightings.map(({ id, at }) => [id, at]));
  const actions = new Map<string, DevelopmentAction>();
  const agree = (observation: string, id: string, at: Instant, dueAt: Instant | null): void => {
    const seen = seenAt.get(observation);
    if (seen === undefined || actions.has(id)) return;
    const agreedAt = Math.max(at, seen);
    actions.set(id, { id, observation, agreedAt, dueAt, doneAt: null, tried: null, verifiedAt: null });
  };
  for (const fact of facts) {
    if (is(fact, 'actionAgreed')) {
      agree(fact.data.observationId, fact.data.actionId, fact.happenedAt, fact.data.dueAt);
    } else if (is(fact, 'observed') || is(fact, 'feedbackGiven')) {
      const written = is(fact, 'observed') ? fact.data.feedback : fact.data;
      for (const { actionId, dueAt } of written?.actions ?? [])
        agree(fact.data.observationId, actionId, within(written!.givenAt, 0, fact), dueAt);
    }
  }
  for (const fact of facts) {
    if (!is(fact, 'actionDone') && !is(fact, 'actionVerified')) continue;
    const action = actions.get(fact.data.actionId);
    if (!action) continue;
    const at = Math.max(fact.happenedAt, action.agreedAt);
    if (is(fact, 'actionVerified')) action.verifiedAt ??= at;
    else action.tried ??= fact.data.outcome ?? null;
    if (is(fact, 'actionDone') || fact.data.outcome === 'working') action.doneAt ??= at;
  }
  return [...actions.values()];
}
