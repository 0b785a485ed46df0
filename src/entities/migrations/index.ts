import { Initial1780000000000 } from './1780000000000-initial.js';
import { CountWhatWentWrong1780000050000 } from './1780000050000-count-what-went-wrong.js';
import { Callers1780000100000 } from './1780000100000-callers.js';
import { Access1780000200000 } from './1780000200000-access.js';

/** Oldest first. */
export const migrations = [
  Initial1780000000000,
  CountWhatWentWrong1780000050000,
  Callers1780000100000,
  Access1780000200000,
];
