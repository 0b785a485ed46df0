import { QueryFailedError } from 'typeorm';

/** What a log says of an error. The parameters of a failed query are left out: they hold what people wrote. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, constraint } = (error instanceof QueryFailedError ? error.driverError : error) as {
    code?: string;
    constraint?: string;
  };
  return { type: error.name, message: error.message, code, constraint, stack: error.stack };
}
