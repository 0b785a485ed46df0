import { Controller, Delete, Get, Post, Put, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { ReadBy, type Reading } from '../common/language.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import { fileOf, type FileRequest } from '../imports/file-request.js';
import {
  calendarQuery,
  holidayCalendar,
  holidayCalendars,
  libraryChoice,
  type CalendarQuery,
  type LibraryChoice,
} from './calendars.dto.js';
import { CalendarsService } from './calendars.service.js';

/** The organisation's own holidays. A file sent again takes the place of the one before it. */
@ApiTags('calendars')
@Controller('calendars')
export class CalendarsController {
  constructor(private readonly calendars: CalendarsService) {}

  @Get()
  @May('calendar.read', none)
  @Operation('Which holidays count: the library’s, and the organisation’s own', holidayCalendars)
  list() {
    return this.calendars.list();
  }

  @Post()
  @May('calendar.change', none)
  @ApiConsumes('text/calendar', 'text/csv')
  @ApiBody({ schema: { type: 'string', description: 'iCalendar, or CSV with a column date; at most 1 MB.' } })
  @Operation('Uploads holidays of a place; due dates and messages follow', holidayCalendar, 201)
  upload(
    @Req() request: FileRequest,
    @ValidQuery(calendarQuery) query: CalendarQuery,
    @ReadBy() { language }: Reading,
  ) {
    return this.calendars.upload(fileOf(request), query, language);
  }

  @Put('library')
  @May('calendar.change', none)
  @Operation('Whether the public holidays of the library count', holidayCalendars)
  choose(@ValidBody(libraryChoice) body: LibraryChoice) {
    return this.calendars.choose(body);
  }

  @Delete(':id')
  @May('calendar.change', none)
  @Operation('Takes a calendar away; the library’s holidays count again', null)
  drop(@IdParam('holiday calendar') id: string) {
    return this.calendars.drop(id);
  }
}
