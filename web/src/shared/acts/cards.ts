import { useState } from 'react';
import type { Card } from './draft';

/** A card of the queue, and what was said when it was done here. */
export interface Shown {
  id: string;
  card: Card;
  /** Null: it is still open. */
  noted: string | null;
}

interface Placed extends Shown {
  /** Where it stood. */
  place: number;
}

interface Noted extends Placed {
  noted: string;
}

/** What a card is about, however its words change. */
const idOf = ({ audience, kind, enrolments, headline, actions }: Card): string => {
  const subjects = actions.find(({ press }) => press)?.press?.items.map(({ subject }) => subject);
  return JSON.stringify([audience, kind, ...(enrolments.length > 0 ? enrolments : [headline]), subjects]);
};

/** The cards of a queue, and in their place those that were done since the page was opened. */
export function useCards(items: readonly Card[]) {
  const [noted, setNoted] = useState<readonly Noted[]>([]);
  const [held, setHeld] = useState<Placed | null>(null);
  const shown: Shown[] = items
    .map((card) => ({ id: idOf(card), card, noted: card.done ? '' : null }))
    .filter(({ id }) => !noted.some((one) => one.id === id));
  for (const one of noted) shown.splice(one.place, 0, one);
  // Somebody writes there: it does not vanish from under their hands because it was done elsewhere meanwhile.
  if (held && !shown.some(({ id }) => id === held.id)) shown.splice(held.place, 0, held);
  const hold = (id: string | null): void => {
    const place = shown.findIndex((one) => one.id === id);
    setHeld(place < 0 ? null : { ...shown[place]!, place });
  };
  const finish = (id: string, text: string): void => {
    const place = shown.findIndex((one) => one.id === id);
    const { card } = shown[place]!;
    setNoted([...noted, { id, card, noted: text, place }].sort((a, b) => a.place - b.place));
  };
  return { shown, open: shown.filter((one) => one.noted === null), finish, hold };
}
