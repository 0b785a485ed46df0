import type { Cadence, LadderName } from '../cadence.js';
import { isAboveManager, type Audience } from '../people.js';
import { daysIn, HELPED_LADDERS, isForLooking, pathOf, rungsOf, weekOf } from './lengths.js';

/** What is legal in a cadence, and probably not meant. */
export const CONCERNS = [
  'nobodyHears',
  'nobodyCanHelp',
  'hearsTooLate',
  'escalatesUnread',
  'twiceADay',
  'noTime',
  'veryLong',
  'beforeItBegins',
  'followUpBeforeAction',
  'apartBeyondNext',
  'moreThanAsked',
  'longWay',
  'visitDays',
  'messageRoom',
  'nobodyThere',
] as const;
export type ConcernCode = (typeof CONCERNS)[number];

export interface Concern {
  code: ConcernCode;
  /** Where in the document, e.g. `ladders.observe.2`. */
  path: string;
  /** For the sentence that says it. */
  values: Readonly<Record<string, string | number>>;
}

/** What is to be thought over in a cadence, whoever it is for. */
export const concernsOf = (cadence: Cadence): Concern[] => [
  ...HELPED_LADDERS.flatMap((ladder) => [
    ...withoutHelp(cadence, ladder),
    ...tooLate(cadence, ladder),
    ...unread(cadence, ladder),
    ...twiceADay(cadence, ladder),
    ...beforeItBegins(cadence, ladder),
  ]),
  ...withoutTime(cadence),
  ...veryLong(cadence),
  ...ofDates(cadence),
  ...ofAdoption(cadence),
];

/** Who can help with each, so that it moves again. */
const HELPERS: Readonly<Record<(typeof HELPED_LADDERS)[number], readonly Audience[]>> = {
  observe: ['secondLine', 'programOwner'],
  feedback: ['secondLine', 'programOwner'],
  action: ['manager', 'secondLine', 'programOwner'],
  followUp: ['secondLine', 'programOwner'],
  regroup: ['secondLine', 'programOwner'],
  checkIn: ['secondLine', 'programOwner'],
  cover: ['secondLine', 'programOwner'],
};

function withoutHelp(cadence: Cadence, ladder: (typeof HELPED_LADDERS)[number]): Concern[] {
  const rungs = cadence.ladders[ladder];
  const path = pathOf(ladder);
  if (rungs.length === 0) return [{ code: 'nobodyHears', path, values: { ladder } }];
  return rungs.some(({ to }) => HELPERS[ladder].includes(to))
    ? []
    : [{ code: 'nobodyCanHelp', path, values: { ladder } }];
}

/** The manager owes the visit and needs days to plan it. */
function tooLate(cadence: Cadence, ladder: LadderName): Concern[] {
  const first = rungsOf(cadence, ladder).find(({ to }) => to === 'manager');
  const needsVisit = ladder === 'observe' || ladder === 'checkIn';
  return needsVisit && first && first.days > 0
    ? [{ code: 'hearsTooLate', path: pathOf(ladder, first.index), values: { ladder, at: first.at } }]
    : [];
}

/** A message needs a working day in which it can be read and acted upon. */
const LEAST_DAYS = 1;

/** Something goes above the manager who has not heard of it, or has just done so. */
function unread(cadence: Cadence, ladder: LadderName): Concern[] {
  if (ladder === 'cover' || isForLooking(cadence)) return [];
  const rungs = rungsOf(cadence, ladder);
  const up = rungs.find(({ to }) => isAboveManager(to));
  const toManager = rungs.filter(({ to }) => to === 'manager');
  const heard = toManager.findLast(({ index }) => up !== undefined && index < up.index);
  if (!up || (heard && up.days - heard.days >= LEAST_DAYS)) return [];
  return [
    {
      code: 'escalatesUnread',
      path: pathOf(ladder, up.index),
      values: { ladder, to: up.to, before: heard ? 'told' : toManager.length > 0 ? 'later' : 'never' },
    },
  ];
}

/** There is one message a day; a second one waits for the next, whatever its rung says. */
function twiceADay(cadence: Cadence, ladder: LadderName): Concern[] {
  if (cadence.clock !== 'working') return [];
  return rungsOf(cadence, ladder).flatMap((rung, index, rungs) => {
    const before = rungs.slice(0, index).findLast(({ to }) => to === rung.to);
    return before && rung.days - before.days < 1
      ? [
          {
            code: 'twiceADay' as const,
            path: pathOf(ladder, index),
            values: { ladder, to: rung.to, first: before.at, second: rung.at },
          },
        ]
      : [];
  });
}

const OWED = [
  'firstObservation',
  'feedback',
  'acknowledge',
  'regroup',
  'action',
  'followUp',
  'nextObservation',
] as const;

/** What is to be done in no time is overdue on the day on which it begins. */
const withoutTime = (cadence: Cadence): Concern[] =>
  [
    ...OWED.map((owed) => ({ path: `${owed}.within`, within: cadence[owed].within })),
    ...cadence.sustain.checkIns.map((within, index) => ({ path: `sustain.checkIns.${index}`, within })),
  ]
    .filter(({ within }) => daysIn(within, cadence) === 0)
    .map(({ path, within }) => ({ code: 'noTime', path, values: { field: path, within } }));

