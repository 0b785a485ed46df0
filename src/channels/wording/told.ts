import type { Audience } from '../../domain/people.js';

/** Those who hear of one rep's loop. Program owner and sponsor hear counts. */
export type Told = Exclude<Audience, 'programOwner' | 'sponsor'>;
