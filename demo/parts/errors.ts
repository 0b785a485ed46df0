/**
 * The code Node or a driver gave an error, e.g. `EADDRINUSE`; empty if none. Asked by shape and not by class: in a
 * test's sandbox, what Node throws is no `Error` of that sandbox.
 */
export function errorCode(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}

/** What an error says, for a line to be read. */
export function errorMessage(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'message' in error) return String(error.message);
  return String(error);
}
