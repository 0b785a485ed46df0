import type { AnyFact, FactData, MoveCause } from '../facts.js';
import type { PersonId } from '../people.js';
import type { Instant } from '../time.js';
import type { Phase, StallReason } from '../words.js';
import { is } from './log.js';

/** What the loop has said so far, in the order in which it said it. What was said is never said again. */
export interface Said {
  phase: Phase | null;
  /** Last due instant told, by obligation. */
  opened: Map<string, Instant | null>;
  met: Set<string>;
  missed: Set<string>;
  closed: Set<string>;
  /** By `rungKey`: when the loop noticed that its time had come. */
  rungs: Map<string, Instant>;
  /** Rungs, by `rungKey`, whose person knew already. */
  known: Set<string>;
  stalls: Map<string, { reason: StallReason; since: Instant }>;
  /** When a stall was last over, by obligation. */
  recovered: Map<string, Instant>;
  /** How many adoptions and lapses were told, and which was the last. */
  turns: number;
  lastTurn: 'adopted' | 'lapsed' | null;
  sustained: number;
  /** Ended and not reopened since. */
  ended: { at: Instant; phase: 'completed' | 'withdrawn' } | null;
  /** Hand-overs and failures by `rungKey`. Whoever does not want to be told counts as told. */
  handedOver: Map<string, { at: Instant; person: PersonId }>;
  unreachable: Map<string, Instant>;
  /** What changed since each obligation's due instant was last told. */
  changed: Map<string, MoveCause>;
  /** By `rungKey`: when there was last no room for it in whose message. */
  putOff: Map<string, { at: Instant; person: PersonId }>;
  /** The latest cycle that was spoken of. */
  cycle: number;
  /** By which version the loop goes from its next cycle on; and by which it has gone since such a cycle began. */
  planned: PlannedVersion | null;
  begun: string | null;
}

/** A loop that is to go by another version of its cadence from its next cycle on. */
export type PlannedVersion = FactData['cadenceMoved'];

/** Whether a move waits for the next cycle; any other holds as soon as it is told. */
export const isPlanned = ({ begins }: PlannedVersion): boolean => begins === 'nextCycle';

export const rungKey = (obligation: string, rung: number): string => `${obligation}#${rung}`;

export function readSaid(log: readonly AnyFact[]): Said {
  const said = nothingSaid();
  for (const fact of log) hear(said, fact);
  return said;
}

const nothingSaid = (): Said => ({
  phase: null,
  opened: new Map(),
  met: new Set(),
  missed: new Set(),
  closed: new Set(),
  rungs: new Map(),
  known: new Set(),
  stalls: new Map(),
  recovered: new Map(),
  turns: 0,
  lastTurn: null,
  sustained: 0,
  ended: null,
  handedOver: new Map(),
  unreachable: new Map(),
  changed: new Map(),
  putOff: new Map(),
  cycle: 0,
  planned: null,
  begun: null,
});

/** Adds the next fact of the log. */
export function hear(said: Said, fact: AnyFact): void {
  note(said, fact);
  const cause = causeIn(fact);
  if (cause) for (const obligation of said.opened.keys()) said.changed.set(obligation, cause);
}

function note(said: Said, fact: AnyFact): void {
  if (is(fact, 'phaseEntered')) {
    said.phase = fact.data.phase;
    said.cycle = Math.max(said.cycle, fact.data.cycle);
  } else if (is(fact, 'cadenceMoved')) {
    said.planned = isPlanned(fact.data) ? fact.data : null;
    said.begun = null;
  } else if (is(fact, 'versionBegun')) {
    said.planned = null;
    said.begun = fact.data.to;
  } else if (is(fact, 'obligationOpened')) {
    if (fact.data.kind === 'observe') said.cycle = Math.max(said.cycle, fact.data.cycle);
    said.opened.set(fact.data.obligation, fact.data.dueAt);
    said.changed.delete(fact.data.obligation);
    // An obligation that is owed again (a correction took its fulfilment back) is told again.
    for (const told of [said.met, said.closed]) told.delete(fact.data.obligation);
  } else if (is(fact, 'obligationMoved')) {
    said.opened.set(fact.data.obligation, fact.data.dueAt);
    said.changed.delete(fact.data.obligation);
  } else if (is(fact, 'obligationMet')) said.met.add(fact.data.obligation);
  else if (is(fact, 'obligationMissed')) said.missed.add(fact.data.obligation);
  else if (is(fact, 'obligationClosed')) said.closed.add(fact.data.obligation);
  else if (is(fact, 'rungReached')) {
    const key = rungKey(fact.data.obligation, fact.data.rung);
    if (!said.rungs.has(key)) said.rungs.set(key, fact.recordedAt);
    if (fact.data.knew) said.known.add(key);
  } else if (is(fact, 'stalled'))
    said.stalls.set(fact.data.obligation, { reason: fact.data.reason, since: fact.happenedAt });
  else if (is(fact, 'recovered')) {
    said.stalls.delete(fact.data.obligation);
    said.recovered.set(fact.data.obligation, fact.happenedAt);
  } else if (is(fact, 'adopted') || is(fact, 'lapsed')) {
    said.turns += 1;
    said.lastTurn = fact.kind;
  } else if (is(fact, 'sustained')) said.sustained += 1;
  else if (is(fact, 'ended')) said.ended = { at: fact.happenedAt, phase: fact.data.how };
  else if (is(fact, 'reopened')) said.ended = null;
  else if (is(fact, 'handedOver') || is(fact, 'unwanted'))
    said.handedOver.set(rungKey(fact.data.obligation, fact.data.rung), {
      at: fact.happenedAt,
      person: fact.data.person,
    });
  else if (is(fact, 'unreachable'))
    said.unreachable.set(rungKey(fact.data.obligation, fact.data.rung), fact.happenedAt);
  else if (is(fact, 'putOff')) {
    const { obligation, rung, person } = fact.data;
    said.putOff.set(rungKey(obligation, rung), { at: fact.happenedAt, person });
  }
}

/** What a fact changes of the days on which everything is due; null: nothing. */
function causeIn(fact: AnyFact): MoveCause | null {
  if (is(fact, 'rosterChanged')) return fact.data.cause;
  if (is(fact, 'paused') || is(fact, 'excused') || is(fact, 'resumed')) return 'pause';
  if (is(fact, 'versionBegun')) return 'cadence';
  if (is(fact, 'cadenceMoved'))
    return isPlanned(fact.data) || fact.data.from === fact.data.to ? null : 'cadence';
  return is(fact, 'corrected') ? 'correction' : null;
}
