import type { EngineFact } from '../facts.js';
import type { Instant } from '../time.js';
import type { Phase } from '../words.js';
import type { Course } from './course.js';
import type { Cycles } from './cycles.js';
import type { Climb } from './ladder.js';
import { isOpen, type Obligation } from './obligation.js';
import { isEnded } from './phases.js';
import { rungKey, type Said } from './said.js';
import type { Stall } from './stall.js';

/** What was read of a log, ready to be told. */
export interface Reading {
  course: Course;
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
    facts.push({ kind: 'obligationOpened', happenedAt: openedAt, data: { obligation, kind, cycle, owner, dueAt } });
  else if (told !== dueAt && isOpen(one))
    facts.push({ kind: 'obligationMoved', happenedAt: now, data: { obligation, from: told, dueAt } });
  const endedAt = metAt ?? closed?.at ?? now;
  const missed = dueAt !== null && dueAt <= now && dueAt < endedAt && (metAt !== null || isOpen(one));
  if (missed && kind !== 'cover' && !said.missed.has(obligation))
    facts.push({ kind: 'obligationMissed', happenedAt: dueAt, data: { obligation } });
  if (metAt !== null && !said.met.has(obligation))
    facts.push({
      kind: 'obligationMet',
      happenedAt: Math.max(metAt, openedAt),
      data: { obligation, late: missed || said.missed.has(obligation) },
    });
  if (closed && !said.closed.has(obligation))
    facts.push({ kind: 'obligationClosed', happenedAt: closed.at, data: { obligation, how: closed.how } });
  return facts;
}

/** Told as open, owed no more: a corrected observation, a manager who is back. */
function vanished({ said, obligations, now }: Reading): EngineFact[] {
  const known = new Set(obligations.map(({ key }) => key));
  return [...said.opened.keys()]
    .filter((key) => !known.has(key) && !said.met.has(key) && !said.closed.has(key))
    .map((obligation) => ({ kind: 'obligationClosed', happenedAt: now, data: { obligation, how: 'dropped' } }));
}

const ofLadders = ({ climbs, said }: Reading): EngineFact[] =>
  [...climbs].flatMap(([{ key: obligation }, { reached }]) =>
    reached
      .filter(({ rung }) => !said.rungs.has(rungKey(obligation, rung)))
      .map(({ rung, at, audience, unreachable }): EngineFact => ({
        kind: 'rungReached',
        happenedAt: at,
        data: { obligation, rung, audience, unreachable },
      })),
  );

function ofStalls({ stalls, said, obligations, now }: Reading): EngineFact[] {
  const current = new Map(stalls.map((stall) => [stall.obligation, stall]));
  const facts: EngineFact[] = [];
  for (const [obligation, { reason }] of said.stalls) {
    const stall = current.get(obligation);
    if (stall?.reason === reason) continue;
    const metAt = obligations.find(({ key }) => key === obligation)?.metAt;
    if (!stall) facts.push({ kind: 'recovered', happenedAt: metAt ?? now, data: { obligation } });
  }
  for (const { obligation, reason, since, clearer } of stalls) {
    const before = said.stalls.get(obligation);
    // Another reason for the same stall began where the first did.
    if (before?.reason !== reason)
      facts.push({ kind: 'stalled', happenedAt: before?.since ?? since, data: { obligation, reason, clearer } });
  }
  return facts;
}

function ofAdoption({ said, cycles }: Reading): EngineFact[] {
  const facts: EngineFact[] = [];
  for (const { at, cycle, evidence } of cycles.adoptions)
    if (!said.adopted.has(evidence.at(-1)!)) facts.push({ kind: 'adopted', happenedAt: at, data: { cycle, evidence } });
  const lapses = cycles.adoptions.flatMap(({ lapse }) => lapse ?? []);
  for (const { at, observation } of lapses.slice(said.lapses))
    facts.push({ kind: 'lapsed', happenedAt: at, data: { observationId: observation } });
  if (cycles.sustainedAt !== null && said.sustained === 0)
    facts.push({ kind: 'sustained', happenedAt: cycles.sustainedAt, data: { cycle: cycles.cycles.length } });
  return facts;
}

function ofPhase({ said, phase, since, cycles }: Reading): EngineFact[] {
  const facts: EngineFact[] = [];
  if (said.phase !== phase)
    facts.push({ kind: 'phaseEntered', happenedAt: since, data: { phase, cycle: Math.max(1, cycles.cycles.length) } });
  if (isEnded(phase) && !said.ended) facts.push({ kind: 'ended', happenedAt: since, data: { how: phase } });
  return facts;
}
