import { z } from 'zod';
import { HOLIDAY_MODES } from '../../domain/holidays.js';
import { CellProblem } from '../../imports/problem.js';
import { country, subdivision } from '../../imports/values.js';
import { answer, request } from '../common/schemas.js';
import { anId, anInstant, line } from '../common/words.js';

const place = line(6).transform((text, context) => {
  if (text === '*') return text;
  try {
    return text.includes('-') ? subdivision(text) : country(text);
  } catch (error) {
    if (!(error instanceof CellProblem)) throw error;
    context.addIssue({ code: 'custom', message: `${error.message} Or * for everybody.` });
    return z.NEVER;
  }
});

export const calendarQuery = z.strictObject({
  place: place.describe('Whose: a country (DE), a subdivision (DE-BY), or * for everybody.'),
  mode: z
    .enum(HOLIDAY_MODES)
    .default('adds')
    .describe('To the holidays of the library; replaces: in the years the file names days of.'),
  name: line(100).default('Holidays').describe('For whoever looks through the list.'),
});
export type CalendarQuery = z.output<typeof calendarQuery>;

export const holidayCalendar = answer(
  'HolidayCalendar',
  z.object({
    id: anId,
    place: z.string(),
    name: z.string(),
    mode: z.enum(HOLIDAY_MODES),
    days: z.array(z.string()),
    firstDay: z.string().nullable(),
    lastDay: z.string().nullable().describe('Behind it the calendar says nothing any more.'),
    uploadedAt: anInstant,
  }),
);
export type HolidayCalendarAnswer = z.input<typeof holidayCalendar>;

export const holidayCalendars = answer(
  'HolidayCalendars',
  z.object({
    library: z.boolean().describe('Whether the public holidays of the library count.'),
    items: z.array(holidayCalendar),
  }),
);
export type HolidayCalendarsAnswer = z.input<typeof holidayCalendars>;

export const libraryChoice = request('HolidayLibraryChoice', z.strictObject({ used: z.boolean() }));
export type LibraryChoice = z.output<typeof libraryChoice>;
