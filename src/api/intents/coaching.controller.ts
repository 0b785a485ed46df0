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

/** What follows an observation: feedback, the answer to it, and what was agreed. */
@ApiTags('coaching')
@Controller('enrolments/:id')
export class CoachingController {
  constructor(private readonly intents: IntentsService) {}

  @Post('feedback')
  @May('feedback.give', enrolment('id', { observation: 'observation' }))
  @Operation('Give feedback on an observation', taken, 201)
  feedback(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.feedback) body: dto.Feedback,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.giveFeedback, body, actor, request);
  }

  @Post('talk')
  @May('feedback.talk', enrolment('id', { observation: 'observation' }))
  @Operation('The two have talked about the feedback: the rep may read it', taken, 201)
  talk(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.talk) body: dto.Talk,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.talk, body, actor, request);
  }

  @Post('acknowledgement')
  @May('feedback.answer', enrolment('id'))
  @Operation('The rep’s answer: accept, or dispute with a reason', taken, 201)
  acknowledge(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.acknowledgement) body: dto.Acknowledgement,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.acknowledge, body, actor, request);
  }

  @Post('regroup')
  @May('dispute.regroup', enrolment('id', { observation: 'observation' }))
  @Operation('What came of the talk after a dispute', taken, 201)
  regroup(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.regroup) body: dto.Regroup,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.regroup, body, actor, request);
  }

  @Post('confirmation')
  @May('observation.confirm', enrolment('id', { observation: 'observation' }))
  @Operation('Somebody else than the manager vouches for an observation', taken, 201)
  confirm(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.confirmation) body: dto.Confirmation,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.confirm, body, actor, request);
  }

  @Post('actions')
  @May('action.agree', enrolment('id', { observation: 'observation' }))
  @Operation('Agree on a development action', taken, 201)
  agree(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.action) body: dto.NewActionBody,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.agreeAction, body, actor, request);
  }

  @Post('actions/:action/done')
  @May('action.done', enrolment('id'))
  @Operation('The rep has tried it', taken, 201)
  done(
    @IdParam('enrolment') id: string,
    @IdParam('development action', 'action') action: string,
    @ValidBody(dto.trial) body: dto.Trial,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.finishAction(action), body, actor, request);
  }

  @Post('actions/:action/verification')
  @May('action.verify', enrolment('id', { action: 'action' }))
  @Operation('The coach has looked whether it works', taken, 201)
  verify(
    @IdParam('enrolment') id: string,
    @IdParam('development action', 'action') action: string,
    @ValidBody(dto.verification) body: dto.Verification,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.verifyAction(action), body, actor, request);
  }
}
