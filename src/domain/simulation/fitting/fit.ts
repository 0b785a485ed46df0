import type { Instant } from '../../time.js';
import { ASSUMED, type Behaviour } from '../behaviour.js';
import { episodesIn, type Episode, type PastLoop } from './episodes.js';
import {
  CHANCES,
  ENOUGH_CASES,
  ENOUGH_PEOPLE,
  figureIn,
  FITTED,
  Known,
  SHARES,
  withFigures,
} from './figures.js';
import type { Chance, FittedName } from './figures.js';
import { likeliest } from './likelihood.js';
import { sharesIn } from './shares.js';

/** A figure of a behaviour, and where it comes from. */
export interface FittedFigure {
  name: FittedName;
  /** From 0 to 1, to a whole percent. */
  value: number;
  /** Cases in the history that say something to it. */
  cases: number;
  /** Of what there are too few, so that it is assumed; null: it is fitted. */
  lacks: 'cases' | 'people' | null;
}

/** How people are taken to behave, and what of that is known from their own history. */
export interface FittedBehaviour {
  behaviour: Behaviour;
  figures: FittedFigure[];
  /** From how many on a figure is fitted. */
  enough: { cases: number; people: number };
}

/**
 * Fits what can be fitted of a behaviour to loops of the past; what their logs say too little of stays as assumed.
 * What was taken back counts no more; what was halted, excused or withdrawn, was held back by an honest answer, or has
 * not had its time yet counts up to that moment alone. docs/simulation.md says what each figure means and what it leaves out.
 * @param until when the logs were read
 */
export function fitted(
  loops: readonly PastLoop[],
  until: Instant,
  base: Behaviour = ASSUMED,
): FittedBehaviour {
  const episodes = episodesIn(loops, until, base);
  const shares = sharesIn(loops, until);
  const known = new Map<FittedName, Known>([
    ...knownIn(episodes),
    ...SHARES.map((name) => [name, shares[name].known] as const),
  ]);
  const wanted = new Set(CHANCES.filter((name) => known.get(name)!.lacks === null));
  const values = new Map<FittedName, number>([
    ...likeliest(episodes, wanted, base),
    ...SHARES.filter((name) => known.get(name)!.lacks === null).map(
      (name) => [name, shares[name].share] as const,
    ),
  ]);
  // More would be said of few.
  for (const [name, value] of values) values.set(name, Math.round(value * 100) / 100);
  const behaviour = withFigures(base, values);
  return {
    behaviour,
    figures: FITTED.map((name) => {
      const { cases, lacks } = known.get(name)!;
      return { name, value: figureIn(behaviour, name), cases, lacks };
    }),
    enough: { cases: ENOUGH_CASES, people: ENOUGH_PEOPLE },
  };
}

/** How many episodes say something to each chance: nothing else came before half of the days it would take. */
function knownIn(episodes: readonly Episode[]): Map<Chance, Known> {
  const known = new Map(CHANCES.map((name) => [name, new Known()]));
  for (const { causes, day, acted } of episodes)
    for (const [index, { chance, from, days, person }] of causes.entries()) {
      const next = causes[index + 1]?.from ?? (acted ? Infinity : day);
      if (next - from >= (days[0] + days[1]) / 2) known.get(chance)!.note(person);
    }
  return known;
}
