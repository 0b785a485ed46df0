import { toIso, type Instant } from '../../src/domain/time.js';
import { laneOf } from '../../src/store/running/lanes.js';
import type { Chance } from './chance.js';
import { REGIONS, type Region } from './geography.js';
import { idOf, OWNER } from './ids.js';
import { WEEK } from './lives.js';
import type { StyleName } from './styles.js';

const LANES = 8;
const REPS_OF_A_MANAGER = [7, 13] as const;
const MANAGERS_OF_A_LINE = 8;
/** Of reps: they came after the others of their country were trained. */
const JOINED_LATER = 0.15;
const LATER_WEEKS = 26;

/** A rep with whoever leads them, and how they are coached. */
export interface Led {
  rep: string;
  manager: string;
  secondLine: string;
  style: StyleName;
  /** Weeks after the first region until they are trained. */
  later: number;
}

export interface People {
  /** Rows of `person`. */
  people: Record<string, unknown>[];
  lines: { id: string; person_id: string; manager_id: string; valid_from: string }[];
  reps: Led[];
  leader: string;
}

interface Where {
  region: Region;
  country: string;
  market: string;
}

/** Everybody of a global company with so many reps: who they are, where, and who leads whom. */
export function peopleOf(count: number, chance: Chance, since: Instant): People {
  const one = new Company(chance, since);
  one.person('programOwner', null);
  const leader = one.person('other', null);
  for (const region of REGIONS) one.open(region, Math.round(count * region.share));
  return { people: one.people, lines: one.lines, reps: one.reps, leader };
}

class Company {
  readonly people: Record<string, unknown>[] = [];
  readonly lines: People['lines'] = [];
  readonly reps: Led[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly since: Instant,
  ) {}

  open(region: Region, count: number): void {
    const { chance } = this;
    let secondLine = '';
    for (let left = count, managers = 0; left > 0; managers++) {
      const { country, markets } = region.countries[managers % region.countries.length]!;
      const where = { region, country, market: chance.pick(markets) };
      if (managers % MANAGERS_OF_A_LINE === 0) secondLine = this.person('secondLine', where);
      const team = Math.min(left, chance.whole(...REPS_OF_A_MANAGER));
      this.team(where, team, secondLine);
      left -= team;
    }
  }

  private team(where: Where, size: number, secondLine: string): void {
    const { chance } = this;
    const isMedical = chance.isWithin(0.15);
    const manager = this.person('manager', where, isMedical);
    this.leads(secondLine, manager);
    const style = chance.among(where.region.styles);
    for (let index = 0; index < size; index++) {
      const role = isMedical ? 'msl' : chance.isWithin(0.2) ? 'kam' : 'rep';
      const rep = this.person(role, where, isMedical);
      this.leads(manager, rep);
      const later = where.region.later + (chance.isWithin(JOINED_LATER) ? LATER_WEEKS : 0);
      this.reps.push({ rep, manager, secondLine, style, later });
    }
  }

  private leads(manager: string, person: string): void {
    const id = idOf('other', this.lines.length + 1);
    this.lines.push({ id, person_id: person, manager_id: manager, valid_from: toIso(this.since) });
  }

  person(role: string, where: Where | null, isMedical = false): string {
    const number = this.people.length;
    const id = number === 0 ? OWNER : idOf('person', number);
    const years = this.chance.pick([0.4, 2, 2, 6, 6, 12]);
    const at = toIso(this.since);
    this.people.push({
      id,
      external_id: `P-${number}`,
      name: `Person ${number}`,
      email: `p${number}@example.com`,
      role,
      function: isMedical ? 'medical' : 'commercial',
      region: where?.region.name ?? null,
      market: where?.market ?? null,
      country: where?.country ?? 'CH',
      zone: 'UTC',
      language: 'en',
      working_week: ['MO', 'TU', 'WE', 'TH', 'FR'],
      hours_from: '09:00',
      hours_to: '18:00',
      slot: '08:30',
      quiet_from: '18:00',
      quiet_to: '08:00',
      visit_days_per_week: 2,
      active_from: toIso(this.since - years * 52 * WEEK).slice(0, 10),
      unsubscribed: [],
      lane: laneOf(id, LANES),
      calendar_version: 1,
      created_at: at,
      updated_at: at,
    });
    return id;
  }
}
