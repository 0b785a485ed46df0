import type { Audience } from '../../domain/people.js';

/** Those who hear of one rep's loop. Program owner and sponsor hear counts. */
export type Told = 'rep' | 'manager' | 'secondLine';

/** A co-coach reads what a manager reads; what the two agreed is left out where the item is made. Null: counts. */
export function toldTo(audience: Audience): Told | null {
  if (audience === 'programOwner' || audience === 'sponsor') return null;
  return audience === 'coCoach' ? 'manager' : audience;
}
