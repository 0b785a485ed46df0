import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import { enrolment } from '../common/where.js';
import * as dto from './intents.dto.js';
import { taken } from './intents.dto.js';
import * as intents from './intents.js';
import { IntentsService } from './intents.service.js';

/** What stops a loop, sets it going again, or puts its log right. */
@ApiTags('course')
@Controller('enrolments/:id')
export class CourseController {
  constructor(private readonly intents: IntentsService) {}

  @Post('excuse')
  @May('enrolment.excuse', enrolment('id'))
  @Operation('Nothing is expected for a while', taken, 201)
  excuse(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.excuse) body: dto.Excuse,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.excuse, body, actor, request);
  }

  @Post('pause')
  @May('enrolment.pause', enrolment('id'))
  @Operation('The loop stands still until it is resumed', taken, 201)
  pause(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.withReason) body: dto.WithReason,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.withReason('paused'), body, actor, request);
  }

  @Post('resume')
  @May('enrolment.resume', enrolment('id'))
  @Operation('A pause or an excuse is over', taken, 201)
  resume(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.plainly) body: dto.Plainly,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.plainly('resumed'), body, actor, request);
  }

  @Post('withdraw')
  @May('enrolment.withdraw', enrolment('id'))
  @Operation('The loop ends without adoption', taken, 201)
  withdraw(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.withReason) body: dto.WithReason,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.withReason('withdrawn'), body, actor, request);
  }

  @Post('reopen')
  @May('enrolment.reopen', enrolment('id'))
  @Operation('A loop that had ended goes on', taken, 201)
  reopen(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.withReason) body: dto.WithReason,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.withReason('reopened'), body, actor, request);
  }

  @Post('correction')
  @May('fact.correct', enrolment('id', { fact: 'fact' }))
  @Operation('A fact of the log was wrong: take it back or put it right', taken, 201)
  correct(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.correction) body: dto.Correction,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.correct, body, actor, request);
  }
}
