import {
  filledTableOf,
  withheld,
  type Counting,
  type Filled,
  type Group,
  type Row,
} from '../access/suppression.js';
import { asked, isOfAnchor, LOG_QUESTIONS, type QuestionName } from './questions.js';
import type { Count } from './tally.js';
import { closesMonth, monthOf, monthsStart, type Month, type Week } from './weeks.js';

/** A group with what its logs say, and since when it is counted. */
export interface Counted {
  group: Group;
  /** The week with which it closed: of earlier ones nothing is said. */
  closedIn: Week;
  /** By question, since each asks for its own alone, week after week. */
  counts: ReadonlyMap<QuestionName, readonly Count[]>;
}

/** The table of a question for one closed period: it is published, and every figure is a sum of its rows. */
export interface Release {
  question: QuestionName;
  period: Week | Month;
  rows: Row[];
}

/** @param groups of one capability of a program, in the order of their closing */
export function releaseOf(groups: readonly Counted[], week: Week): Release[] {
  const here = groups.filter(({ closedIn }) => closedIn <= week);
  if (here.length === 0) return [];
  return questionsOf(here)
    .filter((name) => asked(name).every === 'week' || closesMonth(week))
    .map((question) => ({
      question,
      period: periodOf(question, week),
      rows: rowsOf(
        question,
        here.map(({ group, closedIn, counts }) => {
          const told = counts.get(question) ?? [];
          return { group, counts: summed(told, question, week), since: sinceOf(closedIn, told) };
        }),
      ).map(({ row }) => row),
    }));
}

/** Rubrics differ in their anchors: asked is for those of which something was measured. */
function questionsOf(groups: readonly Counted[]): QuestionName[] {
  const anchors = groups.flatMap(({ counts }) => [...counts.keys()].filter(isOfAnchor));
  return [...LOG_QUESTIONS, ...new Set(anchors.sort())];
}

/** A group as it counts for one question. */
export interface Answered extends Counting {
  /** The week since which all its reps have answered. */
  since: Week;
}

const sinceOf = (closedIn: Week, told: readonly Count[]): Week =>
  told.reduce((latest, { week }) => (week > latest ? week : latest), closedIn);

/**
 * The rows of a table with those who are in them. Of what answers once the rows stay as they are: whoever comes to be
 * counted later comes after them.
 */
export function rowsOf(question: QuestionName, all: readonly Answered[]): Filled[] {
  const asks = asked(question);
  if (!asks.followed) return filledTableOf(asks, all);
  const isCounted = ({ group, counts }: Counting): boolean =>
    Object.values(counts).reduce((sum, count) => sum + count, 0) === group.reps;
  const counted = all.filter(isCounted).sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  const waiting = all.filter((one) => !isCounted(one)).map((one) => withheld([one], 'tooEarly'));
  return [...filledTableOf(asks, counted), ...waiting];
}

export const periodOf = (question: QuestionName, week: Week): Week | Month =>
  asked(question).every === 'week' ? week : monthOf(week);

/** How many stand under each answer at the end of a week, or came under it in the month that it closes. */
export function summed(counts: readonly Count[], question: QuestionName, week: Week): Record<string, number> {
  const from = countedFrom(question, week);
  const sums: Record<string, number> = {};
  for (const one of counts) {
    if (one.week < from || one.week > week) continue;
    sums[one.answer] = (sums[one.answer] ?? 0) + one.count;
  }
  return sums;
}

/** The first week that counts in a table; empty: all do. */
export const countedFrom = (question: QuestionName, week: Week): Week | '' =>
  asked(question).about === 'standing' ? '' : monthsStart(week);

/** The first week of which two measurements of the same reps differ; null: they agree. */
export function differsFrom(before: readonly Count[], after: readonly Count[]): Week | null {
  const counts = new Map<string, { week: Week; count: number }>();
  const add = ({ week, question, answer, count }: Count, sign: 1 | -1): void => {
    const key = `${week}/${question}/${answer}`;
    counts.set(key, { week, count: (counts.get(key)?.count ?? 0) + sign * count });
  };
  for (const one of before) add(one, -1);
  for (const one of after) add(one, 1);
  const weeks = [...counts.values()].filter(({ count }) => count !== 0).map(({ week }) => week);
  return weeks.sort()[0] ?? null;
}

/** Counts of several reps as those of their group. */
export function addedUp(all: readonly Count[]): Count[] {
  const sums = new Map<string, Count>();
  for (const one of all) {
    const key = `${one.week}/${one.question}/${one.answer}`;
    sums.set(key, { ...one, count: (sums.get(key)?.count ?? 0) + one.count });
  }
  return [...sums.values()].filter(({ count }) => count !== 0);
}
