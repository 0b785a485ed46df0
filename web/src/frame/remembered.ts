import type { CurrentSession } from '#api/types.gen';

const PLACE = 'session';

interface Remembered {
  session: CurrentSession;
  /** Epoch milliseconds of this device, whose clock may be wrong: then the session is over unless it was used. */
  until: number;
}

/**
 * Who is signed in, so that the app opens on this device without a line: their own name and what they are here, nothing
 * of anybody else, and no token.
 */
export function rememberSession(session: CurrentSession): void {
  try {
    const lasts = Date.parse(session.lapsesAt) - Date.parse(session.usedAt);
    const kept: Remembered = { session: { ...session, csrfToken: '' }, until: Date.now() + lasts };
    localStorage.setItem(PLACE, JSON.stringify(kept));
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

/** Whether it is still they who were signed in on this device last, where anything may be kept. */
export function isStillRemembered(personId: string): boolean {
  try {
    const kept = JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Remembered | null;
    return kept?.session.person.id === personId;
  } catch {
    return true;
  }
}

let last: Remembered | null = null;

/** Whose session is not over as far as this device knows. Read once a page: it is the same object each time. */
export function remembered(): CurrentSession | undefined {
  try {
    last ??= JSON.parse(localStorage.getItem(PLACE) ?? 'null') as Remembered | null;
  } catch {
    last = null;
  }
  return last !== null && Date.now() < last.until ? last.session : undefined;
}
