import type { Instant } from '../domain/time.js';
import { asked, type QuestionName } from './questions.js';
import { monthsEnd, weekOf, type Week } from './weeks.js';

/** How many more, or fewer, stand under an answer from a week on; or, of what happens, how often in that week. */
export interface Count {
  week: Week;
  question: QuestionName;
  answer: string;
  count: number;
}

export interface Change {
  at: Instant;
  answer: string;
}

/** From when to when a loop is the one that counts for its rep. */
export interface Span {
  from: Instant;
  until: Instant | null;
}

/** Adds up what logs say. Nothing here depends on when it is asked: what has not come yet is simply not there. */
export class Tally {
  private readonly counted = new Map<string, number>();

  happened(question: QuestionName, answer: string, at: Instant): void {
    this.add(weekOf(at), question, answer, 1);
  }

  /** Under which answer one stood, from when on. Of the changes in one week, or month, the last counts. */
  stood(question: QuestionName, changes: readonly Change[], { from, until }: Span): void {
    const grid = asked(question).every === 'week' ? weekOf : (at: Instant) => monthsEnd(weekOf(at));
    let before: string | null = null;
    for (const [week, answer] of lastOf(changes, grid, from, until)) {
      if (answer === before) continue;
      if (before !== null) this.add(week, question, before, -1);
      this.add(week, question, answer, 1);
      before = answer;
    }
    if (until !== null && before !== null) this.add(grid(until), question, before, -1);
  }

  counts(): Count[] {
    return [...this.counted]
      .filter(([, count]) => count !== 0)
      .map(([key, count]) => {
        const [week, question, answer] = key.split('/') as [Week, QuestionName, string];
        return { week, question, answer, count };
      });
  }

  private add(week: Week, question: QuestionName, answer: string, by: number): void {
    const key = `${week}/${question}/${answer}`;
    this.counted.set(key, (this.counted.get(key) ?? 0) + by);
  }
}

function lastOf(
  changes: readonly Change[],
  grid: (at: Instant) => Week,
  from: Instant,
  until: Instant | null,
): Map<Week, string> {
  const steps = new Map<Week, string>();
  for (const { at, answer } of [...changes].sort((a, b) => a.at - b.at))
    if (until === null || at < until) steps.set(grid(Math.max(at, from)), answer);
  return steps;
}
