import { placeFirstVisit } from '../../src/domain/capacity.js';
import type { Cadence } from '../../src/domain/cadence.js';
import type { AnyFact } from '../../src/domain/facts.js';
import type { World } from '../../src/domain/loop/setting.js';
import type { PersonId, Roster, Seat } from '../../src/domain/people.js';
import type { GivenLoop } from '../../src/domain/simulation/played-loop.js';
import type { Scene } from '../../src/domain/simulation/simulate.js';
import type { Absence, CalendarSlice, Instant, IsoDate } from '../../src/domain/time.js';
import { addDays, calendarOf, localDate, parseDuration } from '../../src/domain/working-time/index.js';
import { Chance } from '../organisation/chance.js';
import { REGIONS } from '../organisation/geography.js';

const DAY = 86_400_000;
export const MANAGERS_OF_A_LINE = 8;
export const REPS_OF_A_MANAGER = 10;
/** Of a rubric with four levels. */
const PROFICIENT = 3;
const ON_LEAVE = 0.6;
/** Away for so long that somebody else is sought for their loops. */
const LONG_AWAY = 0.03;

const ZONES: Readonly<Record<string, string>> = {
  DE: 'Europe/Berlin',
  AT: 'Europe/Vienna',
  CH: 'Europe/Zurich',
  GB: 'Europe/London',
  FR: 'Europe/Paris',
  NL: 'Europe/Amsterdam',
  IT: 'Europe/Rome',
  ES: 'Europe/Madrid',
  US: 'America/New_York',
  CA: 'America/Toronto',
  BR: 'America/Sao_Paulo',
  MX: 'America/Mexico_City',
  JP: 'Asia/Tokyo',
  AU: 'Australia/Sydney',
  KR: 'Asia/Seoul',
};
export const COUNTRIES = Object.keys(ZONES);

export interface Company {
  cadence: Cadence;
  capabilities: number;
  /** Weeks from the launch of one capability to that of the next; 0: all are trained in one training. */
  weeksApart: number;
  from: Instant;
  until: Instant;
  /** By country. */
  holidays: Readonly<Record<string, readonly IsoDate[]>>;
  seed: number;
}

const seat = (person: PersonId): Seat => ({ person, calendar: 1 });

/** One second-line manager of a global company, with the managers and reps below. Each line is made alone. */
export function lineOf(number: number, company: Company): Scene {
  return new Line(number, company).scene();
}

class Line {
  private readonly chance: Chance;
  private readonly calendars = new Map<PersonId, CalendarSlice>();
  private readonly visitDays = new Map<PersonId, number>();
  private readonly world: World;

  constructor(
    private readonly number: number,
    private readonly company: Company,
  ) {
    this.chance = new Chance(company.seed * 7919 + number);
    this.world = {
      cadence: company.cadence,
      level: PROFICIENT,
      lead: 0,
      calendars: ({ person }) => this.calendars.get(person)!,
    };
  }

  scene(): Scene {
    const { number } = this;
    const region = REGIONS[number % REGIONS.length]!;
    const country = (index: number): string => region.countries[index % region.countries.length]!.country;
    const secondLine = this.person(`second-${number}`, country(0));
    const owner = this.person('owner', 'CH', false);
    const loops: GivenLoop[] = [];
    for (let index = 0; index < MANAGERS_OF_A_LINE; index++) {
      const manager = this.person(`manager-${number}-${index}`, country(index));
      this.visitDays.set(manager, this.chance.pick([1, 1, 2]));
      for (let waiting = 0; waiting < REPS_OF_A_MANAGER; waiting++) {
        const rep = this.person(`rep-${number}-${index}-${waiting}`, country(index));
        const roster: Roster = {
          rep: seat(rep),
          manager: seat(manager),
          delegate: null,
          coCoaches: [],
          secondLine: seat(secondLine),
          programOwner: seat(owner),
          sponsor: null,
        };
        loops.push(...this.loopsOf(roster, waiting));
      }
    }
    return { loops, visitDaysPerWeek: (person) => this.visitDays.get(person) ?? 1 };
  }

  /** One loop for each capability; those of one training have one log. */
  private loopsOf(roster: Roster, waiting: number): GivenLoop[] {
    const { capabilities, weeksApart } = this.company;
    const place = this.placeOf(roster, waiting);
    const together = this.logOf(roster, place, 0);
    return Array.from({ length: capabilities }, (_, index) => ({
      id: `${roster.rep.person}-${index}`,
      programId: 'program',
      log: weeksApart === 0 ? together : this.logOf(roster, place, index * weeksApart),
      world: this.world,
    }));
  }

  private placeOf(roster: Roster, waiting: number): { spreadDays: number; fits: boolean } {
    const { firstObservation, opening } = this.company.cadence;
    const week = this.calendars.get(roster.manager!.person)!.week.length;
    const load = {
      visitDaysPerWeek: this.visitDays.get(roster.manager!.person)!,
      workingDaysPerWeek: week,
      waiting,
    };
    const inDays = (text: string): number => parseDuration(text).days + parseDuration(text).weeks * week;
    return placeFirstVisit(load, inDays(firstObservation.within), inDays(opening.spreadOver));
  }

  private logOf(roster: Roster, place: { spreadDays: number; fits: boolean }, weeks: number): AnyFact[] {
    const { from } = this.company;
    const at = { happenedAt: from, recordedAt: from };
    const launchedAt = from + weeks * 7 * DAY;
    return [
      { id: 'f000000', kind: 'trained', ...at, data: { contentVersion: '1', launchedAt, ...place } },
      { id: 'f000001', kind: 'rosterChanged', ...at, data: { cause: 'launch', roster } },
    ];
  }

  private person(id: PersonId, country: string, leaves = true): PersonId {
    const { holidays } = this.company;
    const absences = leaves ? this.absences() : [];
    const quiet = { from: '18:00', to: '08:00' };
    this.calendars.set(
      id,
      calendarOf({ zone: ZONES[country]!, holidays: holidays[country]!, absences, quiet }),
    );
    return id;
  }

  private absences(): Absence[] {
    const { chance } = this;
    const { from, until } = this.company;
    const away = (days: number): Absence => {
      const begins = localDate('UTC', from + chance.whole(5, (until - from) / DAY) * DAY);
      return { from: begins, to: addDays(begins, days - 1) };
    };
    if (chance.isWithin(LONG_AWAY)) return [away(42)];
    return chance.isWithin(ON_LEAVE) ? [away(chance.pick([3, 5, 12]))] : [];
  }
}
