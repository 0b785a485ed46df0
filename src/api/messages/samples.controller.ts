import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { Limits } from '../common/limits.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import { sampleMessage, sampleSketch, sampleTest, type SampleSketchBody } from './messages.dto.js';
import { MessagesService } from './messages.service.js';

/** Messages of a program to whoever answers for it, who sees no single enrolment. */
@ApiTags('messages')
@Controller('programs/:id/messages/sample')
export class SamplesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly limits: Limits,
  ) {}

  @Get()
  @May('message.sample', where.program('id'))
  @Operation(
    'A message of the program as it would read now, with samples in place of people, texts and dates',
    sampleMessage,
  )
  sample(
    @IdParam('program') id: string,
    @ValidQuery(sampleSketch) query: SampleSketchBody,
    @By() actor: Actor,
  ) {
    return this.messages.sample(id, query, actor);
  }

  @Post('test-send')
  @May('message.sample', where.program('id'))
  @Operation('Send oneself such a sample', sampleTest)
  async test(
    @IdParam('program') id: string,
    @ValidBody(sampleSketch) body: SampleSketchBody,
    @By() actor: Actor,
    @Req() request: FastifyRequest,
  ) {
    await this.limits.tested(request);
    return this.messages.testSample(id, body, actor);
  }
}
