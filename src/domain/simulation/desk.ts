import { choose } from '../message/choose.js';
import { ranked, type Because } from '../message/rank.js';
import type { NudgePlan } from '../loop/ladder.js';
import type { PersonId } from '../people.js';
import { HOUR, type Instant, type IsoDate } from '../time.js';
import { localDate } from '../working-time/index.js';
import { dueItemOf, roomFor } from './due-item.js';
import type { PlayedLoop, Ready } from './played-loop.js';

/** One thing that a message tells. */
export interface Told {
  loop: PlayedLoop;
  plan: NudgePlan;
  because: Because;
}

/** A message as it reaches somebody. */
export interface Message {
  person: PersonId;
  at: Instant;
  /** The day whose one message it is; null: it goes beside the budget. */
  day: IsoDate | null;
  told: Told[];
  /** Reps for whom it had no room. */
  waiting: number;
}

/** What comes of what is due to a person at one moment. */
export interface HandedOut {
  messages: Message[];
  handedOver: Ready[];
  putOff: { ready: Ready; until: Instant }[];
}

/** A message that has to wait and says to whom it goes on, and when, is said anew by its loop shortly before. */
const SAID_ANEW = HOUR;

/** What stands ready for one person, and the day of their last message. */
export class Desk {
  private readonly slots = new Map<Instant, Set<Ready>>();
  private toldOn: IsoDate | null = null;

  constructor(readonly person: PersonId) {}

  /** True: nothing else waits for that slot. */
  put(ready: Ready): boolean {
    const waiting = this.slots.get(ready.slot);
    if (waiting) waiting.add(ready);
    else this.slots.set(ready.slot, new Set([ready]));
    return !waiting;
  }

  take(ready: Ready): void {
    const waiting = this.slots.get(ready.slot);
    waiting?.delete(ready);
    if (waiting?.size === 0) this.slots.delete(ready.slot);
  }

  due(now: Instant): Ready[] {
    return [...this.slots].flatMap(([slot, waiting]) => (slot <= now ? [...waiting] : []));
  }

  /** Loops that look before anything is made of what they have here. */
  outdated(now: Instant): PlayedLoop[] {
    const loops = this.due(now)
      .filter(
        ({ loop, key, plan, slot }) =>
          plan.goesOn !== null && loop.waits.has(key) && loop.lookedAt < slot - SAID_ANEW,
      )
      .map(({ loop }) => loop);
    return [...new Set(loops)];
  }

  /** By the rules of the live engine: the one message of a day, and beside it what programs on the wall clock have to say. */
  handOut(now: Instant): HandedOut {
    const due = new Map(
      this.due(now).map((ready) => {
        const item = dueItemOf(ready, now);
        return [item.id, { ready, item }];
      }),
    );
    const out: HandedOut = { messages: [], handedOver: [], putOff: [] };
    const items = (clock: 'calendar' | 'working') =>
      [...due.values()]
        .filter(({ ready }) => ready.loop.world.cadence.clock === clock)
        .map(({ item }) => item);
    const tell = (
      chosen: readonly { id: string; because: Because }[],
      day: IsoDate | null,
      waiting: number,
    ): void => {
      if (chosen.length === 0) return;
      const all = chosen.map(({ id, because }) => ({ ready: due.get(id)!.ready, because }));
      const told = all.map(({ ready: { loop, plan }, because }) => ({ loop, plan, because }));
      out.messages.push({ person: this.person, at: now, day, told, waiting });
      out.handedOver.push(...all.map(({ ready }) => ready));
    };
    tell(
      ranked(items('calendar')).map(({ item, because }) => ({ id: item.id, because })),
      null,
      0,
    );
    const daily = items('working');
    const [first] = daily;
    if (!first) return out;
    const calendar = due.get(first.id)!.ready.loop.calendarOf(this.person);
    const day = localDate(calendar.zone, now);
    const chosen = choose(daily, { now, calendar, told: this.toldOn === day });
    tell(chosen.tell, day, chosen.waiting);
    if (chosen.tell.length > 0) this.toldOn = day;
    for (const id of chosen.wait) {
      const { ready } = due.get(id)!;
      out.putOff.push({ ready, until: roomFor(ready, now) });
    }
    return out;
  }
}
