import { Module } from '@nestjs/common';
import { CadencesController } from './cadences.controller.js';
import { CadencesService } from './cadences.service.js';

@Module({ controllers: [CadencesController], providers: [CadencesService] })
export class CadencesModule {}
