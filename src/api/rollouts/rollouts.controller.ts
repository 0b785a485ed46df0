import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import { rollout, rolloutList } from './rollouts.dto.js';
import { RolloutsService } from './rollouts.service.js';

@ApiTags('rollouts')
@Controller()
export class RolloutsController {
  constructor(private readonly rollouts: RolloutsService) {}

  @Get('programs/:id/rollouts')
  @Operation('How far the launches of a program have come', rolloutList)
  list(@IdParam('program') id: string) {
    return this.rollouts.list(id);
  }

  @Get('rollouts/:id')
  @Operation('How far one launch has come', rollout)
  get(@IdParam('rollout') id: string) {
    return this.rollouts.get(id);
  }
}
