import { Controller, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Public } from '../common/authentication.js';
import { ValidBody } from '../common/valid.js';
import {
  command,
  event,
  interactionBody,
  type Command,
  type InteractionBody,
  type SlackEvent,
} from './payloads.js';
import { SlackSigned } from './signed.js';
import { SlackService } from './slack.service.js';

/** Where Slack tells of presses, commands and events. Nobody else is let in: each request is signed. */
@ApiExcludeController()
@Public()
@UseGuards(SlackSigned)
@Controller('slack')
export class SlackController {
  constructor(private readonly slack: SlackService) {}

  @Post('interactions')
  @HttpCode(200)
  interaction(@ValidBody(interactionBody) { payload }: InteractionBody, @Req() { ip }: FastifyRequest) {
    return this.slack.interaction(payload, ip);
  }

  @Post('commands')
  @HttpCode(200)
  command(@ValidBody(command) body: Command, @Req() { ip }: FastifyRequest) {
    return this.slack.command(body, ip);
  }

  @Post('events')
  @HttpCode(200)
  event(@ValidBody(event) body: SlackEvent, @Req() { ip }: FastifyRequest) {
    return this.slack.event(body, ip);
  }
}
