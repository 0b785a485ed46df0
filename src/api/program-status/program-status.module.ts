import { Module } from '@nestjs/common';
import { ProgramStatusController } from './program-status.controller.js';
import { ProgramStatusService } from './program-status.service.js';

@Module({ controllers: [ProgramStatusController], providers: [ProgramStatusService] })
export class ProgramStatusModule {}
