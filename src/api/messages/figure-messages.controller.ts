import { Controller, Get, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { Limits } from '../common/limits.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import * as where from '../common/where.js';
import { figurePreview, figureSketch, figureTest, type FigureSketchBody } from './messages.dto.js';
import { MessagesService } from './messages.service.js';

/** Messages about figures say what the screens do. */
@ApiTags('messages')
@Controller('programs/:id/messages')
export class FigureMessagesController {
  constructor(
    private readonly messages: MessagesService,
    private readonly limits: Limits,
  ) {}

  @Get('preview')
  @May('alert.read', where.program('id'))
  @Operation('An alert or the newest week as a message would tell it now; nothing is sent', figurePreview)
  preview(
    @IdParam('program') id: string,
    @ValidQuery(figureSketch) query: FigureSketchBody,
    @By() actor: Actor,
  ) {
    return this.messages.previewFigures(id, query, actor);
  }

  @Post('test-send')
  @May('alert.act', where.program('id'))
  @Operation('Send oneself such a message as a test', figureTest)
  async test(
    @IdParam('program') id: string,
    @ValidBody(figureSketch) body: FigureSketchBody,
    @By() actor: Actor,
    @Req() request: FastifyRequest,
  ) {
    await this.limits.tested(request);
    return this.messages.testFigures(id, body, actor);
  }
}
