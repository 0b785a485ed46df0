import { Module } from '@nestjs/common';
import { ExportsService } from './exports.service.js';
import { InsightsController } from './insights.controller.js';
import { InsightsService } from './insights.service.js';
import { ReleasesService } from './releases.service.js';
import { TruthService } from './truth.service.js';

@Module({
  controllers: [InsightsController],
  providers: [InsightsService, TruthService, ReleasesService, ExportsService],
})
export class InsightsModule {}
