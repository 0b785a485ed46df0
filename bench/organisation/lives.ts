import type { Cadence } from '../../src/domain/cadence.js';
import type { AnyFact, FactData, HumanFactKind } from '../../src/domain/facts.js';
import { accepts, type Intent } from '../../src/domain/loop/acceptance.js';
import { Player } from '../../src/domain/loop/testing/player.js';
import { overallLevel, type Rating } from '../../src/domain/rubric.js';
import type { CalendarSlice, Instant } from '../../src/domain/time.js';
import { calendarOf } from '../../src/domain/working-time/index.js';
import { Chance } from './chance.js';
import { MANAGER, OWNER, partOf, REP, SECOND_LINE } from './ids.js';
import { ANSWERED, BESIDE, CALL_RECORD, FORGOTTEN, STYLE, type Style, type StyleName } from './styles.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const WEEK = 7 * DAY;
/** Facts of so many weeks. */
export const WEEKS = 78;
/** A Monday: every life begins here, and is moved by whole weeks to when its rep was trained. */
export const BEGINNING = Date.parse('2024-01-01T08:00:00Z');

/** Everybody's: the same wall everywhere and no holidays, so that a life that is moved by weeks is still one. */
export const CALENDAR: CalendarSlice = calendarOf({ zone: 'UTC' });

export const ANCHORS = ['asksFirst', 'namesConcern', 'usesData', 'closes'] as const;
const CHANNELS = ['faceToFace', 'remote', 'phone'] as const;
const CUSTOMERS = 6;

/** What stands beside an observation. */
export interface Marks {
  ratings: Record<string, Rating>;
  hasEvidence: boolean;
  hasSuggestion: boolean;
}

export interface Life {
  log: readonly AnyFact[];
  /** By observation. */
  marks: ReadonlyMap<string, Marks>;
}

const seat = (person: string) => ({ person, calendar: 1 });
export const ROSTER = {
  rep: seat(REP),
  manager: seat(MANAGER),
  delegate: null,
  coCoaches: [],
  secondLine: seat(SECOND_LINE),
  programOwner: seat(OWNER),
  sponsor: null,
};

/**
 * Plays 18 months of one loop by the product's own rules: its people tell what the API would take, the loop says what it
 * says, and the messages that it makes are handed over.
 */
export function live(styleName: StyleName, seed: number, cadence: Cadence): Life {
  const one = new Living(STYLE[styleName], new Chance(seed), cadence);
  one.play();
  return { log: one.player.log, marks: one.marks };
}

class Living {
  readonly player: Player;
  readonly marks = new Map<string, Marks>();
  private level: number;
  private seen = 0;

  constructor(
    private readonly style: Style,
    private readonly chance: Chance,
    cadence: Cadence,
  ) {
    this.player = new Player({
      cadence,
      roster: ROSTER,
      calendars: Object.fromEntries(
        [REP, MANAGER, SECOND_LINE, OWNER].map((person) => [`${person}@1`, CALENDAR]),
      ),
      trainedAt: BEGINNING,
    });
    this.level = chance.whole(1, 3);
  }

  play(): void {
    const { style, chance } = this;
    if (chance.isWithin(BESIDE.selfAssessed)) this.onDay(chance.whole(2, 9), () => this.assess());
    const isEarly = chance.isWithin(0.5);
    if (isEarly) this.beside(chance.whole(3, 8));
    let day = 0;
    const most = chance.whole(...style.most);
    for (let cycle = 0; cycle < most || this.isAdopted; cycle++) {
      day += chance.whole(...(cycle === 0 ? style.first : style.then));
      if (day > (WEEKS - 2) * 5 || this.player.outcome.ended) break;
      if (style.inBulk) this.enterTogether(day, most);
      else this.cycle(day);
      if (style.inBulk) break;
      day = Math.max(day, this.today);
    }
    if (!isEarly) this.beside(this.today + chance.whole(3, 8));
    this.runTo(BEGINNING + WEEKS * WEEK);
  }

  /** What happens in some loops beside their coaching. */
  private beside(day: number): void {
    const { chance } = this;
    const { noOpportunity, excused, paused, withdrawn } = BESIDE;
    const nothing = 1 - noOpportunity - excused - paused - withdrawn;
    const what = chance.among({ nothing, noOpportunity, excused, paused, withdrawn });
    if (what === 'nothing') return;
    this.onDay(day, () => {
      const until = this.player.now + chance.whole(10, 30) * DAY;
      if (what === 'withdrawn' || what === 'paused') this.tell(what, {});
      else this.tell(what, { until });
    });
    if (what === 'paused') this.onDay(day + chance.whole(5, 20), () => this.tell('resumed', {}));
  }

  private assess(): void {
    this.tell('selfAssessed', { level: Math.min(4, this.level + this.chance.whole(0, 1)) });
  }

  /** From a visit, planned or not, to the look whether it works. */
  private cycle(day: number): void {
    const { style, chance } = this;
    const visit = chance.isWithin(style.planned) ? this.plan(day) : null;
    const id = this.observe(day, visit);
    if (id === null || !chance.isWithin(style.fed)) return;
    const actionId = chance.isWithin(style.acting) ? partOf('action', this.seen) : null;
    this.onDay(this.today + chance.whole(...style.feedback), () => this.feed(id, actionId));
    if (chance.isWithin(CALL_RECORD))
      this.onDay(this.today, () => this.tell('confirmed', { observationId: id, by: 'callRecord' }));
    this.answer(id);
    if (actionId === null) return;
    this.onDay(this.today + chance.whole(3, 9), () => this.tell('actionDone', { actionId }));
    if (!chance.isWithin(style.followed)) return;
    const outcome = chance.isWithin(0.8) ? 'working' : 'notYet';
    this.onDay(this.today + chance.whole(2, 8), () => this.tell('actionVerified', { actionId, outcome }));
  }

