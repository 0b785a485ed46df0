import { Controller, Get, Header, Req, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { OrProblem } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { none } from '../common/where.js';
import { EventsService } from './events.service.js';

const TYPE = 'text/event-stream';

@ApiTags('enrolments')
@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get()
  @May('event.hear', none)
  @Header('cache-control', 'no-store')
  @Header('x-accel-buffering', 'no')
  // The connection is for this stream alone, so that none is left open behind it when the API stops.
  @Header('connection', 'close')
  @ApiOperation({
    summary: 'Says as it happens which enrolments of those you may see have changed; for a page of a session',
    description:
      'Server-sent events. `changed` with `{"enrolments": [id, …]}`, or `null` in place of the ids where more have ' +
      'changed than can be named, or something may have been missed: read anew what is shown.',
  })
  @ApiOkResponse({ content: { [TYPE]: { schema: { type: 'string' } } } })
  @OrProblem()
  listen(@By() by: Actor, @Req() { headers }: FastifyRequest): StreamableFile {
    // Whoever waits for an end of the answer would wait for long.
    if (!headers.accept?.includes(TYPE))
      throw new Problem(406, `This is a stream without an end. Ask for it as: Accept: ${TYPE}`);
    return new StreamableFile(this.events.listen(by), { type: TYPE });
  }
}
