import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam } from '../common/valid.js';
import * as where from '../common/where.js';
import { programStatusAnswer } from './program-status.dto.js';
import { ProgramStatusService } from './program-status.service.js';

@ApiTags('programs')
@Controller('programs/:id/status')
export class ProgramStatusController {
  constructor(private readonly status: ProgramStatusService) {}

  @Get()
  @May('program.status', where.program('id'))
  @Operation(
    'Where a program stands: capability by region, phase and stall reason, with denominators',
    programStatusAnswer,
  )
  get(@IdParam('program') id: string) {
    return this.status.get(id);
  }
}
