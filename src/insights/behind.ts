import { isSuppressed, type Row } from '../access/suppression.js';
import { KPI_NAMES, KPIS, LEARNING_KPIS, type KpiName, type LearningKpi } from './catalogue.js';
import { fits, numeratorOf, type Filter } from './figures.js';
import type { LoopLog } from './loop-log.js';
import { measureEach } from './measure.js';
import { anchorQuestion, answersTo, asked, type QuestionName } from './questions.js';
import { summed } from './release.js';
import type { Week } from './weeks.js';

/** Figures behind which enrolments stand: all but what is asked without a name. */
export type ListedKpi = Exclude<KpiName, 'seenByReps'> | LearningKpi;
export const LISTED_KPIS = [
  ...KPI_NAMES.filter((name) => name !== 'seenByReps'),
  ...(Object.keys(LEARNING_KPIS) as LearningKpi[]),
] as ListedKpi[];

/** Which of those whom a figure counts are asked for. */
export interface Behind {
  question: QuestionName;
  /** What a row must tell to be counted in the figure. */
  told: readonly string[];
  /** Under one of these an enrolment must stand. */
  answers: readonly string[];
}

/** Whether a list tells who is in a figure's numerator, or only who is counted. */
export const listsNumerator = (name: ListedKpi): boolean => !asked(questionOf(name, '')).unlisted;

const all = { ...KPIS, ...LEARNING_KPIS };
const questionOf = (name: ListedKpi, anchor: string): QuestionName =>
  name === 'anchorMet' ? anchorQuestion(anchor) : all[name].question;

/**
 * @param anchor of `anchorMet`, its code
 * @param answer one answer alone; null: those of the figure's numerator
 * @param whole everybody whom the figure counts
 */
export function behind(name: ListedKpi, anchor: string, answer: string | null, whole: boolean): Behind {
  const question = questionOf(name, anchor);
  const told = answer === null ? all[name].share : [answer];
  return { question, told, answers: whole || !listsNumerator(name) ? answersTo(question) : told };
}

/** Whether a row is counted in the figure, as it was published. */
export const isCountedIn = ({ question, told }: Behind, row: Row, filter: Filter): boolean =>
  fits(row, filter) === 'all' &&
  !isSuppressed(row.figure) &&
  numeratorOf(row.figure, { question, share: told }) !== null;

/** Of the loops of one rep those that stand behind a figure at the end of a week, or in the month that it closes. */
export const loopsBehind = <L extends LoopLog>(
  { question, answers }: Behind,
  loops: readonly L[],
  week: Week,
): L[] =>
  measureEach(loops).flatMap(({ loop, counts }) => {
    const sums = summed(
      counts.filter((one) => one.question === question),
      question,
      week,
    );
    return answers.some((answer) => (sums[answer] ?? 0) > 0) ? [loop] : [];
  });
