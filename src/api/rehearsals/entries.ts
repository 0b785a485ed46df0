import type { AnyFact, FactKind } from '../../domain/facts.js';
import type { Rehearsed } from '../../domain/rehearsal/rehearse.js';
import { kindOf } from '../../domain/message/subject.js';
import { toIso } from '../../domain/time.js';
import type { Voice } from '../enrolments/sentences.js';
import type { PreviewAnswer } from './rehearsals.dto.js';

type Entry = PreviewAnswer['entries'][number];

/** What each fact of a rehearsed loop is to its reader. What is not named here is the loop's own bookkeeping. */
const TYPES: Readonly<Partial<Record<FactKind, Entry['type']>>> = {
  visitPlanned: 'deed',
  observed: 'deed',
  feedbackGiven: 'deed',
  acknowledged: 'deed',
  actionDone: 'deed',
  actionVerified: 'deed',
  obligationOpened: 'owed',
  obligationMissed: 'missed',
  obligationMoved: 'owed',
  stalled: 'state',
  recovered: 'state',
  adopted: 'state',
  sustained: 'state',
  ended: 'state',
};

/** A rehearsed loop in sentences, the earliest first. */
export function entriesOf(
  { log, messages }: Rehearsed,
  voice: Voice,
  nameOf: (id: string) => string,
): Entry[] {
  const told = log.flatMap((fact): Entry[] => ofFact(fact, voice));
  const written = messages.map(({ at, obligation, rung, person, audience }): Entry => ({
    at: toIso(at),
    type: 'message',
    kind: kindOf(obligation, rung),
    text: voice.nudge('queued', obligation, rung, person),
    to: { id: person, name: nameOf(person) },
    audience,
  }));
  return [...told, ...written]
    .map((entry, order) => ({ entry, order }))
    .sort((a, b) => (a.entry.at < b.entry.at ? -1 : a.entry.at > b.entry.at ? 1 : a.order - b.order))
    .map(({ entry }) => entry);
}

function ofFact(fact: AnyFact, voice: Voice): Entry[] {
  const type = TYPES[fact.kind];
  if (!type) return [];
  const { kind, happenedAt } = fact;
  return [{ at: toIso(happenedAt), type, kind, text: voice.fact(fact, true), to: null, audience: null }];
}
