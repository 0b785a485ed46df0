import type { Audience, FigureReader } from '../people.js';
import { hearsCounts, type Fault } from './about.js';
import type { ManyKind, ItemKind } from './subject.js';

/** What a person may choose not to be told: nobody waits for it. All else is owed to somebody. */
export const SUBSCRIPTIONS = ['pulse', 'counts', 'alert', 'digest'] as const;
export type Subscription = (typeof SUBSCRIPTIONS)[number];

interface Told {
  kind: ItemKind | ManyKind;
  audience: Audience | FigureReader;
  fault: Fault | null;
}

/** By which subscription somebody is told this; null: it comes whatever they chose. Faults in the data are theirs to mend. */
export function subscriptionOf({ kind, audience, fault }: Told): Subscription | null {
  // Whoever asked them counts on it.
  if (audience === 'assignee') return null;
  if (kind === 'pulse' || kind === 'alert' || kind === 'digest') return kind;
  // They decide how it goes on.
  if (kind === 'wave') return null;
  return hearsCounts(audience) && fault === null ? 'counts' : null;
}
