import { Initial1780000000000 } from './1780000000000-initial.js';
import { Callers1780000100000 } from './1780000100000-callers.js';

/** Oldest first. */
export const migrations = [Initial1780000000000, Callers1780000100000];
