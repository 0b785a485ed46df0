import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import {
  impact,
  move,
  moves,
  newMove,
  openRegions,
  toWeigh,
  type NewMoveBody,
  type ToWeighBody,
} from './cadence-moves.dto.js';
import { CadenceMovesService } from './cadence-moves.service.js';

/** Open loops that are to go by another version of their cadence: publishing one never touches them by itself. */
@ApiTags('cadences')
@Controller('programs/:id/cadence')
export class CadenceMovesController {
  constructor(private readonly moved: CadenceMovesService) {}

  @Post('impact')
  @May('cadence.try', where.program('id'))
  @Operation(
    'What moving the open loops of a program to a version would do, to dates and to the next day',
    impact,
  )
  impact(@IdParam('program') id: string, @ValidBody(toWeigh) body: ToWeighBody) {
    return this.moved.impact(id, body);
  }

  @Get('regions')
  @May('rollout.read', where.program('id'))
  @Operation('In which regions a program has open loops', openRegions)
  regions(@IdParam('program') id: string) {
    return this.moved.regions(id);
  }

  @Get('moves')
  @May('rollout.read', where.program('id'))
  @Operation('How far the moves of a program’s open loops have come', moves)
  list(@IdParam('program') id: string) {
    return this.moved.list(id);
  }

  @Post('moves')
  @May('program.change', where.program('id'))
  @Operation('Moves open loops of a program to a version of a cadence, in batches', move, 201)
  start(
    @Once() request: OnceRequest,
    @By() { personId }: Actor,
    @IdParam('program') id: string,
    @ValidBody(newMove) body: NewMoveBody,
  ) {
    return this.moved.start(request, id, body, personId);
  }

  @Post('moves/:move/undo')
  @May('program.change', where.program('id'))
  @Operation('Moves back what a move has moved and nothing has moved since', move, 201)
  undo(
    @Once() request: OnceRequest,
    @By() { personId }: Actor,
    @IdParam('program') id: string,
    @IdParam('move', 'move') moveId: string,
  ) {
    return this.moved.undo(request, id, moveId, personId);
  }

  @Post('moves/:move/pause')
  @May('program.change', where.program('id'))
  @Operation('Lets a move rest where it is', move)
  pause(@IdParam('program') id: string, @IdParam('move', 'move') moveId: string) {
    return this.moved.steer(id, moveId, 'paused');
  }

  @Post('moves/:move/resume')
  @May('program.change', where.program('id'))
  @Operation('Lets a move that rests go on', move)
  resume(@IdParam('program') id: string, @IdParam('move', 'move') moveId: string) {
    return this.moved.steer(id, moveId, 'going');
  }

  @Post('moves/:move/cancel')
  @May('program.change', where.program('id'))
  @Operation('Ends a move where it is; what was moved stays moved', move)
  cancel(@IdParam('program') id: string, @IdParam('move', 'move') moveId: string) {
    return this.moved.steer(id, moveId, 'cancelled');
  }
}
