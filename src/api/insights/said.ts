import type { Figure } from '../../insights/figures.js';
import type { FigureAnswer, NO_FIGURE } from './insights.dto.js';

/** A figure as it is answered; one that cannot be shown says so, and why. */
export function said({ share, suppressed, reps, leftOut }: Figure): FigureAnswer {
  if (share) {
    const { numerator, denominator: of, share: rate, low, high } = share;
    return { numerator, of, share: rate, low, high, reps, leftOut };
  }
  const why = suppressed ?? 'nothingYet';
  return { suppressed: why, says: SENTENCES[why] };
}

const SENTENCES: Readonly<Record<(typeof NO_FIGURE)[number], string>> = {
  tooFewReps: 'Suppressed: too few reps are counted here so far.',
  tooFewManagers: 'Suppressed: too few managers lead the reps who are counted here.',
  wouldRevealFew:
    'Suppressed: some answer, or all the others, would stand for too few and say too much of them.',
  tooEarly: 'Suppressed: nobody here, or not everybody, was followed long enough yet.',
  nothingYet: 'Nothing to show: no closed period has anything here yet.',
};
