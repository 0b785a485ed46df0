import { Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { HolidayMode } from '../domain/holidays.js';
import type { IsoDate } from '../domain/time.js';

/** Holidays that the organisation uploaded itself: one calendar a place. */
@Entity()
@Index('holiday_calendar_place', ['place'], { unique: true })
export class HolidayCalendar {
  @PrimaryColumn('uuid')
  id: string;

  /** ISO 3166: a country, a subdivision such as DE-BY, or `*` for everybody. */
  @Column('text')
  place: string;

  @Column('text')
  name: string;

  @Column('text')
  mode: HolidayMode;

  @Column('text', { array: true })
  days: IsoDate[];

  @Column('timestamptz')
  uploadedAt: Date;
}

/** A choice of the organisation that holds for all processes. */
@Entity()
export class Setting {
  @PrimaryColumn('text')
  name: 'holidayLibrary';

  @Column('jsonb')
  value: unknown;
}
