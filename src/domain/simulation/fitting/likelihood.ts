import type { PersonId } from '../../people.js';
import type { Behaviour } from '../behaviour.js';
import type { Cause, Episode } from './episodes.js';
import { CHANCES, figureIn, type Chance } from './figures.js';

/** So many people, evenly between those who act least and most, stand for all who differ. */
const SORTS = [-6, -4, -2, 0, 2, 4, 6].map((seventh) => seventh / 7);
const CLOSE = 2e-4;
const MOST_ROUNDS = 500;

type Chances = ReadonlyMap<Chance, number>;

/** How far a cause had come when its episode was over: the shares of its deeds that are done by then. */
interface Spent {
  chance: Chance;
  weight: number;
  /** Before the day of the deed; where there was none, before the end. */
  before: number;
  /** By the end of that day. */
  by: number;
}

interface Sort {
  acted: boolean;
  causes: readonly Spent[];
}

/** What episodes are like, each sort once; and how often each befell whom, by its index. */
interface History {
  sorts: readonly Sort[];
  people: readonly ReadonlyMap<number, number>[];
}

/**
 * The chances under which what was done, and when, is likeliest, the rest of the behaviour being as it is taken to be:
 * delays, weights and how people differ. A deed has several possible causes, of which any may have been the one; and who
 * acts much is asked for more, so that they have more episodes than others. So in each round, by the chances of the one
 * before, each cause is credited with its part, and each person with how active they seem (expectation and maximization:
 * Dempster, Laird and Rubin, Journal of the Royal Statistical Society B 39, 1977). The causes of an episode that is not
 * known to its end are credited by what is left of their days.
 * @param wanted the others stay as in `base`
 */
export function likeliest(
  episodes: readonly Episode[],
  wanted: ReadonlySet<Chance>,
  base: Behaviour,
): Chances {
  const history = read(episodes);
  const chances = new Map(CHANCES.map((chance) => [chance, figureIn(base, chance)]));
  for (let round = 0, moved = Infinity; round < MOST_ROUNDS && moved > CLOSE; round++) {
    moved = 0;
    for (const [chance, next] of improved(chances, history, base.differs)) {
      if (!wanted.has(chance)) continue;
      moved = Math.max(moved, Math.abs(next - chances.get(chance)!));
      chances.set(chance, next);
    }
  }
  return new Map([...chances].filter(([chance]) => wanted.has(chance)));
}

function read(episodes: readonly Episode[]): History {
  const sorts = new Map<string, { number: number; sort: Sort }>();
  const people = new Map<PersonId, Map<number, number>>();
  for (const episode of episodes) {
    const sort = spent(episode);
    const name = JSON.stringify(sort);
    if (!sorts.has(name)) sorts.set(name, { number: sorts.size, sort });
    const { number } = sorts.get(name)!;
    if (!people.has(episode.owner)) people.set(episode.owner, new Map<number, number>());
    const theirs = people.get(episode.owner)!;
    theirs.set(number, (theirs.get(number) ?? 0) + 1);
  }
  return { sorts: [...sorts.values()].map(({ sort }) => sort), people: [...people.values()] };
}

function improved(chances: Chances, { sorts, people }: History, differs: number): Chances {
  const seen = SORTS.map((of) => sorts.map((sort) => credited(sort, chances, 1 + differs * of)));
  const times = seen.map((all) => all.map(() => 0));
  for (const theirs of people) {
    const logs = seen.map((all) =>
      [...theirs].reduce((sum, [sort, count]) => sum + count * Math.log(all[sort]!.likelihood), 0),
    );
    const most = Math.max(...logs);
    const parts = logs.map((log) => Math.exp(log - most));
    const whole = parts.reduce((sum, part) => sum + part, 0);
    for (const [index, part] of parts.entries())
      for (const [sort, count] of theirs) times[index]![sort]! += (count * part) / whole;
  }
  const deeds = new Map<Chance, number>();
  const expected = new Map<Chance, number>();
  for (const [index, all] of seen.entries())
    for (const [sort, { causes }] of all.entries())
      for (const { chance, factor, credit } of causes) {
        const count = times[index]![sort]!;
        deeds.set(chance, (deeds.get(chance) ?? 0) + count * credit);
        expected.set(chance, (expected.get(chance) ?? 0) + count * factor);
      }
  return new Map([...deeds].map(([chance, done]) => [chance, Math.min(1, done / expected.get(chance)!)]));
}

/** How likely an episode is for somebody, and how likely each of its causes led, or would have led, to a deed. */
function credited({ acted, causes }: Sort, chances: Chances, differs: number) {
  const read = causes.map(({ chance, weight, before, by }) => {
    const own = Math.max(Number.EPSILON, chances.get(chance)!);
    // As the play has it: a chance above one is certain.
    const acts = Math.min(1 - 1e-9, own * weight * differs);
    return {
      chance,
      acts,
      factor: acts / own,
      left: 1 - before,
      before: 1 - acts * before,
      by: 1 - acts * by,
    };
  });
  const before = read.reduce((all, one) => all * one.before, 1);
  const by = read.reduce((all, one) => all * one.by, 1);
  return {
    likelihood: acted ? before - by : before,
    causes: read.map(({ chance, acts, factor, left, ...own }) => {
      const others = before / own.before - by / own.by;
      const credit = acted ? 1 - ((1 - acts) * others) / (before - by) : (acts * left) / own.before;
      return { chance, factor, credit };
    }),
  };
}

function spent({ causes, day, gone, acted }: Episode): Sort {
  const on = acted ? deedDay(causes, day) : day;
  return {
    acted,
    causes: causes.map((cause) => {
      const [eve, by] = [doneBy(cause, on - 1), doneBy(cause, on)];
      return {
        chance: cause.chance,
        weight: cause.weight,
        before: acted ? eve : eve + gone * (by - eve),
        by,
      };
    }),
  };
}

const firstDay = ({ from, days: [least], isLate }: Cause): number => from + Math.max(least, isLate ? 1 : 0);
const lastDay = ({ from, days: [, most], isLate }: Cause): number => from + Math.max(most, isLate ? 1 : 0);

/** The share of what a cause leads to that is done by the end of a working day. */
function doneBy(cause: Cause, day: number): number {
  const { from, days } = cause;
  const [least, most] = days;
  if (day < firstDay(cause)) return 0;
  return Math.min(1, (day - from - least + 1) / (most - least + 1));
}

/**
 * A deed on a day on which none of its causes is taken to lead to any: it is taken as one of the last day of the latest
 * that is over, or of the first day of all. What is done late without a message is done unasked all the same.
 */
function deedDay(causes: readonly Cause[], day: number): number {
  if (causes.some((one) => firstDay(one) <= day && day <= lastDay(one))) return day;
  const over = causes.map(lastDay).filter((last) => last < day);
  return over.length > 0 ? Math.max(...over) : Math.min(...causes.map(firstDay));
}
