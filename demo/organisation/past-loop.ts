import type { Rating } from '../../src/domain/rubric.js';
import { CAPABILITIES } from './capabilities.js';
import type { ApiClient } from './client.js';
import type { Dice } from './dice.js';
import type { Enrolment } from './enrolments.js';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

const SEEN = [
  'Let the other finish, and named the concern in their own words before answering.',
  'Went to the data at once; the question behind the objection stayed open.',
  'Asked twice what matters most here, and built the answer on it.',
  'Good pace. The link to the kind of patient just discussed was missing.',
  'Summed up at the end and agreed a date for the next step.',
];
const TRY = [
  'If they name a competitor, then ask first what matters most to this patient.',
  'Before the study, one sentence: which question does it answer?',
  'Name one limit of the evidence yourself, before you are asked.',
  'Pause for three seconds after the question.',
  'End with one agreed step and a date.',
];
const PLACES = [
  'Klinikum Isarauen',
  'Policlinico Borgo Nuovo',
  'CRM-51907',
  'St. Brendan Medical Center',
  'CRM-60771',
];
const CHANNELS = ['faceToFace', 'remote', 'phone'] as const;

/** One loop, as its people lived it: each call is a fact that happened on a working day of the past. */
export class PastLoop {
  facts = 0;
  private seen = 0;

  constructor(
    private readonly api: ApiClient,
    private readonly loop: Enrolment & { manager: { id: string } },
    private readonly dice: Dice,
    private readonly launchedAt: number,
    private readonly now: number,
  ) {}

  /** The n-th working day since the launch, some time between nine and three; never later than an hour ago. */
  at(day: number): string {
    const calendarDay = Math.floor(day / 5) * 7 + (day % 5);
    const instant = this.launchedAt + calendarDay * DAY_MS + (9 + this.dice.throw() * 6) * HOUR_MS;
    return new Date(Math.min(instant, this.now - HOUR_MS)).toISOString();
  }

  /** Working days since the launch. */
  get today(): number {
    const days = Math.floor((this.now - this.launchedAt) / DAY_MS);
    return Math.floor(days / 7) * 5 + Math.min(days % 7, 5) - 1;
  }

  /** A day within a span, by chance. */
  between(least: number, most: number): number {
    return this.dice.whole(least, most);
  }

  /** The manager has seen the capability; nothing was written yet. */
  async observed(day: number): Promise<string> {
    const { observation } = await this.tell<{ observation: string }>('observations', {
      ...this.sighting(),
      happenedAt: this.at(day),
    });
    return observation;
  }

  /** Seen, and feedback with one action on the next day. */
  async coached(day: number, level: number): Promise<{ observation: string; action: string }> {
    const observation = await this.observed(day);
    const { action } = await this.tell<{ action: string }>('feedback', {
      observation,
      happenedAt: this.at(day + 1),
      ratings: this.ratings(level),
      evidence: this.dice.pick(SEEN),
      suggestion: this.dice.pick(TRY),
      talked: true,
      action: { text: this.dice.pick(TRY), dueOn: this.at(day + 9).slice(0, 10) },
    });
    return { observation, action };
  }

  async accepted(observation: string, day: number): Promise<void> {
    await this.tell(
      'acknowledgement',
      { observation, answer: 'accept', happenedAt: this.at(day) },
      this.loop.rep.id,
    );
  }

  async disputed(observation: string, day: number): Promise<void> {
    const reason = this.dice.pick(['seenDifferently', 'notActionable']);
    await this.tell(
      'acknowledgement',
      { observation, answer: 'dispute', reason, happenedAt: this.at(day) },
      this.loop.rep.id,
    );
  }

  async done(action: string, day: number): Promise<void> {
    await this.tell(`actions/${action}/done`, { happenedAt: this.at(day) }, this.loop.rep.id);
  }

  async verified(action: string, day: number): Promise<void> {
    await this.tell(`actions/${action}/verification`, { outcome: 'working', happenedAt: this.at(day) });
  }

  async confirmed(observation: string, day: number): Promise<void> {
    await this.tell('confirmation', { observation, by: 'callRecord', happenedAt: this.at(day) }, null);
  }

  /** One whole cycle, from the observation to the follow-up, in ten working days. */
  async cycle(day: number, level: number): Promise<string> {
    const { observation, action } = await this.coached(day, level);
    await this.accepted(observation, day + 3);
    await this.done(action, day + 7);
    await this.verified(action, day + 9);
    return observation;
  }

  /** Three cycles at the level, in different channels and one of them confirmed by a record. */
  async adopted(firstDay: number): Promise<void> {
    await this.cycle(firstDay, 3);
    const second = await this.cycle(firstDay + 11, 3);
    await this.confirmed(second, firstDay + 21);
    await this.cycle(firstDay + 23, 4);
  }

  async ready(day: number): Promise<void> {
    await this.tell('ready', { happenedAt: this.at(day) }, this.loop.rep.id);
  }

  async noOpportunity(day: number): Promise<void> {
    await this.tell('no-opportunity', { until: 'P10D', happenedAt: this.at(day) });
  }

  async paused(day: number): Promise<void> {
    await this.tell('pause', { reason: 'The territory is being handed over.', happenedAt: this.at(day) });
  }

  async excused(day: number): Promise<void> {
    await this.tell('excuse', { reason: 'Parental leave.', happenedAt: this.at(day) });
  }

  async withdrawn(day: number): Promise<void> {
    await this.tell('withdraw', { reason: 'Has moved to another team.', happenedAt: this.at(day) });
  }

  private sighting() {
    this.seen += 1;
    return {
      observer: this.loop.manager.id,
      channel: CHANNELS[this.seen % CHANNELS.length],
      customer: PLACES[(this.seen + this.dice.whole(0, 1)) % PLACES.length],
      prompted: this.dice.throw() < 0.8,
    };
  }

  /** By anchor, with the level as their median. The fourth anchor is the one that hardly anybody meets. */
  private ratings(level: number): Record<string, Rating> {
    const { anchors } = CAPABILITIES.find(({ code }) => code === this.loop.capability.code)!.rubric;
    return Object.fromEntries(
      anchors.map(({ code }, index): [string, Rating] => {
        if (index === 3) return [code, this.dice.throw() < 0.6 ? 'notDone' : Math.max(1, level - 1)];
        if (index === 4) return [code, this.dice.throw() < 0.3 ? 'noOccasion' : Math.min(4, level + 1)];
        return [code, level];
      }),
    );
  }

  /** @param as who says so: the manager, unless it is the rep's to say; null: a record, such as the CRM's of a call */
  private async tell<T>(what: string, body: object, as: string | null = this.loop.manager.id): Promise<T> {
    this.facts += 1;
    const key = `past/${this.loop.id}/${this.facts}`;
    return this.api.post<T>(`/enrolments/${this.loop.id}/${what}`, {
      body,
      key,
      ...(as !== null && { as }),
    });
  }
}
