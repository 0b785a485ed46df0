import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { QueryFailedError } from 'typeorm';

/** One JSON line an entry on stdout. */
export function createLog(settings: { logLevel: string; buildId: string }): Logger {
  return pino({
    level: settings.logLevel,
    base: { build: settings.buildId },
    serializers: { err: describeError },
  });
}

/** What a log says of an error. The parameters of a failed query are left out: they hold what people wrote. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : error) as {
    code?: string;
    constraint?: string;
  };
  return { type: error.name, message: error.message, code, constraint, stack: error.stack };
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
