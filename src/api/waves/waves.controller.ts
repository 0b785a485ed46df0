import { Controller, Get, Post, Put, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IfMatchWhereGiven, tagged } from '../common/revision.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  trained,
  waves,
  wavesAhead,
  waveToOpen,
  type WavesAheadBody,
  type WaveToOpenBody,
} from './waves.dto.js';
import { WavesService } from './waves.service.js';

/** A program that is rolled out region by region. */
@ApiTags('rollouts')
@Controller('programs/:id')
export class WavesController {
  constructor(private readonly waves: WavesService) {}

  @Get('trained')
  @May('rollout.read', where.program('id'))
  @Operation('How many were trained for a program and have no loop yet, by region', trained)
  trained(@IdParam('program') id: string) {
    return this.waves.trained(id);
  }

  @Get('waves')
  @May('rollout.read', where.program('id'))
  @Operation('How a program is rolled out region by region', waves)
  read(@IdParam('program') id: string, @Res({ passthrough: true }) reply: FastifyReply) {
    return tagged(reply, this.waves.read(id));
  }

  @Put('waves')
  @May('program.change', where.program('id'))
  @Operation('Changes the waves that have not begun, the days between them and what holds them back', waves)
  change(
    @IdParam('program') id: string,
    @ValidBody(wavesAhead) body: WavesAheadBody,
    @IfMatchWhereGiven('The `revision` that the change is based on; left out: of whatever stands there.')
    read: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return tagged(reply, this.waves.change(id, body, read));
  }

  @Post('waves/hold')
  @May('program.change', where.program('id'))
  @Operation('Lets the waves that have not begun wait until somebody says more', waves)
  hold(@IdParam('program') id: string) {
    return this.waves.steer(id, { how: 'hold' });
  }

  @Post('waves/go-on')
  @May('program.change', where.program('id'))
  @Operation('Lets a rollout that is held go on as planned', waves)
  goOn(@IdParam('program') id: string) {
    return this.waves.steer(id, { how: 'goOn' });
  }

  @Post('waves/next')
  @May('program.change', where.program('id'))
  @Operation('Opens the next wave at once, whatever its rules say', waves)
  next(@IdParam('program') id: string, @ValidBody(waveToOpen) { wave }: WaveToOpenBody) {
    return this.waves.steer(id, { how: 'openNext', wave });
  }
}
