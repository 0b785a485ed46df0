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

/** What a rep or a manager says of themselves: ready, not yet, not possible, not mine. */
@ApiTags('honest answers')
@Controller('enrolments/:id')
export class AnswersController {
  constructor(private readonly intents: IntentsService) {}

  @Post('ready')
  @May('enrolment.ready', enrolment('id'))
  @Operation('The rep is ready to be seen', taken, 201)
  ready(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.plainly) body: dto.Plainly,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.plainly('ready'), body, actor, request);
  }

  @Post('self-assessment')
  @May('enrolment.assessSelf', enrolment('id'))
  @Operation('Where the rep sees themselves', taken, 201)
  assess(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.selfAssessment) body: dto.SelfAssessment,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.assessSelf, body, actor, request);
  }

  @Post('no-opportunity')
  @May('enrolment.noOpportunity', enrolment('id'))
  @Operation('There is no occasion to use it until then', taken, 201)
  noOpportunity(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.holding) body: dto.Holding,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.holding('noOpportunity'), body, actor, request);
  }

  @Post('not-possible')
  @May('enrolment.notPossible', enrolment('id'))
  @Operation('It is not possible until then', taken, 201)
  notPossible(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.holding) body: dto.Holding,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.holding('notPossible'), body, actor, request);
  }

  @Post('snooze')
  @May('enrolment.snooze', enrolment('id'))
  @Operation('Not now, but then', taken, 201)
  snooze(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.snoozing) body: dto.Snoozing,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.snooze, body, actor, request);
  }

  @Post('not-my-rep')
  @May('enrolment.notMyRep', enrolment('id'))
  @Operation('This is not my rep; the program owner looks into it', taken, 201)
  notMyRep(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.plainly) body: dto.Plainly,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.notMyRep, body, actor, request);
  }
}
