import type { AnyFact } from '../facts.js';
import type { Instant } from '../time.js';
import type { Phase, StallReason } from '../words.js';
import { is } from './course.js';

/** What the loop has said so far, in the order in which it said it. What was said is never said again. */
export interface Said {
  phase: Phase | null;
  /** Last due instant told, by obligation. */
  opened: Map<string, Instant | null>;
  met: Set<string>;
  missed: Set<string>;
  closed: Set<string>;
  rungs: Set<string>;
  stalls: Map<string, { reason: StallReason; since: Instant }>;
  /** By the last observation of the evidence. */
  adopted: Set<string>;
  lapses: number;
  sustained: number;
  /** Ended and not reopened since. */
  ended: { at: Instant; phase: 'completed' | 'withdrawn' } | null;
  /** Hand-overs and failures by `rungKey`. */
  handedOver: Map<string, Instant>;
  unreachable: Map<string, Instant>;
}

export const rungKey = (obligation: string, rung: number): string => `${obligation}#${rung}`;

export function readSaid(log: readonly AnyFact[]): Said {
  const said: Said = {
    phase: null,
    opened: new Map(),
    met: new Set(),
    missed: new Set(),
    closed: new Set(),
    rungs: new Set(),
    stalls: new Map(),
    adopted: new Set(),
    lapses: 0,
    sustained: 0,
    ended: null,
    handedOver: new Map(),
    unreachable: new Map(),
  };
  for (const fact of log) note(said, fact);
  return said;
}

function note(said: Said, fact: AnyFact): void {
  if (is(fact, 'phaseEntered')) said.phase = fact.data.phase;
  else if (is(fact, 'obligationOpened')) {
    said.opened.set(fact.data.obligation, fact.data.dueAt);
    // An obligation that is owed again (a correction took its fulfilment back) is told again.
    for (const told of [said.met, said.closed]) told.delete(fact.data.obligation);
  } else if (is(fact, 'obligationMoved')) said.opened.set(fact.data.obligation, fact.data.dueAt);
  else if (is(fact, 'obligationMet')) said.met.add(fact.data.obligation);
  else if (is(fact, 'obligationMissed')) said.missed.add(fact.data.obligation);
  else if (is(fact, 'obligationClosed')) said.closed.add(fact.data.obligation);
  else if (is(fact, 'rungReached')) said.rungs.add(rungKey(fact.data.obligation, fact.data.rung));
  else if (is(fact, 'stalled'))
    said.stalls.set(fact.data.obligation, { reason: fact.data.reason, since: fact.happenedAt });
  else if (is(fact, 'recovered')) said.stalls.delete(fact.data.obligation);
  else if (is(fact, 'adopted')) said.adopted.add(fact.data.evidence.at(-1)!);
  else if (is(fact, 'lapsed')) said.lapses += 1;
  else if (is(fact, 'sustained')) said.sustained += 1;
  else if (is(fact, 'ended')) said.ended = { at: fact.happenedAt, phase: fact.data.how };
  else if (is(fact, 'reopened')) said.ended = null;
  else if (is(fact, 'handedOver')) said.handedOver.set(rungKey(fact.data.obligation, fact.data.rung), fact.happenedAt);
  else if (is(fact, 'unreachable')) said.unreachable.set(rungKey(fact.data.obligation, fact.data.rung), fact.happenedAt);
}
