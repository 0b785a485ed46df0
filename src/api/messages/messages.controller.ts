import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { Limits } from '../common/limits.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { ValidBody, ValidQuery } from '../common/valid.js';
import { enrolmentInBody, enrolmentInQuery } from '../common/where.js';
import { messageSketch, messageTest, preview, type MessageSketch } from './messages.dto.js';
import { MessagesService } from './messages.service.js';

@ApiTags('messages')
@Controller('messages')
export class MessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly limits: Limits,
  ) {}

  @Get('preview')
  @May('message.preview', enrolmentInQuery('enrolment'))
  @Operation('A message as it would read now, in any language; nothing is sent', preview)
  preview(@ValidQuery(messageSketch) query: MessageSketch) {
    return this.messages.preview(query);
  }

  @Post('test-send')
  @May('message.test', enrolmentInBody('enrolment'))
  @Operation('Send oneself a message as a test, with samples in place of people and texts', messageTest)
  async test(
    @ValidBody(messageSketch) body: MessageSketch,
    @By() actor: Actor,
    @Req() request: FastifyRequest,
  ) {
    await this.limits.tested(request);
    return this.messages.test(body, actor);
  }
}
