import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import { localeOf } from '../../channels/wording/locale.js';
import type { HolidayCalendar } from '../../entities/index.js';
import { readHolidayFile } from '../../imports/holiday-file.js';
import {
  chooseLibrary,
  dropHolidayCalendar,
  listHolidayCalendars,
  readLibraryChoice,
  saveHolidayCalendar,
} from '../../store/calendars/holidays.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import type {
  CalendarQuery,
  HolidayCalendarAnswer,
  HolidayCalendarsAnswer,
  LibraryChoice,
} from './calendars.dto.js';

const MOST_BYTES = 1024 * 1024;

@Injectable()
export class CalendarsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<HolidayCalendarsAnswer> {
    const tx = this.dataSource.manager;
    return { library: await readLibraryChoice(tx), items: (await listHolidayCalendars(tx)).map(answerOf) };
  }

  async upload(file: Readable, query: CalendarQuery, language: string): Promise<HolidayCalendarAnswer> {
    const now = this.clock.now();
    const read = await readHolidayFile(await wholeOf(file), now, language);
    if ('problems' in read) {
      const { words, say } = localeOf(language);
      const [why = ''] = read.problems;
      throw new Problem(422, say(words.imports.notTaken, { why }), { members: { problems: read.problems } });
    }
    return answerOf(
      await inTransaction(this.dataSource, (tx) =>
        saveHolidayCalendar(tx, { ...query, days: read.days }, now),
      ),
    );
  }

  async choose({ used }: LibraryChoice): Promise<HolidayCalendarsAnswer> {
    await inTransaction(this.dataSource, (tx) => chooseLibrary(tx, used, this.clock.now()));
    return this.list();
  }

  drop(id: string): Promise<void> {
    return inTransaction(this.dataSource, (tx) => dropHolidayCalendar(tx, id, this.clock.now()));
  }
}

async function wholeOf(file: Readable): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes <= MOST_BYTES) pieces.push(piece);
  }
  if (bytes > MOST_BYTES)
    throw new Problem(413, 'The file is larger than 1 MB. Send holidays only.', {
      refused: { code: 'fileTooLarge', params: { mb: 1 } },
    });
  return Buffer.concat(pieces);
}

const answerOf = ({ id, place, name, mode, days, uploadedAt }: HolidayCalendar): HolidayCalendarAnswer => ({
  id,
  place,
  name,
  mode,
  days,
  firstDay: days[0] ?? null,
  lastDay: days.at(-1) ?? null,
  uploadedAt: uploadedAt.toISOString(),
});
