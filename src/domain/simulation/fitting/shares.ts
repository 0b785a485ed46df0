import type { AnyFact, FeedbackContent } from '../../facts.js';
import { is, settled } from '../../loop/log.js';
import type { PersonId } from '../../people.js';
import type { Instant } from '../../time.js';
import type { PastLoop } from './episodes.js';
import { Known, SHARES, type Share } from './figures.js';

interface Case {
  figure: Share;
  person: PersonId;
  is: boolean;
}

/** How often each was so, of the cases that are known by now. A visit is one case, whatever it shows of a rep. */
export function sharesIn(
  loops: readonly PastLoop[],
  until: Instant,
): Record<Share, { known: Known; share: number }> {
  const cases = new Map<string, Case>();
  const ahead = new Map<string, Instant>();
  for (const loop of loops) {
    let person: PersonId | undefined;
    for (const fact of settled(loop.log)) {
      if (is(fact, 'rosterChanged')) person = fact.data.roster.manager?.person;
      if (is(fact, 'visitPlanned') || is(fact, 'visitMoved')) ahead.set(fact.data.visitId, fact.data.at);
      for (const { figure, of, is: isSo, by = person } of casesOf(fact, loop.id))
        if (by !== undefined) cases.set(`${figure} ${of}`, { figure, person: by, is: isSo });
    }
  }
  // What lies ahead may still be moved.
  for (const [visit, at] of ahead) if (at > until) cases.delete(`visits.moved ${visit}`);
  const read = Object.fromEntries(SHARES.map((figure) => [figure, { known: new Known(), share: 0 }]));
  const of = read as Record<Share, { known: Known; share: number }>;
  for (const { figure, person, is: isSo } of cases.values()) {
    of[figure].known.note(person);
    of[figure].share += Number(isSo);
  }
  for (const figure of SHARES) of[figure].share /= Math.max(1, of[figure].known.cases);
  return of;
}

/** What one fact says to each figure. `by` whom, where that is not the manager of the loop. */
function casesOf(fact: AnyFact, loop: string): { figure: Share; of: string; is: boolean; by?: PersonId }[] {
  if (is(fact, 'visitPlanned')) return [{ figure: 'visits.moved', of: fact.data.visitId, is: false }];
  if (is(fact, 'visitMoved') || is(fact, 'visitCancelled'))
    return [{ figure: 'visits.moved', of: fact.data.visitId, is: true }];
  if (is(fact, 'observed')) {
    const { observationId, visitId, observer: by, channel, prompted, feedback } = fact.data;
    const of = visitId ?? observationId;
    return [
      { figure: 'visits.remote', of, is: channel === 'remote', by },
      { figure: 'visits.unprompted', of, is: !prompted, by },
      { figure: 'visits.report', of, is: feedback !== null, by },
      ...(feedback ? [agreed(feedback, `${loop} ${observationId}`)] : []),
    ];
  }
  if (is(fact, 'feedbackGiven')) return [agreed(fact.data, `${loop} ${fact.data.observationId}`)];
  if (is(fact, 'acknowledged') || is(fact, 'disputed'))
    return [
      { figure: 'feedback.disputed', of: `${loop} ${fact.data.observationId}`, is: fact.kind === 'disputed' },
    ];
  if (is(fact, 'actionVerified'))
    return [{ figure: 'works', of: `${loop} ${fact.data.actionId}`, is: fact.data.outcome === 'working' }];
  return [];
}

const agreed = ({ actions }: FeedbackContent, of: string) => ({
  figure: 'feedback.action' as const,
  of,
  is: actions.length > 0,
});
