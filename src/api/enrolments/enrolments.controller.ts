import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/operation.js';
import { IdParam, ValidQuery } from '../common/valid.js';
import {
  enrolment,
  enrolmentPage,
  enrolmentQuery,
  logPage,
  logQuery,
  timeline,
  type EnrolmentQuery,
  type LogQuery,
} from './enrolments.dto.js';
import { EnrolmentsService } from './enrolments.service.js';

@ApiTags('enrolments')
@Controller('enrolments')
export class EnrolmentsController {
  constructor(private readonly enrolments: EnrolmentsService) {}

  @Get()
  @Operation('Enrolments, what is due first coming first', enrolmentPage)
  list(@ValidQuery(enrolmentQuery) query: EnrolmentQuery) {
    return this.enrolments.list(query);
  }

  @Get(':id')
  @Operation('Where one enrolment stands, and what was seen, said and agreed', enrolment)
  get(@IdParam('enrolment') id: string) {
    return this.enrolments.get(id);
  }

  @Get(':id/timeline')
  @Operation('What happened in sentences, every message with its why, and what is to come', timeline)
  timeline(@IdParam('enrolment') id: string) {
    return this.enrolments.timeline(id);
  }

  @Get(':id/log')
  @Operation('The facts as they were recorded', logPage)
  log(@IdParam('enrolment') id: string, @ValidQuery(logQuery) query: LogQuery) {
    return this.enrolments.log(id, query);
  }
}
