import type { CalendarSlice, Instant, IsoDate } from '../time.js';
import { diaryOf, isQuietTime, type Diary } from './calendar.js';
import { DAY_MS, dayOf, type Day } from './days.js';
import { nthFrom } from './working-days.js';

/** The instant itself, or the next moment at which the person's clock reads a time outside quiet hours. */
export const outsideQuiet = (calendar: CalendarSlice, at: Instant): Instant =>
  pastQuiet(diaryOf(calendar), at);

/** The person's first slot at or after an instant, on a working day of theirs; null where the search gives up. */
export function nextSlot(calendar: CalendarSlice, at: Instant): Instant | null {
  const diary = diaryOf(calendar);
  const today = diary.zone.dayAt(at);
  if (diary.isWorkingDay(today)) {
    const slot = slotOn(diary, today);
    if (slot >= at) return slot;
  }
  const day = nthFrom(diary, today, 1);
  return day === null ? null : slotOn(diary, day);
}

/** The person's slot on a day of theirs, whether they work then or not; after their quiet hours where it lies in them. */
export const slotOfDate = (calendar: CalendarSlice, date: IsoDate): Instant =>
  slotOn(diaryOf(calendar), dayOf(date));

export const slotOn = (diary: Diary, day: Day): Instant =>
  pastQuiet(diary, diary.zone.instantOf(day * DAY_MS + diary.slot));

export function pastQuiet({ zone, quiet }: Diary, at: Instant): Instant {
  if (!quiet) return at;
  let moment = at;
  // Nearly always one turn; another where a clock change skips the whole time between two quiet spells.
  for (;;) {
    const wall = zone.wallAt(moment);
    const midnight = Math.floor(wall / DAY_MS) * DAY_MS;
    const time = wall - midnight;
    if (!isQuietTime(quiet, time)) return moment;
    moment = zone.reaches(midnight + quiet.to + (time < quiet.to ? 0 : DAY_MS), moment);
  }
}
