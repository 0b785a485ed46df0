import type { Cadence } from '../cadence.js';
import type { AnyFact, EngineFact } from '../facts.js';
import { is } from './log.js';
import type { Obligation } from './obligation.js';
import { isPlanned, rungKey, type PlannedVersion, type Said } from './said.js';

/** What is planned for the next cycle of a loop, as its log says; null: nothing. */
export function plannedVersion(log: readonly AnyFact[]): PlannedVersion | null {
  const last = log.findLast((fact) => is(fact, 'cadenceMoved') || is(fact, 'versionBegun'));
  return last && is(last, 'cadenceMoved') && isPlanned(last.data) ? last.data : null;
}

/**
 * What a loop says with which its next cycle begins: that an observation is owed which never was before, or, where
 * nobody waited for that, that one was made which nobody had asked for. A check-in after adoption is of no new cycle.
 */
export const opensCycle = (
  say: readonly EngineFact[],
  { opened, cycle }: Pick<Said, 'opened' | 'cycle'>,
): EngineFact | undefined =>
  say.find(
    (fact) =>
      (fact.kind === 'obligationOpened' &&
        fact.data.kind === 'observe' &&
        !opened.has(fact.data.obligation)) ||
      (fact.kind === 'phaseEntered' && fact.data.phase === 'feedback' && fact.data.cycle > cycle),
  );

/**
 * Whether somebody was told of what is still open by a rung that speaks to somebody else in the other version: rungs are
 * known by their place, so it would count as told to them, who then never hear of it.
 */
export const isToldToOthers = (
  open: readonly Pick<Obligation, 'key' | 'kind'>[],
  { handedOver }: Pick<Said, 'handedOver'>,
  before: Cadence,
  after: Cadence,
): boolean =>
  open.some(({ key, kind }) =>
    after.ladders[kind].some(({ to }, rung) => {
      const told = handedOver.has(rungKey(key, rung)) && before.ladders[kind][rung];
      return told && told.to !== to;
    }),
  );
