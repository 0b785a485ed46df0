import type { AnyFact, FactData } from '../facts.js';
import type { NudgePlan } from '../loop/ladder.js';
import type { Course } from '../loop/course.js';
import type { OpenObligation } from '../loop/standing.js';
import type { World } from '../loop/setting.js';
import type { Outcome } from '../loop/step.js';
import { seatsOf, type PersonId, type Roster, type Seat } from '../people.js';
import type { CalendarSlice, Instant } from '../time.js';
import type { History } from './history.js';

/** A loop as it stands when a play begins. Loops with one and the same log and world cost as much as one while they stay alike. */
export interface GivenLoop {
  id: string;
  /** What its program owner hears of one program is one count. */
  programId: string;
  /** Its facts so far, the roster among them. */
  log: readonly AnyFact[];
  /** `lead` should be none: it spreads work over minutes, which a play does not have to. */
  world: World;
}

/** A message of one loop that stands ready. */
export interface Ready {
  loop: PlayedLoop;
  /** Names it within its loop. */
  key: string;
  plan: NudgePlan;
  slot: Instant;
}

const seats = new WeakMap<Roster, ReadonlyMap<PersonId, Seat>>();

/** Who sits in a roster; kept, since rosters never change. */
function seatsIn(roster: Roster): ReadonlyMap<PersonId, Seat> {
  let found = seats.get(roster);
  if (!found) seats.set(roster, (found = new Map(seatsOf(roster).map((seat) => [seat.person, seat]))));
  return found;
}

/** One loop of a play. */
export class PlayedLoop {
  readonly id: string;
  readonly programId: string;
  readonly world: World;
  outcome!: Outcome;
  lookedAt = -Infinity;
  looks = 0;
  wakeAt: Instant | null = null;
  /** By key. */
  readonly ready = new Map<string, Ready>();
  /** Since when a message, by key, has waited for room in whose day. */
  readonly waits = new Map<string, { person: PersonId; since: Instant }>();

  constructor(
    { id, programId, world }: GivenLoop,
    private history: History,
  ) {
    this.id = id;
    this.programId = programId;
    this.world = world;
  }

  get log(): readonly AnyFact[] {
    return this.history.facts;
  }

  get course(): Course {
    return this.history.course;
  }

  get roster(): Roster {
    return this.history.course.roster;
  }

  look(now: Instant): Outcome {
    const { outcome, after } = this.history.look(now);
    this.history = after;
    this.outcome = outcome;
    this.lookedAt = now;
    this.looks += 1;
    return outcome;
  }

  tell<K extends keyof FactData>(kind: K, happenedAt: Instant, data: FactData[K], now: Instant): void {
    this.history = this.history.told(kind, happenedAt, data, now);
  }

  /** What is owed under this name; undefined: nothing is any more. */
  owed(key: string): OpenObligation | undefined {
    return this.outcome.standing.open.find((one) => one.key === key);
  }

  hasSeat(person: PersonId): boolean {
    return seatsIn(this.roster).has(person);
  }

  /** @throws Error if the person has no seat in this loop */
  calendarOf(person: PersonId): CalendarSlice {
    const seat = seatsIn(this.roster).get(person);
    if (!seat) throw new Error(`${person} has no seat in the loop ${this.id} and is written to`);
    return this.world.calendars(seat);
  }
}
