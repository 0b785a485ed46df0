import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { describeError } from '../../store/describe-error.js';

/** One JSON line an entry on stdout. */
export function createLog(settings: { logLevel: string; buildId: string }): Logger {
  return pino({
    level: settings.logLevel,
    base: { build: settings.buildId },
    serializers: { err: describeError },
  });
}

/** Nest's own lines, through the same log. Its start-up chatter counts as debug. */
export class NestLog implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...context: unknown[]): void {
    this.pino.debug({ context }, String(message));
  }

  error(message: unknown, ...context: unknown[]): void {
    if (message instanceof Error) this.pino.error({ err: message, context });
    else this.pino.error({ context }, String(message));
  }

  warn(message: unknown, ...context: unknown[]): void {
    this.pino.warn({ context }, String(message));
  }

  debug(message: unknown, ...context: unknown[]): void {
    this.pino.debug({ context }, String(message));
  }

  verbose(message: unknown, ...context: unknown[]): void {
    this.pino.trace({ context }, String(message));
  }

  fatal(message: unknown, ...context: unknown[]): void {
    this.pino.fatal({ context }, String(message));
  }
}
