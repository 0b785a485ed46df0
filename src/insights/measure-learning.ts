import type { Rating } from '../domain/rubric.js';
import { phasesOf } from './course-of-states.js';
import { anchorQuestion, type QuestionName } from './questions.js';
import { DAY_MS, type Seen } from './seen.js';
import type { Tally } from './tally.js';

/** So long a rep is followed for each figure, from the later of training and launch on: the same for whoever came later. */
export const ADOPTED_WITHIN_DAYS = 84;
export const RATED_WITHIN_DAYS = 56;

/**
 * What the first training left behind, said once a rep was followed long enough: so whoever was trained lately is held
 * against nobody who had more time.
 */
export function learningIn({ loop, facts, sightings }: Seen, tally: Tally): void {
  const after = (days: number): number => loop.openedAt + days * DAY_MS;
  const say = (question: QuestionName, answer: string, at: number): void =>
    tally.stood(question, [{ at, answer }], { from: at, until: null });
  const adoptedBy = after(ADOPTED_WITHIN_DAYS);
  const isAdopted = phasesOf(facts).some(
    ({ at, is }) => (is === 'sustain' || is === 'completed') && at <= adoptedBy,
  );
  say('adoptedInTime', isAdopted ? 'adopted' : 'notAdopted', adoptedBy);
  const ratedBy = after(RATED_WITHIN_DAYS);
  const rated = sightings
    .filter(({ at }) => at <= ratedBy)
    .sort((a, b) => a.at - b.at)
    .map(({ id }) => loop.marks.get(id)?.ratings ?? {});
  for (const anchor of loop.anchors) {
    const first = rated.map((ratings) => ratings[anchor]).find(hadOccasion);
    const answer = first === undefined ? 'unseen' : isMet(first, loop.level) ? 'met' : 'notMet';
    say(anchorQuestion(anchor), answer, ratedBy);
  }
}

const hadOccasion = (rating: Rating | undefined): boolean => rating !== undefined && rating !== 'noOccasion';
const isMet = (rating: Rating, level: number): boolean => typeof rating === 'number' && rating >= level;
