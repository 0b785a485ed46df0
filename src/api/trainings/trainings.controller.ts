import { Controller, Get, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { May } from '../common/may.js';
import { Operation } from '../common/operation.js';
import { IdParam, ValidBody, ValidQuery } from '../common/valid.js';
import { none } from '../common/where.js';
import {
  newTraining,
  training,
  trainingCapabilities,
  trainingPage,
  trainingsQuery,
  type NewTrainingBody,
  type TrainingCapabilitiesBody,
  type TrainingsQuery,
} from './trainings.dto.js';
import { TrainingsService } from './trainings.service.js';

@ApiTags('trainings')
@Controller('trainings')
export class TrainingsController {
  constructor(private readonly trainings: TrainingsService) {}

  @Get()
  @May('training.read', none)
  @Operation('Trainings by code', trainingPage)
  list(@ValidQuery(trainingsQuery) query: TrainingsQuery) {
    return this.trainings.list(query);
  }

  @Post()
  @May('training.change', none)
  @Operation('Adds a training', training, 201)
  create(@ValidBody(newTraining) body: NewTrainingBody) {
    return this.trainings.create(body);
  }

  @Get(':id')
  @May('training.read', none)
  @Operation('One training', training)
  get(@IdParam('training') id: string) {
    return this.trainings.get(id);
  }

  @Put(':id/capabilities')
  @May('training.change', none)
  @Operation('Says which capabilities a training introduces', training)
  setCapabilities(
    @IdParam('training') id: string,
    @ValidBody(trainingCapabilities) body: TrainingCapabilitiesBody,
  ) {
    return this.trainings.setCapabilities(id, body);
  }
}
