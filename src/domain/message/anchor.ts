import type { Rating, Rubric } from '../rubric.js';

/** The one anchor to watch for: what was rated lowest the last time; never rated, the first of the rubric. */
export function anchorToWatch(
  { anchors }: Rubric,
  ratings: Readonly<Record<string, Rating>> | null,
): string | null {
  const standing = (code: string): number => {
    const rating = ratings?.[code] ?? 'noOccasion';
    return rating === 'noOccasion' ? Infinity : rating === 'notDone' ? 0 : rating;
  };
  const [first, ...rest] = anchors;
  if (!first) return null;
  return rest.reduce((lowest, one) => (standing(one.code) < standing(lowest.code) ? one : lowest), first)
    .text;
}
