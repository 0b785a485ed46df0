import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import type { Instant } from '../../domain/time.js';

/** What time it is. Given from outside, so that a test can live in March. */
export abstract class Clock {
  abstract now(): Instant;
}

export const SETTINGS = Symbol('ApiSettings');
export const LOG = Symbol('Logger');

/** What the API is made with. */
export interface ApiParts {
  /** Initialised and migrated. */
  dataSource: DataSource;
  clock: Clock;
  settings: ApiSettings;
  log: Logger;
}

/** Makes the parts available to every module: inject DataSource and Clock by class, SETTINGS and LOG by symbol. */
@Global()
@Module({})
export class PartsModule {
  static with({ dataSource, clock, settings, log }: ApiParts): DynamicModule {
    return {
      module: PartsModule,
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: Clock, useValue: clock },
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useValue: log },
      ],
      exports: [DataSource, Clock, SETTINGS, LOG],
    };
  }
}
