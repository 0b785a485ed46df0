import type { AnyFact } from '../domain/facts.js';
import { is } from '../domain/loop/log.js';

/** What rep and coach think of the same thing, each without knowing the other's word. */
export interface NotYetShown {
  /** Facts of self-assessments that the coach's rating is still missing to. */
  fromOthers: ReadonlySet<string>;
  /** Observations whose ratings the rep's own word is still missing to. */
  fromRep: ReadonlySet<string>;
}

/**
 * Self-assessment and rating are shown to the other side once both are in. A rating is shown at the latest when the
 * rep has answered the feedback or the time for an answer is over: nobody is kept from what is said of them.
 * What the rep says of themselves after that is shown at once: whoever rated cannot be led by it any more.
 * @param log in the order in which it was told
 */
export function notYetShown(log: readonly AnyFact[]): NotYetShown {
  const fromOthers = new Set<string>();
  const fromRep = new Set<string>();
  let isRated = false;
  for (const fact of log) {
    const rated = ratedIn(fact);
    if (is(fact, 'selfAssessed')) {
      if (!isRated) fromOthers.add(fact.id);
      isRated = false;
      fromRep.clear();
    } else if (rated !== null) {
      isRated = fromOthers.size === 0;
      if (isRated) fromRep.add(rated);
      fromOthers.clear();
    } else if (is(fact, 'acknowledged') || is(fact, 'disputed')) fromRep.delete(fact.data.observationId);
    else if (is(fact, 'obligationMet') || is(fact, 'obligationClosed')) {
      const [kind, observation] = fact.data.obligation.split('/');
      if (kind === 'acknowledge' && observation !== undefined) fromRep.delete(observation);
    }
  }
  return { fromOthers, fromRep };
}

function ratedIn(fact: AnyFact): string | null {
  if (is(fact, 'observed'))
    return typeof fact.data.feedback?.level === 'number' ? fact.data.observationId : null;
  return is(fact, 'feedbackGiven') && fact.data.level !== null ? fact.data.observationId : null;
}
