/** Working time, exactly: who works when, when something is due, and when somebody may be nudged. */
export { calendarDefaults, calendarOf } from './calendar.js';
export { addDays } from './days.js';
export { dueAt, rungSlot, type RungPlace } from './due.js';
export { isDuration, parseDuration, type Duration } from './duration.js';
export { leftOut, quietSlot, type LeftOut } from './left-out.js';
export { nextSlot, outsideQuiet, slotOfDate } from './slots.js';
export {
  addWorkingDays,
  awayUntil,
  endOfWorkingDay,
  isWorkingDay,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './working-days.js';
export { addWorkingTime } from './working-hours.js';
export { atLocal, localDate } from './zone.js';
