import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import * as where from '../common/where.js';
import { rollout, rolloutList } from './rollouts.dto.js';
import { RolloutsService } from './rollouts.service.js';

@ApiTags('rollouts')
@Controller()
export class RolloutsController {
  constructor(private readonly rollouts: RolloutsService) {}

  @Get('programs/:id/rollouts')
  @May('rollout.read', where.program('id'))
  @Operation('How far the launches of a program have come', rolloutList)
  list(@IdParam('program') id: string) {
    return this.rollouts.list(id);
  }

  @Get('rollouts/:id')
  @May('rollout.read', where.rollout('id'))
  @Operation('How far one launch has come', rollout)
  get(@IdParam('rollout') id: string) {
    return this.rollouts.get(id);
  }
}
