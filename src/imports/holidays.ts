import type { IsoDate } from '../domain/time.js';
import { faultOf } from './faults.js';
import { optional, required } from './field.js';
import type { ImportKind } from './kind.js';
import { day } from './moments.js';
import { name } from './values.js';

/** One holiday, or some days that follow one another. */
export interface HolidayRow {
  from: IsoDate;
  to: IsoDate;
}

const fields = {
  date: required({
    aliases: ['Day', 'From', 'Holiday', 'Start date', 'Datum', 'Tag', 'Feiertag', 'Von'],
    meaning: 'The day, e.g. 2026-12-24.',
    read: day,
  }),
  to: optional({
    aliases: ['Until', 'End date', 'Bis'],
    meaning: 'The last day, where it lasts for some. Default: the day itself.',
    read: day,
  }),
  name: optional({
    aliases: ['Description', 'Summary', 'Name', 'Bezeichnung'],
    meaning: 'For whoever reads the file.',
    read: name,
  }),
};

export const holidays: ImportKind<typeof fields, HolidayRow> = {
  title: 'Holidays',
  about: 'Days on which nobody of a place works, as the organisation knows them.',
  rules: [],
  fields,
  begin: () => ({
    take: (line, { date, to = date }) =>
      to < date
        ? { problems: [line.problem('to', faultOf('endsFirst', { from: date }))] }
        : { row: { from: date, to } },
  }),
};
