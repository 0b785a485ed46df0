import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { none } from '../common/where.js';
import { queue } from './queue.dto.js';
import { QueueService } from './queue.service.js';

@ApiTags('queue')
@Controller('queue')
export class QueueController {
  constructor(private readonly service: QueueService) {}

  @Get()
  @May('queue.own', none)
  @Operation(
    'What waits for you, most useful first, in the words and with the buttons of your messages',
    queue,
  )
  list(@By() { personId }: Actor) {
    if (personId !== null) return this.service.list(personId);
    throw new Problem(422, 'Whose queue? Sign in, or send the header Acting-As.');
  }
}
