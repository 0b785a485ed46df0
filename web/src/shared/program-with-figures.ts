import { useQueries } from '@tanstack/react-query';
import { insightsPeriodsOptions, programsListOptions } from '#api/@tanstack/react-query.gen';
import type { Program } from '#api/types.gen';

/** The programs whose figures whoever looks may see. */
export const programsWithFiguresOptions = () => ({
  ...programsListOptions({ query: { limit: '200', figures: 'true' } }),
  staleTime: Infinity,
});

/** Among so many programs is sought for figures to begin with. */
const MOST_ASKED = 20;

/** The program with a code or id, else the first of which there are figures to see. None: there is none, or they may see none. */
export function useProgramWithFigures(
  programs: readonly Program[],
  code: string | undefined,
): { isPending: boolean; program: Program | undefined } {
  const candidates = code === undefined ? programs.slice(0, MOST_ASKED) : [];
  const asked = useQueries({
    queries: candidates.map(({ id: program }) => insightsPeriodsOptions({ query: { program } })),
  });
  const withFigures = candidates.find((_, index) => asked[index]?.data?.weeks.length);
  const readable = candidates.find((_, index) => asked[index]?.data);
  return {
    isPending: asked.some(({ isPending }) => isPending),
    program:
      code === undefined
        ? (withFigures ?? readable)
        : programs.find((one) => one.code === code || one.id === code),
  };
}
