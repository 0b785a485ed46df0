import type { Persona, Place } from '../../store/people/personas.js';
import type { Personas } from './sign-in.dto.js';

interface Saying {
  is: string;
  /** What makes the place; left out of a granted role. */
  of?: readonly [one: string, many: string];
  look: string;
  /** Where in the API that is: PERSON stands for the persona, PROGRAM for the program they have most to do with. */
  at: readonly string[];
}

const ENROLMENTS = '/api/v1/enrolments';
const STATUS = '/api/v1/insights/map?program=PROGRAM';
const READERS = '/api/v1/people/PERSON/readers';

const SAID: Readonly<Record<Place, Saying>> = {
  leadership: {
    is: 'Leadership',
    look: 'See where adoption works and where it stalls, region by region, in counts and never a name.',
    at: [STATUS],
  },
  training: {
    is: 'Training',
    look: 'See what became of the capabilities that were trained, in counts.',
    at: [STATUS, '/api/v1/trainings'],
  },
  operator: {
    is: 'Operator',
    look: 'See how the parts are and which messages were given up, and keep keys and roles; no record of anybody’s coaching.',
    at: [
      '/api/v1/operations/parts',
      '/api/v1/people',
      '/api/v1/keys',
      '/api/v1/role-grants',
      '/api/v1/faults',
    ],
  },
  auditor: {
    is: 'Auditor',
    look: 'See who read, changed and signed in, and take it along as a file.',
    at: ['/api/v1/audit', '/api/v1/audit/export', '/api/v1/role-grants'],
  },
  programOwner: {
    is: 'Program owner of',
    of: ['program', 'programs'],
    look: 'Change a cadence, and see where the capabilities of the program stand, in counts.',
    at: [STATUS, '/api/v1/cadences', ENROLMENTS],
  },
  sponsor: {
    is: 'Sponsor of',
    of: ['program', 'programs'],
    look: 'See where adoption stands and where it stalls, in counts and without names.',
    at: [STATUS],
  },
  secondLine: {
    is: 'Second-line manager of',
    of: ['person two levels down', 'people two levels down'],
    look: 'See what was escalated, with status and dates and without a word of what was written.',
    at: [ENROLMENTS, STATUS],
  },
  manager: {
    is: 'First-line manager of',
    of: ['direct report', 'direct reports'],
    look: 'See whom to visit next and what to close, and what was written about the own line.',
    at: [ENROLMENTS, '/api/v1/joint-visits'],
  },
  coCoach: {
    is: 'Co-coach of',
    of: ['rep', 'reps'],
    look: 'See what a rep shared with a colleague who coaches beside the manager.',
    at: [ENROLMENTS],
  },
  rep: {
    is: 'Rep with',
    of: ['enrolment', 'enrolments'],
    look: 'See what was seen and agreed, by when, and who has read it.',
    at: [ENROLMENTS, READERS],
  },
};

/** What a persona is, why to look through their eyes and where, in words. */
export function describePersona(persona: Persona): Personas['items'][number] {
  const { id, name, function: its, place, size, programId } = persona;
  const { is, of, look, at } = SAID[place];
  const counted = of === undefined ? '' : ` ${size} ${size === 1 ? of[0] : of[1]}`;
  return {
    id,
    name,
    is: `${is}${counted}, ${its}`,
    look,
    at: at
      .filter((path) => programId !== null || !path.includes('PROGRAM'))
      .map((path) => path.replace('PERSON', id).replace('PROGRAM', programId ?? '')),
  };
}
