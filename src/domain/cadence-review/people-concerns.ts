import type { Cadence, LadderName } from '../cadence.js';
import { PLACES } from '../message/choose.js';
import { AUDIENCES, type Audience } from '../people.js';
import type { Concern } from './concerns.js';
import { daysIn, rungsOf, weekOf } from './lengths.js';

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
  ...ofMessageRoom(cadence, forWhom),
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

/** Things of which a manager hears once in a round of each rep, even where nothing is late. */
const OF_A_ROUND = ['observe', 'feedback', 'followUp'] as const satisfies readonly LadderName[];

/**
 * Of how many reps a manager is to be told in a week, where everything is done on its day: each step towards them that comes
 * no later than that is one, once in every round. Two of one rep that fall on one day are counted twice.
 */
export function toldAWeek({ reps }: TeamLoad, cadence: Cadence): number {
  const days = (duration: string): number => daysIn(duration, cadence);
  const { feedback, followUp, nextObservation } = cadence;
  const round = days(feedback.within) + days(followUp.within) + days(nextObservation.within);
  const steps = OF_A_ROUND.flatMap((ladder) => rungsOf(cadence, ladder)).filter(
    ({ to, days: at }) => to === 'manager' && at <= 0,
  );
  return (reps * steps.length * weekOf(cadence)) / Math.max(1, round);
}

/** More than the messages of a week hold: what has no room waits, and is then told late. */
function ofMessageRoom(cadence: Cadence, { teams }: ForWhom): Concern[] {
  if (cadence.clock !== 'working') return [];
  const have = PLACES * weekOf(cadence);
  const over = teams.map((team) => toldAWeek(team, cadence)).filter((need) => need > have);
  if (over.length === 0) return [];
  const need = Math.ceil(Math.max(...over));
  return [
    { code: 'messageRoom', path: 'ladders', values: { managers: over.length, of: teams.length, need, have } },
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
