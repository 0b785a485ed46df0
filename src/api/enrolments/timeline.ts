import type { ExpectedMessage } from '../../domain/loop/ahead.js';
import { changesOfDue, changesOfHold, changesOfMessage, type Change } from '../../domain/loop/changes.js';
import type { PlannedVisit } from '../../domain/loop/course.js';
import type { OpenObligation } from '../../domain/loop/standing.js';
import { kindOf } from '../../domain/message/subject.js';
import { toIso, type Clock, type Instant } from '../../domain/time.js';
import type { TimelineRows, ToldEntry } from '../../store/loops/timeline.js';
import type { TimelineEntry } from './enrolments.dto.js';
import { changesIn } from './changes.js';
import type { Eyes } from './eyes.js';
import { nudgeEntry } from './nudge-entry.js';
import type { Voice } from './sentences.js';

/** What is known of the time to come. */
export interface Ahead {
  wakeAt: Instant | null;
  open: readonly OpenObligation[];
  visits: readonly PlannedVisit[];
  /** Messages that go out if nobody reacts, beside those that stand ready. */
  expected: readonly ExpectedMessage[];
  now: Instant;
}

/**
 * Everything that happened and every message with its why, newest first; what is still to come stands above.
 * @param reader the person who reads it; null: a machine
 */
export function timelineOf(
  rows: TimelineRows,
  voice: Voice,
  ahead: Ahead,
  eyes: Eyes,
  reader: string | null,
): TimelineEntry[] {
  return [
    ...rows.facts
      .filter(({ kind }) => !TOLD_BY_MESSAGES.has(kind))
      .flatMap((fact) => factEntry(fact, voice, eyes)),
    // Messages and what is to come say where the enrolment stands.
    ...(eyes.seesStatus
      ? [
          ...rows.nudges.map((nudge) => nudgeEntry(nudge, rows, voice, reader)),
          ...futureOf(ahead, voice, rows.world.cadence.clock),
        ]
      : []),
  ]
    .map((entry, order) => ({ entry, order }))
    .sort((a, b) => (a.entry.at === b.entry.at ? b.order - a.order : a.entry.at < b.entry.at ? 1 : -1))
    .map(({ entry }) => entry);
}

/** The message itself stands there, and says more. */
const TOLD_BY_MESSAGES: ReadonlySet<string> = new Set(['handedOver', 'unreachable']);

function factEntry(fact: ToldEntry, voice: Voice, eyes: Eyes): TimelineEntry[] {
  const { shown, texts, ratings } = eyes.fact(fact);
  if (!shown) return [];
  const entry: TimelineEntry = {
    at: toIso(fact.happenedAt),
    type: 'fact',
    kind: fact.kind,
    text: voice.fact(fact, ratings),
    id: fact.id,
    recordedAt: toIso(fact.recordedAt),
    by: fact.actorId === null ? null : voice.who(fact.actorId).who,
    note: fact.note,
  };
  return [eyes.told(entry, texts)];
}

function futureOf(
  { wakeAt, open, visits, expected, now }: Ahead,
  voice: Voice,
  clock: Clock,
): TimelineEntry[] {
  const entry = (
    type: TimelineEntry['type'],
    at: Instant | null,
    kind: string,
    text: string,
    changes: Change[],
  ): TimelineEntry[] =>
    at === null || at <= now
      ? []
      : [{ at: toIso(at), type, kind, text, id: null, changes: changesIn(changes, voice) }];
  return [
    ...visits
      .filter(({ state }) => state === 'planned')
      .flatMap(({ at, observers }) => entry('visit', at, 'visit', voice.visit(observers), ['visitMoved'])),
    ...open.flatMap(({ key, dueAt }) => {
      const kind = kindOf(key, 0);
      return entry('due', dueAt, kind, voice.due(key), changesOfDue(kind, clock));
    }),
    ...open.flatMap(({ key, kept }) => {
      if (!kept) return [];
      const { until, because } = kept;
      return entry('hold', until, because, voice.hold(key, because), changesOfHold(kindOf(key, 0), because));
    }),
    ...expected.flatMap(({ at, person, obligation, rung }) => {
      const kind = kindOf(obligation, rung);
      const text = voice.expected(obligation, rung, person);
      return entry('expected', at, kind, text, changesOfMessage(kind, clock));
    }),
    ...entry('wake', wakeAt, 'wake', voice.wake, ['told']),
  ];
}
