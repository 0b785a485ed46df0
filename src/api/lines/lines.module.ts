import { Module } from '@nestjs/common';
import { LinesController } from './lines.controller.js';
import { LinesService } from './lines.service.js';

@Module({ controllers: [LinesController], providers: [LinesService] })
export class LinesModule {}
