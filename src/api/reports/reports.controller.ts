import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  observation,
  observedWherever,
  report,
  reported,
  type Observation,
  type Report,
} from './reports.dto.js';
import { ReportsService } from './reports.service.js';

@ApiTags('reports')
@Controller()
export class ReportsController {
  constructor(private readonly reports: ReportsService) {}

  @Post('joint-visits/:id/report')
  @May('visit.report', where.visit('id'))
  @Operation('The field coaching report of a visit, for any of the rep’s capabilities', reported, 201)
  report(
    @IdParam('joint visit') id: string,
    @ValidBody(report) body: Report,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.reports.report(id, body, actor, request);
  }

  @Post('enrolments/:id/observations')
  @May('observation.tell', where.enrolment('id'))
  @Operation(
    'I saw it already: an observation without a planned visit, in every program of the rep that holds the capability',
    observedWherever,
    201,
  )
  observe(
    @IdParam('enrolment') id: string,
    @ValidBody(observation) body: Observation,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.reports.observe(id, body, actor, request);
  }
}
