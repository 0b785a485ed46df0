import type { AnyFact, Fact, FactKind } from '../facts.js';
import type { Instant } from '../time.js';

/** The order of a log: when it happened, when it was told, and the id where both agree. */
export const byHappening = (a: AnyFact, b: AnyFact): number =>
  a.happenedAt - b.happenedAt || a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export const is = <K extends FactKind>(fact: AnyFact, kind: K): fact is Extract<AnyFact, Fact<K>> =>
  fact.kind === kind;

/** When a log may be looked at: now, or at its newest recording where somebody's clock ran ahead. */
export const lookableFrom = (log: readonly AnyFact[], now: Instant): Instant =>
  log.reduce((latest, { recordedAt }) => Math.max(latest, recordedAt), now);

/**
 * The log as it counts, in the order of happening. Corrections are carried out: a fact taken back is gone, a fact
 * put right has its new data; the latest correction wins. Somebody's clock may run ahead: nothing happened after
 * it was told.
 */
export function settled(log: readonly AnyFact[]): AnyFact[] {
  const corrections = correctionsIn(log);
  const corrected =
    corrections.size === 0
      ? log
      : log.flatMap((fact) => {
          const correction = corrections.get(fact.id);
          return correction ? put(fact, correction.data.data) : [fact];
        });
  return corrected
    .map((fact) => (fact.happenedAt > fact.recordedAt ? { ...fact, happenedAt: fact.recordedAt } : fact))
    .sort(byHappening);
}

const put = (fact: AnyFact, data: Record<string, unknown> | null): AnyFact[] =>
  data === null ? [] : [{ ...fact, data: { ...fact.data, ...data } } as AnyFact];

function correctionsIn(log: readonly AnyFact[]): Map<string, Fact<'corrected'>> {
  const corrections = new Map<string, Fact<'corrected'>>();
  for (const fact of log) {
    if (!is(fact, 'corrected')) continue;
    const before = corrections.get(fact.data.factId);
    const later =
      !before ||
      before.recordedAt < fact.recordedAt ||
      (before.recordedAt === fact.recordedAt && before.id < fact.id);
    if (later) corrections.set(fact.data.factId, fact);
  }
  return corrections;
}
