import { Module } from '@nestjs/common';
import { HealthModule } from '../health/health.module.js';
import { OperationsController } from './operations.controller.js';
import { OperationsService } from './operations.service.js';

@Module({ imports: [HealthModule], controllers: [OperationsController], providers: [OperationsService] })
export class OperationsModule {}
