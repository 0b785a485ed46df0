import { Module } from '@nestjs/common';
import { RefinementsController } from './refinements.controller.js';
import { RefinementsService } from './refinements.service.js';

@Module({ controllers: [RefinementsController], providers: [RefinementsService] })
export class RefinementsModule {}
