import type { Cadence } from '../cadence.js';
import { AUDIENCES, type Audience } from '../people.js';
import type { Concern } from './concerns.js';
import { daysIn, weekOf } from './lengths.js';

/** One manager with the reps of a program. */
export interface TeamLoad {
  reps: number;
  /** Working days a week that the manager spends with reps, for all programs together. */
  visitDaysPerWeek: number;
}

/** For whom a cadence is to be. */
export interface ForWhom {
  teams: readonly TeamLoad[];
  reps: number;
  /** How many of the reps have nobody in a part. */
  without: Readonly<Partial<Record<Audience, number>>>;
}

/** What is to be thought over in a cadence for these people. */
export const concernsFor = (cadence: Cadence, forWhom: ForWhom): Concern[] => [
  ...ofVisitDays(cadence, forWhom),
  ...ofParts(cadence, forWhom),
];

/**
 * Visit days a week that a team's coaching needs, the more demanding of two: all first observations within their time
 * and what they may be spread over, or one observation a rep and cycle afterwards. One visit serves one rep.
 */
export function visitDaysNeeded({ reps }: TeamLoad, cadence: Cadence): number {
  const { firstObservation, opening, feedback, followUp, nextObservation } = cadence;
  const days = (duration: string): number => daysIn(duration, cadence);
  const first = days(firstObservation.within) + days(opening.spreadOver);
  const cycle = days(feedback.within) + days(followUp.within) + days(nextObservation.within);
  return (reps * weekOf(cadence)) / Math.max(1, Math.min(first, cycle));
}

function ofVisitDays(cadence: Cadence, { teams }: ForWhom): Concern[] {
  const over = teams
    .map((team) => ({ need: visitDaysNeeded(team, cadence), have: team.visitDaysPerWeek }))
    .filter(({ need, have }) => need > have)
    .sort((a, b) => b.need - b.have - (a.need - a.have));
  const [worst] = over;
  if (!worst) return [];
  const { need, have } = worst;
  return [
    {
      code: 'visitDays',
      path: 'nextObservation.within',
      values: { managers: over.length, of: teams.length, need: Math.ceil(need * 10) / 10, have },
    },
  ];
}

function ofParts(cadence: Cadence, { reps, without }: ForWhom): Concern[] {
  const asked = new Set(
    Object.values(cadence.ladders)
      .flat()
      .map(({ to }) => to),
  );
  return AUDIENCES.filter((part) => asked.has(part) && (without[part] ?? 0) > 0).map((part) => ({
    code: 'nobodyThere',
    path: 'ladders',
    values: { part, reps: without[part]!, of: reps },
  }));
}
