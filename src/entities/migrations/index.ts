import { Initial1780000000000 } from './1780000000000-initial.js';
import { CountWhatWentWrong1780000050000 } from './1780000050000-count-what-went-wrong.js';
import { Callers1780000100000 } from './1780000100000-callers.js';
import { BuildsAndFirstRatings1780000150000 } from './1780000150000-builds-and-first-ratings.js';

/** Oldest first. */
export const migrations = [
  Initial1780000000000,
  CountWhatWentWrong1780000050000,
  Callers1780000100000,
  BuildsAndFirstRatings1780000150000,
];
