import type { Timeline } from '#api/types.gen';

/** What the loop writes down for itself: true, and more than most want to read. */
const KINDS: ReadonlySet<string> = new Set([
  'phaseEntered',
  'obligationOpened',
  'obligationMoved',
  'obligationMet',
  'obligationClosed',
  'rungReached',
  'rosterChanged',
  'putOff',
  'wake',
]);

export const isBookkeeping = ({ kind, why }: Timeline['past'][number]): boolean =>
  KINDS.has(kind) || why?.state === 'withdrawn';
