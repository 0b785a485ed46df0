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
  /** What was asked, for where there is no line to ask again. */
  form: ActForm;
  filled: Filled;
}

const BEGINNING = 'draft ';
const KEPT_MS = 30 * 86_400_000;

const placeOf = (person: string, { action, items }: Press): string =>
  BEGINNING +
  JSON.stringify([person, action, ...items.map(({ enrolment, subject }) => [enrolment, subject])]);

export function readDraft(person: string, press: Press): Draft | null {
  return draftAt(placeOf(person, press));
}

/** Keeps it; where the browser keeps nothing, it lives as long as the page. */
export function keepDraft(person: string, press: Press, draft: Omit<Draft, 'at'>): void {
  try {
    dropOld();
    localStorage.setItem(
      placeOf(person, press),
      JSON.stringify({ ...draft, at: Date.now() } satisfies Draft),
    );
  } catch {
    // Full, or forbidden: what is written is still on the page.
  }
}

export function dropDraft(person: string, press: Press): void {
  try {
    localStorage.removeItem(placeOf(person, press));
  } catch {
    // Nothing is kept where keeping is forbidden.
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

function dropOld(): void {
  for (const place of Object.keys(localStorage))
    if (place.startsWith(BEGINNING) && draftAt(place) === null) localStorage.removeItem(place);
}
