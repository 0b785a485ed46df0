import { MINUTE, SECOND } from '../domain/time.js';

const FIRST_PAUSE = 5 * SECOND;
const LONGEST_PAUSE = 30 * MINUTE;

/** How long a message rests after so many tries (ms), or for as long as the provider asked. */
export const pauseAfter = (attempts: number, asked = 0): number =>
  Math.max(asked, Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempts - 1)));
