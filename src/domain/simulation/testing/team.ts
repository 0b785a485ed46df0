import { LAUNCH_WAVE } from '../../cadence-templates.js';
import type { Cadence } from '../../cadence.js';
import type { AnyFact } from '../../facts.js';
import type { World } from '../../loop/setting.js';
import { BERLIN, berlin } from '../../loop/testing/team.js';
import type { Roster } from '../../people.js';
import type { CalendarSlice, Instant } from '../../time.js';
import type { GivenLoop } from '../played-loop.js';

const seat = (person: string) => ({ person, calendar: 1 });

/** A Monday evening. */
export const TRAINED = berlin('2026-03-02T17:00');

export interface TeamGiven {
  reps: number;
  capabilities?: number;
  manager?: string;
  cadence?: Cadence;
  trainedAt?: Instant;
  /** By person; whoever is not named is in Berlin. */
  calendars?: Readonly<Record<string, CalendarSlice>>;
}

/** The loops of one manager's reps, each trained in so many capabilities on one evening. */
export function aTeam({
  reps,
  capabilities = 1,
  manager = 'manager',
  cadence = LAUNCH_WAVE,
  trainedAt = TRAINED,
  calendars = {},
}: TeamGiven): GivenLoop[] {
  const world: World = {
    cadence,
    level: 3,
    lead: 0,
    calendars: ({ person }) => calendars[person] ?? BERLIN,
  };
  return Array.from({ length: reps }, (_, index) => `${manager}-rep-${index + 1}`).flatMap((rep) => {
    const roster: Roster = {
      rep: seat(rep),
      manager: seat(manager),
      delegate: null,
      coCoaches: [],
      secondLine: seat('secondLine'),
      programOwner: seat('owner'),
      sponsor: null,
    };
    const log = trained(roster, trainedAt);
    return Array.from({ length: capabilities }, (_, capability) => ({
      id: `${rep}/${capability + 1}`,
      programId: 'program',
      log,
      world,
    }));
  });
}

/** The log of an enrolment that has just been opened. */
export function trained(roster: Roster, at: Instant): AnyFact[] {
  const when = { happenedAt: at, recordedAt: at };
  const training = { contentVersion: '1', launchedAt: at, spreadDays: 0, fits: true };
  return [
    { id: 'f000000', kind: 'trained', ...when, data: training },
    { id: 'f000001', kind: 'rosterChanged', ...when, data: { cause: 'launch', roster } },
  ];
}
