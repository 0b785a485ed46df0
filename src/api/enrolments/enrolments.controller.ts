import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Shown, type Allowed } from '../common/caller.js';
import { ReadBy, type Reading } from '../common/language.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  enrolment,
  enrolmentPage,
  grid,
  logPage,
  logQuery,
  timeline,
  timelineQuery,
  type LogQuery,
  type TimelineQuery,
} from './enrolments.dto.js';
import { enrolmentQuery, gridQuery, type EnrolmentQuery, type GridQuery } from './enrolment-query.js';
import { EnrolmentsService } from './enrolments.service.js';

@ApiTags('enrolments')
@Controller('enrolments')
export class EnrolmentsController {
  constructor(private readonly enrolments: EnrolmentsService) {}

  @Get()
  @May('enrolment.read', where.listOf('enrolment'))
  @Operation('Enrolments, what is due first coming first', enrolmentPage)
  list(@ValidQuery(enrolmentQuery) query: EnrolmentQuery, @Shown() allowed: Allowed) {
    return this.enrolments.list(query, allowed);
  }

  @Get('grid')
  @May('enrolment.read', where.listOf('enrolment'))
  @Operation('Reps × capabilities, with where each stands', grid)
  grid(@ValidQuery(gridQuery) query: GridQuery, @Shown() allowed: Allowed) {
    return this.enrolments.grid(query, allowed);
  }

  @Get(':id')
  @May('enrolment.read', where.enrolment('id'))
  @Operation('Where one enrolment stands, and what was seen, said and agreed', enrolment)
  get(@IdParam('enrolment') id: string, @Shown() allowed: Allowed, @ReadBy() reading: Reading) {
    return this.enrolments.get(id, allowed, reading);
  }

  @Get(':id/timeline')
  @May('enrolment.read', where.enrolment('id'))
  @Operation('What happened in sentences, every message with its why, and what is to come', timeline)
  timeline(
    @IdParam('enrolment') id: string,
    @ValidQuery(timelineQuery) query: TimelineQuery,
    @Shown() allowed: Allowed,
    @ReadBy() reading: Reading,
  ) {
    return this.enrolments.timeline(id, query, allowed, reading);
  }

  @Get(':id/log')
  @May('enrolment.log', where.enrolment('id'))
  @Operation('The facts as they were recorded', logPage)
  log(@IdParam('enrolment') id: string, @ValidQuery(logQuery) query: LogQuery, @Shown() allowed: Allowed) {
    return this.enrolments.log(id, query, allowed);
  }
}
