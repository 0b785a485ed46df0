import { Module } from '@nestjs/common';
import { InsightsController } from './insights.controller.js';
import { InsightsService } from './insights.service.js';
import { ReleasesService } from './releases.service.js';
import { TruthService } from './truth.service.js';

@Module({ controllers: [InsightsController], providers: [InsightsService, TruthService, ReleasesService] })
export class InsightsModule {}
