import type { PersonId } from '../people.js';
import type { ManagerWeek } from './manager-week.js';
import { percentile } from './range.js';
import type { ManagerTally, Tally } from './tally.js';
import type { Counts } from './weeks.js';

export const FIGURES = [
  /** Visit days asked of a manager in a week, on average, and of the 95th of a hundred manager-weeks. */
  'visitDaysAsked',
  'visitDaysAskedP95',
  /** Share of the weeks of all managers in which more visit days were asked than they have. */
  'weeksOver',
  /** Managers of whom more visit days were asked in all than they have. */
  'managersOver',
  /** Messages to a manager on a working day: of the middle manager and of the 95th of a hundred. */
  'messagesP50',
  'messagesP95',
  /** Things that these messages told: a message holds all that is to be said of up to three reps. */
  'thingsP50',
  'thingsP95',
  /** Things told above managers. */
  'toSecondLine',
  'toProgramOwner',
  'toSponsor',
  /** Share of the observations that fell due. */
  'observedInTime',
  /** Loops that came to count as adopted. */
  'adopted',
  /** Messages on the day on which most went out. */
  'heaviestDay',
] as const;
export type FigureName = (typeof FIGURES)[number];

export const WEEKLY_FIGURES = [
  'visitDaysAsked',
  'toSecondLine',
  'toProgramOwner',
  'toSponsor',
  'adopted',
] as const;
export type WeeklyFigure = (typeof WEEKLY_FIGURES)[number];

export interface ManagerFigures {
  manager: PersonId;
  /** On a working day. */
  messages: number;
  things: number;
  /** Visit days asked beyond what they have; negative: days left. */
  over: number;
  /** The first weeks, day by day. */
  ahead: ManagerWeek[];
}

/** What one play came to. */
export interface Figures {
  numbers: Record<FigureName, number>;
  /** By the Mondays of weeks; visit days asked on average of a manager, the others of all. */
  weekly: Record<WeeklyFigure, Counts>;
  managers: ManagerFigures[];
  /** Messages to everybody, by day. */
  days: Counts;
}

export function figuresOf(tally: Tally): Figures {
  const { weeks, managers, escalations, due, inTime, adopted } = tally;
  const each = managers.map(ofManager);
  const asked = managers.flatMap((one) => weeks.map((week) => one.asked[week] ?? 0));
  const isOver = managers.flatMap((one) =>
    weeks.map((week) => (one.asked[week] ?? 0) > one.visitDaysPerWeek),
  );
  const days = messagesByDay(tally);
  const { secondLine = {}, programOwner = {}, sponsor = {} } = escalations;
  return {
    numbers: {
      visitDaysAsked: share(total(asked), asked.length),
      visitDaysAskedP95: percentile(asked, 0.95),
      weeksOver: share(isOver.filter(Boolean).length, isOver.length),
      managersOver: each.filter(({ over }) => over > 0).length,
      messagesP50: percentile(
        each.map(({ messages }) => messages),
        0.5,
      ),
      messagesP95: percentile(
        each.map(({ messages }) => messages),
        0.95,
      ),
      thingsP50: percentile(
        each.map(({ things }) => things),
        0.5,
      ),
      thingsP95: percentile(
        each.map(({ things }) => things),
        0.95,
      ),
      toSecondLine: total(Object.values(secondLine)),
      toProgramOwner: total(Object.values(programOwner)),
      toSponsor: total(Object.values(sponsor)),
      observedInTime: share(inTime, due),
      adopted: total(Object.values(adopted)),
      heaviestDay: Math.max(0, ...Object.values(days)),
    },
    weekly: {
      visitDaysAsked: Object.fromEntries(
        weeks.map((week) => [
          week,
          share(total(managers.map(({ asked }) => asked[week] ?? 0)), managers.length),
        ]),
      ),
      toSecondLine: secondLine,
      toProgramOwner: programOwner,
      toSponsor: sponsor,
      adopted,
    },
    managers: each,
    days,
  };
}

function ofManager({
  manager,
  workingDays,
  visitDays,
  asked,
  messages,
  things,
  ahead,
}: ManagerTally): ManagerFigures {
  return {
    manager,
    messages: share(total(Object.values(messages)), workingDays),
    things: share(total(Object.values(things)), workingDays),
    over: total(Object.values(asked)) - visitDays,
    ahead,
  };
}

/** People above managers get one message of a day, in how many plays soever. */
function messagesByDay({ messages, daysAbove }: Tally): Counts {
  const days = { ...messages };
  for (const day of Object.values(daysAbove).flat()) days[day] = (days[day] ?? 0) + 1;
  return days;
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const share = (part: number, of: number): number => (of === 0 ? 0 : part / of);
