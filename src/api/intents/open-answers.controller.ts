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

/** What somebody says to one thing that is owed: it neither meets it nor keeps it back. */
@ApiTags('answers')
@Controller('enrolments/:id/answers')
export class OpenAnswersController {
  constructor(private readonly intents: IntentsService) {}

  @Post('ask-for-help')
  @May('enrolment.askForHelp', enrolment('id'))
  @Operation('The manager asks for help now, before it goes on by itself', taken, 201)
  askForHelp(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.answering) body: dto.Answering,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.askForHelp, body, actor, request);
  }

  @Post('free-hour')
  @May('enrolment.offerHelp', enrolment('id'))
  @Operation('Somebody above frees an hour for it', taken, 201)
  freeHour(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.answering) body: dto.Answering,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.answering('freeHour'), body, actor, request);
  }

  @Post('leave-it')
  @May('enrolment.offerHelp', enrolment('id'))
  @Operation('Somebody above leaves it as it is, and hears no more of it', taken, 201)
  leaveIt(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.answering) body: dto.Answering,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.answering('leaveIt'), body, actor, request);
  }

  @Post('talk-about')
  @May('enrolment.talkAbout', enrolment('id'))
  @Operation('The rep would like to talk about it', taken, 201)
  talkAbout(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.answering) body: dto.Answering,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.answering('talkAbout'), body, actor, request);
  }

  @Post('take-it')
  @May('enrolment.takeOver', enrolment('id'))
  @Operation('Somebody takes a loop whose manager is away or gone', taken, 201)
  takeIt(
    @IdParam('enrolment') id: string,
    @ValidBody(dto.taking) body: dto.Taking,
    @By() actor: Actor,
    @Once() request: OnceRequest,
  ) {
    return this.intents.take(id, intents.takeIt, body, actor, request);
  }
}
