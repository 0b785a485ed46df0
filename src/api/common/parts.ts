import { Global, Module, type DynamicModule } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import type { MessageChannel } from '../../channels/message.js';
import type { Channel } from '../../domain/cadence.js';
import type { Instant } from '../../domain/time.js';
import { Rules } from '../../store/loops/rules.js';

/** What time it is. Given from outside, so that a test can live in March. */
export abstract class Clock {
  abstract now(): Instant;
}

export const SETTINGS = Symbol('ApiSettings');
export const LOG = Symbol('Logger');
export const CHANNELS = Symbol('Channels');

/** What the API is made with. */
export interface ApiParts {
  /** Initialised and migrated. */
  dataSource: DataSource;
  clock: Clock;
  settings: ApiSettings;
  log: Logger;
  /** The ways to a person that are set up here, for tests of messages alone: all else is sent by workers. */
  channels: Partial<Record<Channel, MessageChannel>>;
}

/** Makes the parts available to every module: inject DataSource and Clock by class, the others by symbol. */
@Global()
@Module({})
export class PartsModule {
  static with({ dataSource, clock, settings, log, channels }: ApiParts): DynamicModule {
    return {
      module: PartsModule,
      providers: [
        { provide: DataSource, useValue: dataSource },
        { provide: Clock, useValue: clock },
        { provide: SETTINGS, useValue: settings },
        { provide: LOG, useValue: log },
        { provide: CHANNELS, useValue: channels },
        // One for all: what never changes is read once.
        { provide: Rules, useFactory: () => new Rules() },
      ],
      exports: [DataSource, Clock, SETTINGS, LOG, CHANNELS, Rules],
    };
  }
}
