import { Initial1780000000000 } from './1780000000000-initial.js';

/** Oldest first. */
export const migrations = [Initial1780000000000];
