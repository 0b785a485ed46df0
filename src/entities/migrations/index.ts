import { Initial1780000000000 } from './1780000000000-initial.js';
import { CountWhatWentWrong1780000050000 } from './1780000050000-count-what-went-wrong.js';
import { Callers1780000100000 } from './1780000100000-callers.js';
import { People1780000600000 } from './1780000600000-people.js';

/** Oldest first. */
export const migrations = [
  Initial1780000000000,
  CountWhatWentWrong1780000050000,
  Callers1780000100000,
  People1780000600000,
];
