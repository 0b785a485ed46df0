/** What the API answers when it says no (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    /** Of HTTP; 0: there was no answer at all. */
    readonly status: number,
    detail: string,
    /** What is wrong with which field of what was sent. */
    readonly errors: readonly { path: string; message: string }[] = [],
    readonly requestId: string | null = null,
    /** All of it was told before, under the same key and in other words. */
    readonly isToldBefore = false,
  ) {
    super(detail);
  }
}

export const statusOf = (error: unknown): number => (error instanceof ApiProblem ? error.status : 0);

export const isToldBefore = (error: unknown): boolean => error instanceof ApiProblem && error.isToldBefore;

/** What is wrong with one field of what was sent; undefined: nothing that was said of it. */
export const problemAt = (error: unknown, path: string): string | undefined =>
  error instanceof ApiProblem ? error.errors.find((one) => one.path === path)?.message : undefined;

/** Whether something is said at one of these fields, so that it need not be said again below them. */
export const isSaidAt = (error: unknown, paths: readonly string[]): boolean =>
  paths.some((path) => problemAt(error, path) !== undefined);

/** What to tell a person of something that was not taken. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
