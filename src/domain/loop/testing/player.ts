import { levelNumber, type Rubric } from '../../rubric.js';
import type { Cadence } from '../../cadence.js';
import type { AnyFact, FactData, FactKind, HumanFactKind } from '../../facts.js';
import { seatsOf, type PersonId, type Roster } from '../../people.js';
import type { CalendarSlice, Instant } from '../../time.js';
import { settled } from '../log.js';
import type { World } from '../setting.js';
import { step, type Outcome } from '../step.js';
import type { NudgePlan } from '../ladder.js';

/** A message that was brought to somebody, or could not be. */
export interface Sent extends NudgePlan {
  at: Instant;
  arrived: boolean;
  /** What was known of the recipient's time when it went. */
  calendar: CalendarSlice;
}

/** A loop that looks more often than this in one story has lost its way. */
const MOST_LOOKS = 3_000;

export const RUBRIC: Rubric = {
  levels: ['novice', 'developing', 'proficient', 'expert'].map((code) => ({ code, label: code })),
  anchors: [{ code: 'asksFirst', text: 'Asks before presenting data' }],
};

export interface Given {
  cadence: Cadence;
  roster: Roster;
  /** By person and version: `manager@1`. */
  calendars: Readonly<Record<string, CalendarSlice>>;
  trainedAt: Instant;
  launchedAt?: Instant;
  /** When the training was told; left out: when it happened. */
  importedAt?: Instant;
  fits?: boolean;
  spreadDays?: number;
  lead?: number;
  /** People whom no channel reaches. */
  unreachable?: readonly PersonId[];
  /** How often the message of a day has no room for a nudge before it is told. */
  waits?: number;
}

/** Plays one loop in memory as the store and the lanes would: looks when it is time, hands over what is due. */
export class Player {
  readonly log: AnyFact[] = [];
  readonly sent: Sent[] = [];
  looks = 0;
  now: Instant;
  outcome!: Outcome;
  readonly world: World;

  constructor(private readonly given: Given) {
    const { cadence, calendars, roster, trainedAt, lead = 0, fits = true, spreadDays = 0 } = given;
    this.now = given.importedAt ?? Math.max(trainedAt, given.launchedAt ?? trainedAt);
    this.world = {
      cadence,
      level: levelNumber(RUBRIC, cadence.adoption.level)!,
      lead,
      calendars: ({ person, calendar }) => calendars[`${person}@${calendar}`]!,
    };
    const launchedAt = given.launchedAt ?? trainedAt;
    this.append('trained', trainedAt, { contentVersion: '1', launchedAt, spreadDays, fits });
    this.append('rosterChanged', this.now, { cause: 'launch', roster });
    this.look();
  }

  /** Tells a fact now, or what happened earlier; the loop looks at once. */
  tell<K extends HumanFactKind>(kind: K, data: FactData[K], happenedAt: Instant = this.now): void {
    this.append(kind, happenedAt, data);
    this.look();
  }

  /** Tells a fact without a look: more is to come. */
  append<K extends keyof FactData>(kind: K, happenedAt: Instant, data: FactData[K]): void {
    const id = `f${String(this.log.length).padStart(6, '0')}`;
    this.log.push({ id, kind, happenedAt, recordedAt: this.now, data } as AnyFact);
  }

  /** Lives until an instant, from wake to wake and from slot to slot. */
  runUntil(until: Instant): void {
    for (;;) {
      const next = Math.min(this.outcome.wakeAt ?? Infinity, ...this.outcome.nudges.map(({ slot }) => slot));
      if (next > until) break;
      this.now = Math.max(this.now, next);
      this.look();
      const due = this.outcome.nudges.filter(({ slot }) => slot <= this.now);
      for (const nudge of due) if (!this.putsOff(nudge)) this.bring(nudge);
      // A hand-over rings only where the loop waits for it.
      if (due.length > 0) this.look();
    }
    this.now = until;
  }

  said<K extends FactKind>(kind: K): Extract<AnyFact, { kind: K }>[] {
    return this.log.filter((fact): fact is Extract<AnyFact, { kind: K }> => fact.kind === kind);
  }

  get standing(): Outcome['standing'] {
    return this.outcome.standing;
  }

  /** Looks now, and stores what there is to say. */
  look(): void {
    this.looks += 1;
    if (this.looks > MOST_LOOKS)
      throw new Error(`the loop looked ${MOST_LOOKS} times and is at ${new Date(this.now).toISOString()}`);
    this.outcome = step(this.log, this.now, this.world);
    for (const fact of this.outcome.say) this.append(fact.kind, fact.happenedAt, fact.data);
  }

  private calendarOf(person: PersonId): CalendarSlice {
    const rosters = settled(this.log).filter((fact) => fact.kind === 'rosterChanged');
    const seat = seatsOf(rosters.at(-1)!.data.roster).find((one) => one.person === person);
    if (!seat) throw new Error(`${person} has no seat in this loop any more and was written to`);
    return this.world.calendars(seat);
  }

  private putsOff({ obligation, rung, person }: NudgePlan): boolean {
    if (this.given.cadence.clock === 'calendar') return false;
    const waited = this.log.filter(
      ({ kind, data }) =>
        kind === 'putOff' && 'rung' in data && data.obligation === obligation && data.rung === rung,
    ).length;
    if (waited >= (this.given.waits ?? 0)) return false;
    this.append('putOff', this.now, { obligation, rung, person });
    return true;
  }

  private bring(nudge: NudgePlan): void {
    const arrived = !(this.given.unreachable ?? []).includes(nudge.person);
    this.sent.push({ ...nudge, at: this.now, arrived, calendar: this.calendarOf(nudge.person) });
    const { obligation, rung, person } = nudge;
    if (arrived) this.append('handedOver', this.now, { obligation, rung, person, channel: nudge.via[0]! });
    else this.append('unreachable', this.now, { obligation, rung, person });
  }
}
