import { localeOf } from '../../channels/wording/locale.js';
import { readCadence, type Cadence } from '../../domain/cadence.js';
import { concernsOf, daysToAdoption, type Concern } from '../../domain/cadence-review/concerns.js';
import type { Clock } from '../../domain/time.js';
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
    const voice = new CadenceVoice(locale, clockOf(document));
    const problems = read.problems.map((one) => ({ path: one.path, message: voice.problem(one) }));
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

/** By which clock a document counts that may not be readable as a whole. */
const clockOf = (document: unknown): Clock =>
  typeof document === 'object' && document !== null && 'clock' in document && document.clock === 'calendar'
    ? 'calendar'
    : 'working';