  private plan(day: number): string {
    const visitId = partOf('visit', this.seen + 1);
    const moved = this.chance.isWithin(0.1);
    this.onDay(Math.max(this.today, day - this.chance.whole(3, 8)), () => {
      this.tell('visitPlanned', { visitId, at: instantOf(moved ? day - 1 : day) });
      if (moved) this.tell('visitMoved', { visitId, at: instantOf(day) });
    });
    return visitId;
  }

  private observe(day: number, visitId: string | null): string | null {
    let told: string | null = null;
    this.onDay(day, () => {
      this.grow();
      const id = partOf('observation', this.seen + 1);
      if (!this.tell('observed', this.sighting(id, visitId))) return;
      this.seen += 1;
      if (this.chance.isWithin(BESIDE.corrected)) {
        const factId = this.player.log.findLast(({ kind }) => kind === 'observed')!.id;
        this.tell('corrected', { factId, data: { channel: 'phone' } });
      }
      told = id;
    });
    return told;
  }

  /** Everything of a quarter in one afternoon, each more than a week after it was seen. */
  private enterTogether(day: number, most: number): void {
    this.onDay(day + 30, () => {
      for (let index = 0; index < most; index++) {
        const id = partOf('observation', this.seen + 1);
        const feedback = { givenAt: this.player.now, level: 3, actions: [], talked: true };
        const happenedAt = instantOf(day + index * 6);
        if (!this.tell('observed', { ...this.sighting(id, null), feedback }, happenedAt)) return;
        this.seen += 1;
        const ratings = Object.fromEntries(ANCHORS.map((anchor) => [anchor, 3]));
        this.marks.set(id, { ratings, hasEvidence: this.chance.isWithin(0.2), hasSuggestion: false });
      }
    });
  }

  private sighting(observationId: string, visitId: string | null): FactData['observed'] {
    const customer = this.chance.isWithin(0.7) ? `customer-${this.chance.whole(1, CUSTOMERS)}` : null;
    return {
      observationId,
      visitId,
      observer: MANAGER,
      channel: CHANNELS[this.seen % CHANNELS.length]!,
      customer,
      prompted: this.chance.isWithin(0.75),
      feedback: null,
    };
  }

  private feed(observationId: string, actionId: string | null): void {
    const { chance, level } = this;
    const ratings = Object.fromEntries(
      ANCHORS.map((anchor, index): [string, Rating] => {
        // Hardly anybody meets the last anchor, and the third has not always an occasion.
        if (index === 3 && chance.isWithin(0.5)) return [anchor, 'notDone'];
        if (index === 2 && chance.isWithin(0.2)) return [anchor, 'noOccasion'];
        return [anchor, Math.min(4, Math.max(1, level + (chance.isWithin(0.1) ? chance.pick([-1, 1]) : 0)))];
      }),
    );
    const actions = actionId === null ? [] : [{ actionId, dueAt: null }];
    const given = { givenAt: this.player.now, level: overallLevel(ratings), actions, talked: true };
    if (!this.tell('feedbackGiven', { observationId, ...given })) return;
    this.marks.set(observationId, {
      ratings,
      hasEvidence: chance.isWithin(0.8),
      hasSuggestion: chance.isWithin(0.7),
    });
  }

  private answer(observationId: string): void {
    const { chance } = this;
    const how = chance.among(ANSWERED);
    if (how === 'open') return;
    const level = this.level;
    this.onDay(this.today + chance.whole(0, 3), () => {
      if (how === 'acknowledged') this.tell('acknowledged', { observationId });
      else this.tell('disputed', { observationId, reason: 'seenDifferently' });
    });
    if (how !== 'disputed' || !chance.isWithin(0.7)) return;
    const outcome = chance.pick(['upheld', 'changed', 'withdrawn'] as const);
    this.onDay(this.today + chance.whole(2, 6), () =>
      this.tell('regrouped', { observationId, outcome, level: outcome === 'changed' ? level : null }),
    );
  }

  private grow(): void {
    if (this.isAdopted && this.chance.isWithin(FORGOTTEN)) this.level = 2;
    else if (this.seen > 0 && this.chance.isWithin(this.style.rising))
      this.level = Math.min(4, this.level + 1);
  }

  private get isAdopted(): boolean {
    return this.player.standing.adoptedAt !== null;
  }

  private get today(): number {
    const days = Math.floor((this.player.now - BEGINNING) / DAY);
    return Math.floor(days / 7) * 5 + Math.min(days % 7, 4);
  }

  /** Lives until a working day; what is told then, is told some time between nine and five. */
  private onDay(day: number, tell: () => void): void {
    this.runTo(instantOf(day) + this.chance.whole(0, 7 * 60) * 60_000);
    tell();
  }

  private runTo(at: Instant): void {
    if (at > this.player.now) this.player.runUntil(at);
  }

  /** Says something if the API would take it. */
  private tell<K extends HumanFactKind>(kind: K, data: FactData[K], happenedAt = this.player.now): boolean {
    const { log, now } = this.player;
    if (!accepts(log, { kind, data, happenedAt } as Intent, now).ok) return false;
    this.player.tell(kind, data, happenedAt);
    return true;
  }
}

/** Nine in the morning of a working day, counted from the beginning. */
const instantOf = (day: number): Instant => BEGINNING + HOUR + (Math.floor(day / 5) * 7 + (day % 5)) * DAY;
