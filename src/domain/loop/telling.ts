import type { EngineFact, MoveCause } from '../facts.js';
import type { Instant } from '../time.js';
import type { Phase } from '../words.js';
import type { Cycles } from './cycles.js';
import type { Climb } from './ladder.js';
import { isOpen, type Obligation } from './obligation.js';
import { isEnded } from './phases.js';
import { rungKey, type Said } from './said.js';
import type { Stall } from './stall.js';

/** What was read of a log, ready to be told. */
export interface Reading {
  said: Said;
  cycles: Cycles;
  obligations: readonly Obligation[];
  climbs: ReadonlyMap<Obligation, Climb>;
  stalls: readonly Stall[];
  phase: Phase;
  since: Instant;
  now: Instant;
}

/** The engine facts that the log lacks, in the order of their happening. */
export function whatToSay(reading: Reading): EngineFact[] {
  const facts = [
    ...reading.obligations.flatMap((one) => ofObligation(one, reading)),
    ...vanished(reading),
    ...ofLadders(reading),
    ...ofStalls(reading),
    ...ofAdoption(reading),
    ...ofPhase(reading),
  ];
  return facts.sort((a, b) => a.happenedAt - b.happenedAt);
}

function ofObligation(one: Obligation, { said, now }: Reading): EngineFact[] {
  const { key: obligation, kind, cycle, owner, openedAt, dueAt, metAt, closed } = one;
  const facts: EngineFact[] = [];
  const told = said.opened.get(obligation);
  const reopened = isOpen(one) && (said.met.has(obligation) || said.closed.has(obligation));
  if (told === undefined || reopened)
    facts.push({
      kind: 'obligationOpened',
      happenedAt: openedAt,
      data: { obligation, kind, cycle, owner, dueAt },
    });
  else if (told !== dueAt && isOpen(one))
    facts.push({
      kind: 'obligationMoved',
      happenedAt: now,
      data: { obligation, from: told, dueAt, ...whyOf(said.changed.get(obligation)) },
    });
  const endedAt = metAt ?? closed?.at ?? Infinity;
  const owed = kind !== 'cover' && kind !== 'acknowledge' && (metAt !== null || isOpen(one));
  const late = dueAt !== null && dueAt <= now && dueAt < endedAt;
  // What was done in time by the cadence of its day was not late, whatever another one asks now; owed again, it can be.
  if (owed && late && !said.missed.has(obligation) && (reopened || !said.met.has(obligation)))
    facts.push({ kind: 'obligationMissed', happenedAt: Math.max(dueAt, openedAt), data: { obligation } });
  if (metAt !== null && !said.met.has(obligation))
    facts.push({
      kind: 'obligationMet',
      happenedAt: Math.max(metAt, openedAt),
      data: { obligation, late: late || said.missed.has(obligation) },
    });
  if (closed && !said.closed.has(obligation))
    facts.push({ kind: 'obligationClosed', happenedAt: closed.at, data: { obligation, how: closed.how } });
  return facts;
}

const whyOf = (why: MoveCause | undefined): { why?: MoveCause } => (why ? { why } : {});

/** Told as open, owed no more: a corrected observation, a manager who is back. */
function vanished({ said, obligations, now }: Reading): EngineFact[] {
  const known = new Set(obligations.map(({ key }) => key));
  return [...said.opened.keys()]
    .filter((key) => !known.has(key) && !said.met.has(key) && !said.closed.has(key))
    .map((obligation) => ({
      kind: 'obligationClosed',
      happenedAt: now,
      data: { obligation, how: 'dropped' },
    }));
}

const ofLadders = ({ climbs, said }: Reading): EngineFact[] =>
  [...climbs.values()].flatMap(({ reached }) =>
    reached
      .filter(({ obligation, rung }) => !said.rungs.has(rungKey(obligation, rung)))
      .map(({ at, ...reached }): EngineFact => ({
        kind: 'rungReached',
        happenedAt: at,
        data: reached,
      })),
  );

function ofStalls({ stalls, said, obligations, now }: Reading): EngineFact[] {
  const facts: EngineFact[] = [];
  const standing = new Set(stalls.map(({ obligation }) => obligation));
  for (const [obligation, { since }] of said.stalls) {
    if (standing.has(obligation)) continue;
    const metAt = obligations.find(({ key }) => key === obligation)?.metAt ?? now;
    facts.push({ kind: 'recovered', happenedAt: Math.max(since, metAt), data: { obligation } });
  }
  for (const { obligation, reason, since, clearer } of stalls) {
    const before = said.stalls.get(obligation);
    if (before?.reason === reason) continue;
    // Another reason for the same stall began where the first did; a new stall not before the last was over.
    const beganAt = before?.since ?? Math.max(since, said.recovered.get(obligation) ?? since);
    facts.push({ kind: 'stalled', happenedAt: beganAt, data: { obligation, reason, clearer } });
  }
  return facts;
}

function ofAdoption({ said, cycles, now }: Reading): EngineFact[] {
  const turns = cycles.adoptions.flatMap(({ at, cycle, evidence, lapse }): EngineFact[] => [
    { kind: 'adopted', happenedAt: at, data: { cycle, evidence } },
    ...(lapse
      ? [{ kind: 'lapsed' as const, happenedAt: lapse.at, data: { observationId: lapse.observation } }]
      : []),
  ]);
  const unsaid = turns.slice(said.turns);
  const last = turns.at(-1);
  // A correction took back the last turn that was told: the one before it holds again, from now on.
  if (unsaid.length === 0 && last && said.lastTurn !== last.kind) unsaid.push({ ...last, happenedAt: now });
  const sustained = cycles.sustained.slice(said.sustained);
  return [
    ...unsaid,
    ...sustained.map((at): EngineFact => ({
      kind: 'sustained',
      happenedAt: at,
      data: { cycle: cycles.cycles.length },
    })),
  ];
}

function ofPhase({ said, phase, since, cycles, now }: Reading): EngineFact[] {
  const facts: EngineFact[] = [];
  if (said.phase !== phase && since <= now)
    facts.push({
      kind: 'phaseEntered',
      happenedAt: since,
      data: { phase, cycle: Math.max(1, cycles.cycles.length) },
    });
  if (isEnded(phase)) facts.push({ kind: 'ended', happenedAt: since, data: { how: phase } });
  return facts;
}
