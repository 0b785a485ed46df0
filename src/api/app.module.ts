import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { KeyGuard } from './common/key-guard.js';
import { AnswerBySchema } from './common/operation.js';
import { Clock, LOG, PartsModule, type ApiParts } from './common/parts.js';
import { ProblemFilter } from './common/problem-filter.js';
import { HealthModule } from './health/health.module.js';
import { MetricsModule } from './metrics/metrics.module.js';

/** A resource is a folder beside this file, and one line here. */
const RESOURCES = [HealthModule, MetricsModule];

@Module({})
export class AppModule {
  static with(parts: ApiParts): DynamicModule {
    return {
      module: AppModule,
      imports: [PartsModule.with(parts), ...RESOURCES],
      providers: [
        {
          provide: APP_GUARD,
          useFactory: (dataSource: DataSource, clock: Clock) => new KeyGuard(dataSource, clock),
          inject: [DataSource, Clock],
        },
        { provide: APP_FILTER, useFactory: (log: Logger) => new ProblemFilter(log), inject: [LOG] },
        { provide: APP_INTERCEPTOR, useClass: AnswerBySchema },
      ],
    };
  }
}
