import { Module } from '@nestjs/common';
import { WavesController } from './waves.controller.js';
import { WavesService } from './waves.service.js';

@Module({ controllers: [WavesController], providers: [WavesService] })
export class WavesModule {}
