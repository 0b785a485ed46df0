import type { Card } from '../../shared/acts/draft';

/** About how long what a card asks first takes, in minutes; anything else takes one. */
const MINUTES: Readonly<Record<string, number>> = {
  openVisit: 3,
  writeReport: 3,
  sawAlready: 3,
  writeFeedback: 2,
  dispute: 2,
  settled: 2,
};

export const minutesOf = (cards: readonly Card[]): number =>
  cards.reduce((sum, { actions: [first] }) => sum + (first ? (MINUTES[first.code] ?? 1) : 0), 0);
