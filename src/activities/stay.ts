import { Context } from '@temporalio/activity';
import { setTimeout as pause } from 'node:timers/promises';
import { MINUTE, SECOND, type Instant } from '../domain/time.js';
import { LANE_GATHERS, MESSAGES_GATHER } from '../store/running/bells.js';
import { waitsInLane } from '../store/running/lane-waits.js';
import type { Store } from '../store/transaction.js';

/** Between two looks of which the second is one of a busy morning. */
const BUSY = 5 * SECOND;
const STAYS = 5 * MINUTE;

type Clock = () => Instant;

/** When a lane is looked after next, and what a look leaves: trouble that rests first, more than it takes at once, or nothing. */
export interface Look {
  wakeAt: Instant | null;
  leaves: 'trouble' | 'more' | null;
}

/**
 * Looks after a lane once; on a busy morning, on which it would be rung again at once, until nothing more comes. Each ring
 * costs Temporal an activity and two tasks, as much as the wakes of some loops.
 */
export function createStay(store: Store) {
  const leftAt = new Map<number, Instant>();

  /** Gathers as long as one that is rung does: an edit is seen soon, messages come together. */
  const moreComes = async (lane: number, now: Clock): Promise<boolean> => {
    const until = now() + MESSAGES_GATHER;
    const { cancellationSignal: signal } = Context.current();
    for (;;) {
      await pause(LANE_GATHERS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return false;
      const waits = await store((tx) => waitsInLane(tx, lane, now()));
      if (waits === 'edit') return true;
      if (now() >= until) return waits !== null;
    }
  };

  return async (
    lane: number,
    now: Clock,
    look: (lane: number, now: Clock) => Promise<Look>,
  ): Promise<Instant | null> => {
    const came = now();
    const isBusy = came - (leftAt.get(lane) ?? -Infinity) < BUSY;
    const goesOn = async ({ leaves }: Look): Promise<boolean> =>
      isBusy &&
      leaves !== 'trouble' &&
      now() - came < STAYS &&
      (leaves === 'more' || (await moreComes(lane, now)));
    let seen = await look(lane, now);
    while (await goesOn(seen)) seen = await look(lane, now);
    leftAt.set(lane, now());
    return seen.wakeAt;
  };
}
