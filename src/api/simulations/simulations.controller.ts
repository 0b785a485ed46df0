import { Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { By, Once, type Actor, type OnceRequest } from '../common/caller.js';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody } from '../common/valid.js';
import * as where from '../common/where.js';
import { newSimulation, simulation, simulations, type NewSimulationBody } from './simulations.dto.js';
import { SimulationsService } from './simulations.service.js';

/** What a cadence would do to inboxes and diaries, played over the open loops of a program. Nobody is told anything. */
@ApiTags('cadences')
@Controller('programs/:id/cadence/simulations')
export class SimulationsController {
  constructor(private readonly simulations: SimulationsService) {}

  @Get()
  @May('cadence.try', where.program('id'))
  @Operation('What was simulated for a program', simulations)
  list(@IdParam('program') id: string) {
    return this.simulations.list(id);
  }

  @Post()
  @May('cadence.try', where.program('id'))
  @Operation('Plays a cadence over the open loops of a program, beside the one in force', simulation, 201)
  start(
    @Once() request: OnceRequest,
    @By() { personId }: Actor,
    @IdParam('program') id: string,
    @ValidBody(newSimulation) body: NewSimulationBody,
  ) {
    return this.simulations.start(request, id, body, personId);
  }

  @Get(':simulation')
  @May('cadence.try', where.program('id'))
  @Operation('How far a simulation has come, and what came out', simulation)
  get(@IdParam('program') id: string, @IdParam('simulation', 'simulation') simulationId: string) {
    return this.simulations.get(id, simulationId);
  }

  @Post(':simulation/cancel')
  @May('cadence.try', where.program('id'))
  @Operation('Ends a simulation that is under way', simulation)
  cancel(@IdParam('program') id: string, @IdParam('simulation', 'simulation') simulationId: string) {
    return this.simulations.cancel(id, simulationId);
  }
}
