import { Initial1780000000000 } from './1780000000000-initial.js';
import { CountWhatWentWrong1780000100000 } from './1780000100000-count-what-went-wrong.js';

/** Oldest first. */
export const migrations = [Initial1780000000000, CountWhatWentWrong1780000100000];
