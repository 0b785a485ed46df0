import type { Persona, Place } from '../../store/personas.js';
import type { Personas } from './sign-in.dto.js';

const SAID: Readonly<Record<Place, { is: string; of: readonly [one: string, many: string]; look: string }>> =
  {
    programOwner: {
      is: 'Program owner of',
      of: ['program', 'programs'],
      look: 'Change a cadence, and see where the capabilities of the program stand, in counts.',
    },
    sponsor: {
      is: 'Sponsor of',
      of: ['program', 'programs'],
      look: 'See where adoption stands and where it stalls, in counts and without names.',
    },
    secondLine: {
      is: 'Second-line manager of',
      of: ['person two levels down', 'people two levels down'],
      look: 'See what was escalated, with status and dates and without a word of what was written.',
    },
    manager: {
      is: 'First-line manager of',
      of: ['direct report', 'direct reports'],
      look: 'See whom to visit next and what to close, and what was written about the own line.',
    },
    coCoach: {
      is: 'Co-coach of',
      of: ['rep', 'reps'],
      look: 'See what a rep shared with a colleague who coaches beside the manager.',
    },
    rep: {
      is: 'Rep with',
      of: ['enrolment', 'enrolments'],
      look: 'See what was seen and agreed, by when, and who has read it.',
    },
  };

/** What a persona is and why to look through their eyes, in words. */
export function describePersona({
  id,
  name,
  function: its,
  place,
  size,
}: Persona): Personas['items'][number] {
  const { is, of, look } = SAID[place];
  return { id, name, is: `${is} ${size} ${size === 1 ? of[0] : of[1]}, ${its}`, look };
}
