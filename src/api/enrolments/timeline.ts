import type { OpenObligation } from '../../domain/loop/standing.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { TimelineRows, ToldEntry } from '../../store/timeline.js';
import type { TimelineEntry } from './enrolments.dto.js';
import type { Eyes } from './eyes.js';
import { nudgeEntry } from './nudge-entry.js';
import { HOLD_WORDS, owed, sentenceOf, type NameOf } from './sentences.js';

/** What the projection says of the time to come. */
export interface Ahead {
  wakeAt: Instant | null;
  why: string | null;
  open: readonly OpenObligation[];
  now: Instant;
}

/** Everything that happened and every message with its why, newest first; what is still to come stands above. */
export function timelineOf(rows: TimelineRows, name: NameOf, ahead: Ahead, eyes: Eyes): TimelineEntry[] {
  return [
    ...rows.facts
      .filter(({ kind }) => !TOLD_BY_MESSAGES.has(kind))
      .flatMap((fact) => factEntry(fact, name, eyes)),
    // Messages and what is to come say where the enrolment stands.
    ...(eyes.seesStatus
      ? [...rows.nudges.map((nudge) => nudgeEntry(nudge, rows, name)), ...futureOf(ahead)]
      : []),
  ]
    .map((entry, order) => ({ entry, order }))
    .sort((a, b) => (a.entry.at === b.entry.at ? b.order - a.order : a.entry.at < b.entry.at ? 1 : -1))
    .map(({ entry }) => entry);
}

/** The message itself stands there, and says more. */
const TOLD_BY_MESSAGES: ReadonlySet<string> = new Set(['handedOver', 'unreachable']);

function factEntry(fact: ToldEntry, name: NameOf, eyes: Eyes): TimelineEntry[] {
  const { shown, texts, ratings } = eyes.fact(fact);
  if (!shown) return [];
  const entry: TimelineEntry = {
    at: toIso(fact.happenedAt),
    type: 'fact',
    kind: fact.kind,
    text: sentenceOf(fact, name, ratings),
    id: fact.id,
    recordedAt: toIso(fact.recordedAt),
    by: fact.actorId === null ? null : name(fact.actorId),
    note: fact.note,
  };
  return [eyes.told(entry, texts)];
}

function futureOf({ wakeAt, why, open, now }: Ahead): TimelineEntry[] {
  const dues = open.flatMap(({ key, dueAt }): TimelineEntry[] =>
    dueAt === null || dueAt <= now
      ? []
      : [{ at: toIso(dueAt), type: 'due', kind: 'due', text: `Due: ${owed(key)}.`, id: null }],
  );
  const held = open.flatMap(({ key, kept }): TimelineEntry[] =>
    !kept || kept.until === null || kept.until <= now
      ? []
      : [
          {
            at: toIso(kept.until),
            type: 'hold',
            kind: kept.because,
            text: `Kept back until then: ${owed(key)}, because ${HOLD_WORDS[kept.because]}.`,
            id: null,
          },
        ],
  );
  dues.push(...held);
  if (wakeAt === null || wakeAt <= now) return dues;
  const text = `The loop looks again${why === null ? '' : ` (${why})`}.`;
  return [...dues, { at: toIso(wakeAt), type: 'wake', kind: 'wake', text, id: null }];
}
