import { Module } from '@nestjs/common';
import { PulsesController } from './pulses.controller.js';
import { PulsesService } from './pulses.service.js';

@Module({ controllers: [PulsesController], providers: [PulsesService] })
export class PulsesModule {}
