import { useMemo, useSyncExternalStore } from 'react';
import type { ActForm, Queue } from '#api/types.gen';

export type Card = Queue['items'][number];
export type Action = Card['actions'][number];
export type Press = NonNullable<Action['press']>;
export type Filled = Readonly<Record<string, string>>;

/** What was begun and not sent: on this device alone, until it is sent. */
export interface Draft {
  /** Epoch milliseconds. */
  at: number;
  /** Names the sending, however often it is tried. */
  key: string;
  press: Press;
  /** What was asked, for where there is no line to ask again. */
  form: ActForm;
  filled: Filled;
  /** It was sent and nobody answered: it goes by itself once there is a line. */
  waits?: boolean;
  /** Why it was not taken, in the words of the API. */
  refused?: string;
}

const BEGINNING = 'draft ';
const KEPT_MS = 30 * 86_400_000;

const placesOf = (person: string): string => `${BEGINNING}[${JSON.stringify(person)},`;
const placeOf = (person: string, { action, items }: Press): string =>
  BEGINNING +
  JSON.stringify([person, action, ...items.map(({ enrolment, subject }) => [enrolment, subject])]);

export const isOf = (draft: Draft, press: Press): boolean => placeOf('', draft.press) === placeOf('', press);

const listeners = new Set<() => void>();
const tell = (): void => listeners.forEach((listener) => listener());

export function readDraft(person: string, press: Press): Draft | null {
  return draftAt(placeOf(person, press));
}

/** Whether it is still what it was when it was read: nobody wrote on, sent it or threw it away since. */
export function isStill(person: string, { press, key, filled }: Draft): boolean {
  const now = readDraft(person, press);
  return now?.key === key && JSON.stringify(now.filled) === JSON.stringify(filled);
}

/** All that somebody began here and did not send, the oldest first. */
export function draftsOf(person: string): Draft[] {
  return stored()
    .filter((place) => place.startsWith(placesOf(person)))
    .flatMap((place) => draftAt(place) ?? [])
    .sort((a, b) => a.at - b.at);
}

/** The same, kept true: also of what is written and sent in another tab. */
export function useDrafts(person: string): Draft[] {
  const text = useSyncExternalStore(listen, () => JSON.stringify(draftsOf(person)));
  return useMemo(() => JSON.parse(text) as Draft[], [text]);
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** Keeps it, and says whether it could: where the browser keeps nothing, it lives as long as the page. */
export function keepDraft(person: string, draft: Omit<Draft, 'at'>): boolean {
  try {
    localStorage.setItem(
      placeOf(person, draft.press),
      JSON.stringify({ ...draft, at: Date.now() } satisfies Draft),
    );
  } catch {
    // Full, or forbidden: what is written is still on the page.
    return false;
  }
  tell();
  return true;
}

export function dropDraft(person: string, press: Press): void {
  drop(placeOf(person, press));
  tell();
}

/** Nothing of it stays on a device that the next person may use. */
export function dropDraftsOf(person: string): void {
  for (const place of stored()) if (place.startsWith(placesOf(person))) drop(place);
  tell();
}

function drop(place: string): void {
  try {
    localStorage.removeItem(place);
  } catch {
    // Nothing is kept where keeping is forbidden.
  }
}

function stored(): string[] {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(BEGINNING));
  } catch {
    return [];
  }
}

function draftAt(place: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(place) ?? 'null') as Draft | null;
    return draft && Date.now() - draft.at < KEPT_MS ? draft : null;
  } catch {
    return null;
  }
}

/** What was never sent does not stay for good, whoever it was of: once, when the app starts. */
export function dropOldDrafts(): void {
  for (const place of stored()) if (draftAt(place) === null) drop(place);
}
