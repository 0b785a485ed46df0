import type { Audience } from '../../domain/people.js';
import type { StallReason } from '../../domain/words.js';

/** Those who hear of one rep's loop. Program owner and sponsor hear counts. */
export type Told = Exclude<Audience, 'programOwner' | 'sponsor'>;

/** Faults in the data: the one case in which program owner and sponsor see names. */
export const FAULTS = ['noManager', 'unreachable', 'overCapacity'] as const satisfies readonly StallReason[];
export type Fault = (typeof FAULTS)[number];
