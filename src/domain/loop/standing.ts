import type { Audience, PersonId } from '../people.js';
import type { Instant } from '../time.js';
import type { ObligationKind, Phase } from '../words.js';
import type { Course } from './course.js';
import { doubtOf, heldBy, type Held, type Kept } from './holds.js';
import { isOpen, type Obligation } from './obligation.js';
import { isEnded } from './phases.js';
import type { World } from './setting.js';
import type { Stall } from './stall.js';
import type { Reading } from './telling.js';

/** Where an enrolment stands, so that reading never replays a log. */
export interface Standing {
  phase: Phase;
  phaseSince: Instant;
  cycle: number;
  /** The one stall that began first. */
  stall: Stall | null;
  /** The open obligation that is due first; an unanswered acknowledgement is nobody's deadline. */
  next: {
    obligation: string;
    kind: ObligationKind;
    owner: Audience;
    ownerId: PersonId | null;
    dueAt: Instant | null;
  } | null;
  open: OpenObligation[];
  observations: number;
  /** One observation at the level is missing, as far as their number goes. */
  oneMore: boolean;
  lastObservedAt: Instant | null;
  readyAt: Instant | null;
  nextVisitAt: Instant | null;
  /** Null unless it counts as adopted now. */
  adoptedAt: Instant | null;
  sustainedAt: Instant | null;
  lapsedAt: Instant | null;
  endedAt: Instant | null;
}

/** An obligation with what keeps its next message back, where that is later than its ladder says. */
export interface OpenObligation extends Obligation {
  kept: Kept | null;
  /** The honest answer that holds now, whether or not a message would go before its end. */
  held: Held | null;
  /** The fact that says that the rep is somebody else's, while that is open. Missing: none does. */
  doubt?: string;
}

export function standingOf(course: Course, reading: Reading, world: World): Standing {
  const { cadence, level } = world;
  const { cycles, adoptions, sustained } = reading.cycles;
  const { phase, since, now, obligations } = reading;
  const open = obligations
    .filter(isOpen)
    .map((one) => {
      const doubt = doubtOf(one, course, now)?.id;
      return {
        ...one,
        kept: keptBy(one, course, reading),
        held: heldBy(one, course, now, world),
        ...(doubt !== undefined && { doubt }),
      };
    })
    .sort((a, b) => (a.dueAt ?? Infinity) - (b.dueAt ?? Infinity));
  const first = open.find(({ kind }) => kind !== 'acknowledge');
  const adoption = adoptions.at(-1);
  const lastObservedAt = cycles.at(-1)?.sighting.at ?? null;
  const countsFrom = adoption?.lapse?.at ?? -Infinity;
  const reached = cycles.filter(
    ({ sighting }) => sighting.at > countsFrom && (sighting.feedback?.level ?? 0) >= level,
  ).length;
  return {
    phase,
    phaseSince: since,
    cycle: Math.max(1, ...open.map(({ cycle }) => cycle), cycles.length),
    stall: primaryStall(reading),
    next: first
      ? {
          obligation: first.key,
          kind: first.kind,
          owner: first.owner,
          ownerId: first.ownerId,
          dueAt: first.dueAt,
        }
      : null,
    open,
    observations: cycles.length,
    oneMore: open.some(({ kind }) => kind === 'observe') && reached === cadence.adoption.observations - 1,
    lastObservedAt,
    readyAt: course.readyAt !== null && course.readyAt > (lastObservedAt ?? 0) ? course.readyAt : null,
    nextVisitAt: course.visits.find(({ state, at }) => state === 'planned' && at >= now)?.at ?? null,
    adoptedAt: adoption && !adoption.lapse && adoption.reopenedAt === null ? adoption.at : null,
    sustainedAt: sustained.at(-1) ?? null,
    lapsedAt: adoption?.lapse?.at ?? null,
    endedAt: isEnded(phase) ? since : null,
  };
}

function keptBy(one: Obligation, { pauses }: Course, { climbs, phase, now }: Reading): Kept | null {
  if (phase !== 'paused' && phase !== 'excused') return climbs.get(one)?.kept ?? null;
  return {
    because: phase,
    until: pauses.find(({ from, until }) => from <= now && (until === null || now < until))?.until ?? null,
  };
}

function primaryStall({ stalls, said }: Reading): Stall | null {
  const told = stalls.map((stall) => ({
    ...stall,
    since: said.stalls.get(stall.obligation)?.since ?? stall.since,
  }));
  return told.sort((a, b) => a.since - b.since)[0] ?? null;
}
