import type { CalendarSlice, Instant } from '../time.js';
import { localDate, rungSlot } from '../working-time/index.js';

/**
 * When a manager is offered help before something goes on above them at `goesOn`: at their slot of the working day
 * before. Null where they have none before it: nobody waits for an offer to somebody who is away.
 */
export function noticeSlot(goesOn: Instant, manager: CalendarSlice): Instant | null {
  const slot = rungSlot({
    due: goesOn,
    offset: '-P1D',
    clock: 'working',
    owner: manager,
    recipient: manager,
  });
  return slot !== null && slot < goesOn ? slot : null;
}

/** Whether what was told at `told` said already to whom it goes on, and when: it was told on that day, or later. */
export function saysGoesOn(told: Instant, goesOn: Instant, manager: CalendarSlice): boolean {
  const slot = noticeSlot(goesOn, manager);
  return slot === null || localDate(manager.zone, told) >= localDate(manager.zone, slot);
}
