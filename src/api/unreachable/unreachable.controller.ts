import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Shown, type Actor, type Allowed } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import * as where from '../common/where.js';
import { unreachable } from './unreachable.dto.js';
import { UnreachableService } from './unreachable.service.js';

@ApiTags('programs')
@Controller('programs/:id/unreachable')
export class UnreachableController {
  constructor(private readonly service: UnreachableService) {}

  @Get()
  @May('unreachable.read', where.program('id'))
  @Operation(
    'Who of a program cannot be told anything, has more loops than visit days or is in doubt whose rep they are, since when and why',
    unreachable,
  )
  list(@IdParam('program') id: string, @By() { personId }: Actor, @Shown() { holds }: Allowed) {
    return this.service.list(id, holds.has('operator') ? null : personId);
  }
}
