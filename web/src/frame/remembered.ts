import type { CurrentSession } from '#api/types.gen';

const PLACE = 'session';

/**
 * Who is signed in, so that the app opens on this device without a line: their own name and what they are here, nothing
 * of anybody else, and no token.
 */
export function rememberSession(session: CurrentSession): void {
  try {
    localStorage.setItem(PLACE, JSON.stringify({ ...session, csrfToken: '' } satisfies CurrentSession));
  } catch {
    // Where nothing may be kept, the app opens with a line only.
  }
}

export function forgetSession(): void {
  try {
    localStorage.removeItem(PLACE);
  } catch {
    // Nothing is kept where keeping is forbidden.
  }
}

let last: CurrentSession | undefined;

/** Read once a page: it is the same object each time. */
export function remembered(): CurrentSession | undefined {
  try {
    last ??= (JSON.parse(localStorage.getItem(PLACE) ?? 'null') as CurrentSession | null) ?? undefined;
  } catch {
    last = undefined;
  }
  return last;
}
