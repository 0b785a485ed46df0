import type { PersonId } from '../people.js';
import type { Instant } from '../time.js';
import type { Behaviour } from './behaviour.js';
import { People } from './people.js';
import { Play } from './play.js';
import type { GivenLoop } from './played-loop.js';
import { tallyOf, type Tally } from './tally.js';

/** Loops that are played together, and the days that their coaches have. */
export interface Scene {
  /** All loops of each manager who is in it: their days and inboxes are shared. */
  loops: readonly GivenLoop[];
  /** For all programs together. */
  visitDaysPerWeek: (person: PersonId) => number;
}

/** The same scene under the same conditions gives the same play, message by message. */
export interface Conditions {
  /** Not before the newest recording of any log. */
  from: Instant;
  /** Not inside. */
  until: Instant;
  behaviour: Behaviour;
  seed: number;
}

/** Plays a scene while its people behave as the model says, and counts what comes of it. */
export function simulate(
  { loops, visitDaysPerWeek }: Scene,
  { from, until, behaviour, seed }: Conditions,
): { tally: Tally; play: Play } {
  const play = new Play(loops, from, new People(behaviour, seed, visitDaysPerWeek));
  play.runUntil(until - 1);
  return { tally: tallyOf(play, { from, until }, visitDaysPerWeek), play };
}
