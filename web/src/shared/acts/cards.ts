import { useState } from 'react';
import type { Card } from './draft';

/** A card of the queue, and what was said when it was done here. */
export interface Shown {
  id: string;
  card: Card;
  /** Null: it is still open. */
  noted: string | null;
}

/** Neither done here nor put off. */
export const isAsked = ({ noted, card }: Shown): boolean => noted === null && card.putOff === null;

interface Placed extends Shown {
  /** Where it stood. */
  place: number;
}

interface Noted extends Placed {
  noted: string;
  /** It waits no more: should it come again, it is to be done again. */
  isGone: boolean;
}

/** What a card is about, however its words change. */
const idOf = ({ audience, kind, enrolments, headline, actions }: Card): string => {
  const subjects = actions.find(({ press }) => press)?.press?.items.map(({ subject }) => subject);
  return JSON.stringify([audience, kind, ...(enrolments.length > 0 ? enrolments : [headline]), subjects]);
};

/** What was done here, without what waits anew; the same where nothing has changed. */
function followed(noted: readonly Noted[], waiting: ReadonlySet<string>): readonly Noted[] {
  const isWaiting = ({ id }: Noted): boolean => waiting.has(id);
  if (noted.every((one) => one.isGone !== isWaiting(one))) return noted;
  return noted
    .filter((one) => !(one.isGone && isWaiting(one)))
    .map((one) => ({ ...one, isGone: !isWaiting(one) }));
}

/** The cards of a queue, and in their place those that were done since the page was opened. */
export function useCards(items: readonly Card[]) {
  const [noted, setNoted] = useState<readonly Noted[]>([]);
  const [held, setHeld] = useState<Placed | null>(null);
  const now = followed(noted, new Set(items.map(idOf)));
  if (now !== noted) setNoted(now);
  const shown: Shown[] = items
    .map((card) => ({ id: idOf(card), card, noted: card.done ? '' : null }))
    .filter(({ id }) => !now.some((one) => one.id === id));
  for (const one of now) shown.splice(one.place, 0, one);
  // Somebody writes there: it does not vanish from under their hands because it was done elsewhere meanwhile.
  if (held && !shown.some(({ id }) => id === held.id)) shown.splice(held.place, 0, held);
  const hold = (id: string, isOpen: boolean): void => {
    const place = shown.findIndex((one) => one.id === id);
    setHeld((before) => (isOpen ? { ...shown[place]!, place } : before?.id === id ? null : before));
  };
  const finish = (id: string, text: string): void => {
    const place = shown.findIndex((one) => one.id === id);
    const { card } = shown[place]!;
    const done = { id, card, noted: text, place, isGone: false };
    setNoted((before) => [...before, done].sort((a, b) => a.place - b.place));
  };
  return { shown, open: shown.filter(isAsked), finish, hold };
}