/** Half a year: what takes longer is another training by then. */
const MOST_WEEKS = 26;
/** A quarter in which something may stand still and nobody else hears of it. */
const MOST_WEEKS_OF_LEEWAY = 13;

function veryLong(cadence: Cadence): Concern[] {
  const { tolerance, opening } = cadence;
  const lengths: [path: string, within: string, weeks: number][] = [
    ...OWED.map((owed): [string, string, number] => [`${owed}.within`, cadence[owed].within, MOST_WEEKS]),
    ...Object.entries({ tolerance, opening }).flatMap(([part, leeway]) =>
      Object.entries(leeway).map(([name, within]): [string, string, number] => [
        `${part}.${name}`,
        within,
        MOST_WEEKS_OF_LEEWAY,
      ]),
    ),
  ];
  return lengths
    .filter(([, within, weeks]) => daysIn(within, cadence) > weeks * weekOf(cadence))
    .map(([path, within, weeks]) => ({ code: 'veryLong', path, values: { field: path, within, weeks } }));
}

/** Days between the beginning of an obligation and its date; of a check-in, between the two that are nearest. */
function lengthOf(ladder: LadderName, cadence: Cadence): number {
  const days = (duration: string): number => daysIn(duration, cadence);
  switch (ladder) {
    case 'observe':
      return Math.min(days(cadence.firstObservation.within), days(cadence.nextObservation.within));
    case 'checkIn': {
      const dates = cadence.sustain.checkIns.map(days);
      return Math.min(...dates.map((at, index) => at - (dates[index - 1] ?? 0)));
    }
    case 'cover':
      return 0;
    default:
      return days(cadence[ladder].within);
  }
}

/** What would be told before anything is owed is told when it begins. */
function beforeItBegins(cadence: Cadence, ladder: LadderName): Concern[] {
  const length = lengthOf(ladder, cadence);
  return rungsOf(cadence, ladder)
    .filter(({ days }) => days < 0 && -days > length)
    .map(({ at, index }) => ({
      code: 'beforeItBegins',
      path: pathOf(ladder, index),
      values: { ladder, at },
    }));
}

function ofDates(cadence: Cadence): Concern[] {
  const concerns: Concern[] = [];
  const { action, followUp, nextObservation } = cadence;
  const days = (duration: string): number => daysIn(duration, cadence);
  if (days(followUp.within) < days(action.within))
    concerns.push({
      code: 'followUpBeforeAction',
      path: 'followUp.within',
      values: { followUp: followUp.within, action: action.within },
    });
  const { apart, within } = nextObservation;
  if (apart !== undefined && days(apart) > days(within) + days(followUp.within))
    concerns.push({ code: 'apartBeyondNext', path: 'nextObservation.apart', values: { apart, within } });
  return concerns;
}

const VARIETY = ['channels', 'customers', 'days', 'observers', 'unprompted', 'confirmed'] as const;

function ofAdoption(cadence: Cadence): Concern[] {
  const { adoption } = cadence;
  const concerns = VARIETY.filter((what) => adoption[what] > adoption.observations).map((what): Concern => ({
    code: 'moreThanAsked',
    path: `adoption.${what}`,
    values: { what, needs: adoption[what], asked: adoption.observations },
  }));
  const days = daysToAdoption(cadence);
  return days > MOST_WEEKS * weekOf(cadence)
    ? [...concerns, { code: 'longWay', path: whereLong(cadence), values: { days, clock: cadence.clock } }]
    : concerns;
}

/** What is to be mended: the one length that is too long by itself, else how much is asked for. */
function whereLong(cadence: Cadence): string {
  const { firstObservation, feedback, followUp, nextObservation } = cadence;
  const lengths = {
    'firstObservation.within': firstObservation.within,
    'nextObservation.within': nextObservation.within,
    'nextObservation.apart': nextObservation.apart ?? 'P0D',
    'feedback.within': feedback.within,
    'followUp.within': followUp.within,
  };
  const tooLong = ([, length]: [string, string]) => daysIn(length, cadence) > MOST_WEEKS * weekOf(cadence);
  return Object.entries(lengths).find(tooLong)?.[0] ?? 'adoption.observations';
}

/**
 * Days from training to adoption where everything is done on its last day, by the clock of the document: the first
 * observation with its feedback and follow-up, and for each further one that counts as many rounds as the least
 * distance needs; what is observed before does not count.
 */
export function daysToAdoption(cadence: Cadence): number {
  const { firstObservation, feedback, followUp, nextObservation, adoption } = cadence;
  const [first, word, look, next] = [firstObservation, feedback, followUp, nextObservation].map(
    ({ within }) => daysIn(within, cadence),
  ) as [number, number, number, number];
  const seen = Math.max(...VARIETY.map((what) => adoption[what]), adoption.observations);
  const round = word + look + next;
  const apart = daysIn(nextObservation.apart ?? 'P0D', cadence);
  const between = round === 0 ? apart : round * Math.max(1, Math.ceil(apart / round));
  return Math.ceil(first + word + look + (seen - 1) * between);
}
