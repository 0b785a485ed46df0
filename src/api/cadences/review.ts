import { localeOf } from '../../channels/wording/locale.js';
import { readCadence, type Cadence } from '../../domain/cadence.js';
import { concernsOf, daysToAdoption, type Concern } from '../../domain/cadence-review/concerns.js';
import { CadenceVoice } from './cadence-voice.js';
import type { ReviewAnswer } from './cadences.dto.js';

/**
 * What keeps a document from being published; or else, what is to be thought over in it.
 * @param others what only those know who know for whom it is
 */
export function reviewed(
  document: unknown,
  language: string,
  others: (cadence: Cadence) => readonly Concern[] = () => [],
): ReviewAnswer {
  const read = readCadence(document);
  const locale = localeOf(language);
  if ('problems' in read) {
    const problems = read.problems.map(({ path, message, problem }) => ({
      path,
      message: problem ? locale.say(locale.words.fieldProblems[problem.code], problem.params ?? {}) : message,
    }));
    return { problems, concerns: [], pace: null };
  }
  const { cadence } = read;
  const voice = new CadenceVoice(locale, cadence.clock);
  return {
    problems: [],
    concerns: [...concernsOf(cadence), ...others(cadence)].map((concern) => ({
      code: concern.code,
      path: concern.path,
      text: voice.concern(concern),
    })),
    pace: { days: daysToAdoption(cadence), text: voice.pace(cadence) },
  };
}
