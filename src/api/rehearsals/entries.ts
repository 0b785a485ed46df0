import type { AnyFact, FactKind } from '../../domain/facts.js';
import type { Rehearsed } from '../../domain/rehearsal/rehearse.js';
import { sideBySide, type Marked } from '../../domain/rehearsal/side-by-side.js';
import { kindOf } from '../../domain/message/subject.js';
import { toIso } from '../../domain/time.js';
import type { Voice } from '../enrolments/sentences.js';
import type { PreviewAnswer } from './rehearsals.dto.js';

type Entry = PreviewAnswer['entries'][number];

/** One, with what it is in whatever cadence (`sideBySide`). */
export interface Named extends Entry {
  what: string;
}

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
): Named[] {
  const told = log.flatMap((fact): Named[] => ofFact(fact, voice));
  const written = messages.map(({ at, obligation, rung, person, audience }): Named => ({
    what: `message ${obligation} ${audience}`,
    at: toIso(at),
    type: 'message',
    kind: kindOf(obligation, rung),
    text: voice.nudge('queued', obligation, rung, person),
    to: { id: person, name: nameOf(person) },
    audience,
    ...UNMARKED,
  }));
  return [...told, ...written]
    .map((entry, order) => ({ entry, order }))
    .sort((a, b) => (a.entry.at < b.entry.at ? -1 : a.entry.at > b.entry.at ? 1 : a.order - b.order))
    .map(({ entry }) => entry);
}

const UNMARKED = { mark: null, otherwise: null };

/** Two loops in sentences, with what differs. */
export function besideEachOther(
  before: readonly Named[],
  after: readonly Named[],
): { before: Entry[]; after: Entry[] } {
  const happenings = (entries: readonly Named[]) =>
    entries.map(({ at, what, text }) => ({ at: Date.parse(at), what, text }));
  const marked = sideBySide(happenings(before), happenings(after));
  const told = (entries: readonly Named[], marks: readonly Marked[]): Entry[] =>
    entries.map((entry, index) => {
      const { mark, otherwise } = marks[index]!;
      return { ...plain(entry), mark, otherwise: otherwise === null ? null : toIso(otherwise) };
    });
  return { before: told(before, marked.before), after: told(after, marked.after) };
}

export const plain = ({ what: _, ...entry }: Named): Entry => entry;

function ofFact(fact: AnyFact, voice: Voice): Named[] {
  const type = TYPES[fact.kind];
  if (!type) return [];
  const { kind, happenedAt, data } = fact;
  const about = 'obligation' in data ? data.obligation : '';
  const said = { kind, text: voice.fact(fact, true), to: null, audience: null, ...UNMARKED };
  return [{ what: `${kind} ${about}`, at: toIso(happenedAt), type, ...said }];
}
