import { HOUR, type Instant } from './time.js';

const DAY = 24 * HOUR;

/** A part of a rollout: the reps of some regions. Whoever's region no wave names comes with the last. */
export interface Wave {
  regions: readonly string[];
  /** From then on its loops open; null: not yet. */
  openedAt: Instant | null;
}

/** Above, or below, which share of what the waves so far have begun the next one waits for a word of the owner; from 0 to 1. */
export interface StopRules {
  stalledAbove?: number;
  disputedAbove?: number;
  seenBelow?: number;
}

/** `atFault`: a loop cannot decide, which always stops. */
export const STOP_REASONS = ['atFault', 'stalledAbove', 'disputedAbove', 'seenBelow'] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** What has become of the loops of the waves that have opened; who is excused or has no opportunity is not among them. */
export interface Begun {
  /** Behind these loops. */
  reps: number;
  loops: number;
  stalled: number;
  /** With an open dispute. */
  disputed: number;
  /** Observed at least once. */
  seen: number;
  atFault: number;
}

export interface Rollout {
  /** In their order; the first opens with the launch. */
  waves: readonly Wave[];
  /** Days between the beginning of one wave and that of the next, at least: none begins on a weekend. */
  holdDays: number;
  stopWhen: StopRules;
  /** `held` by somebody, `stopped` by a rule: both until somebody says how it goes on. */
  course: 'going' | 'held' | 'stopped';
}

export type Turn =
  /** All waves have opened. */
  | { turn: 'over' }
  /** Until somebody says how it goes on. */
  | { turn: 'rests' }
  | { turn: 'waits'; until: Instant }
  | { turn: 'stops'; wave: number; because: StopReason[] }
  | { turn: 'opens'; wave: number };

/** Fewer loops than this say nothing about a share: a rule stops on evidence only. */
const FEWEST_LOOPS = 5;

/** The first wave that has not opened, counted from 0; null: all have. */
export function nextWave({ waves }: Pick<Rollout, 'waves'>): number | null {
  const next = waves.findIndex(({ openedAt }) => openedAt === null);
  return next === -1 ? null : next;
}

/** When a hold ends that began then: never on a Saturday or Sunday in UTC, but on the Monday after. */
export function afterHold(before: Instant, holdDays: number): Instant {
  const end = before + holdDays * DAY;
  const day = new Date(end).getUTCDay();
  return end + (day === 6 ? 2 * DAY : day === 0 ? DAY : 0);
}

/** When the next wave opens if nothing stops it; null: it waits for somebody, or there is none. */
export function opensAt({ waves, holdDays, course }: Rollout): Instant | null {
  const next = nextWave({ waves });
  if (next === null || course !== 'going') return null;
  const before = waves[next - 1]?.openedAt ?? null;
  return before === null ? null : afterHold(before, holdDays);
}

/**
 * How a rollout goes on now.
 * @param begun asked only where the hold is over
 * @param fewestReps behind which shares may be looked at, as for every figure
 */
export async function turnOf(
  rollout: Rollout,
  begun: () => Promise<Begun>,
  fewestReps: number,
  now: Instant,
): Promise<Turn> {
  const wave = nextWave(rollout);
  if (wave === null) return { turn: 'over' };
  const until = opensAt(rollout);
  if (until === null) return { turn: 'rests' };
  if (now < until) return { turn: 'waits', until };
  const because = reasonsToStop(rollout.stopWhen, await begun(), fewestReps);
  return because.length > 0 ? { turn: 'stops', wave, because } : { turn: 'opens', wave };
}

/** Which rules say that the next wave should wait. */
export function reasonsToStop(rules: StopRules, begun: Begun, fewestReps: number): StopReason[] {
  const { reps, loops, stalled, disputed, seen, atFault } = begun;
  const { stalledAbove, disputedAbove, seenBelow } = rules;
  const isEnough = reps >= fewestReps && loops >= FEWEST_LOOPS;
  const holds: Record<StopReason, boolean> = {
    atFault: atFault > 0,
    stalledAbove: isEnough && stalledAbove !== undefined && stalled / loops > stalledAbove,
    disputedAbove: isEnough && disputedAbove !== undefined && disputed / loops > disputedAbove,
    seenBelow: isEnough && seenBelow !== undefined && seen / loops < seenBelow,
  };
  return STOP_REASONS.filter((reason) => holds[reason]);
}
