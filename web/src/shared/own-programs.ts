import type { CurrentSession, Program } from '#api/types.gen';
import { runsIt } from '../frame/places';

/**
 * The programs that somebody answers for, or all for whoever runs the product, and which of them is looked at.
 * @param code as the address names it; of none of theirs: the first
 */
export function ownPrograms(
  programs: readonly Program[],
  { person, places }: Pick<CurrentSession, 'person' | 'places'>,
  code: string | undefined,
): { own: readonly Program[]; program: Program | undefined } {
  const own = runsIt(places) ? programs : programs.filter(({ ownerId }) => ownerId === person.id);
  return { own, program: own.find((one) => one.code === code) ?? own[0] };
}
