import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, type Actor } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { Problem } from '../common/problem.js';
import { none } from '../common/where.js';
import { queue, visitsAhead } from './queue.dto.js';
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
    return this.service.list(personOf(personId));
  }

  @Get('visits')
  @May('queue.own', none)
  @Operation(
    'The visits of the next two weeks on which you go along, each with what was agreed last time, and those of which nobody has said yet what became of them',
    visitsAhead,
  )
  visits(@By() { personId }: Actor) {
    return this.service.visits(personOf(personId));
  }
}

function personOf(personId: string | null): string {
  if (personId !== null) return personId;
  throw new Problem(422, 'Whose queue? Sign in, or send the header Acting-As.');
}
