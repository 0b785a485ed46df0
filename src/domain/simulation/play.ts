import type { AnyFact } from '../facts.js';
import { rungKey } from '../loop/said.js';
import type { World } from '../loop/setting.js';
import type { PersonId } from '../people.js';
import type { Instant } from '../time.js';
import { Desk, type Message } from './desk.js';
import { History } from './history.js';
import { PlayedLoop, type GivenLoop, type Ready } from './played-loop.js';
import { Queue } from './queue.js';
import { NOBODY, type Deed, type Later, type Reactions, type Telling } from './reactions.js';

/** A loop that looks more often than this has lost its way. */
const MOST_LOOKS = 3_000;

/** At one instant everybody looks and speaks before messages go. */
const RANK = { looks: 0, messages: 1 } as const;

/**
 * Plays many loops in one order of time as the live engine would: each looks when its wake comes and when something
 * was told, and what is due to one person is told by the rules of their day, whatever loop it comes from.
 */
export class Play {
  readonly loops: readonly PlayedLoop[];
  readonly messages: Message[] = [];
  /** How often a loop looked, and how often that had to be decided anew. */
  readonly counts = { looks: 0, decisions: 0 };
  now: Instant;
  private readonly queue = new Queue<() => void>();
  private readonly desks = new Map<PersonId, Desk>();

  /** @param from not before the newest recording of any log */
  constructor(
    given: readonly GivenLoop[],
    from: Instant,
    private readonly reactions: Reactions = NOBODY,
  ) {
    this.now = from;
    const histories = new Map<readonly AnyFact[], Map<World, History>>();
    this.loops = given.map((one) => new PlayedLoop(one, this.historyOf(one, histories)));
    reactions.meet(this.loops, from, this.later);
    for (const loop of this.loops) {
      const opened = this.look(loop);
      for (const { key } of loop.outcome.standing.open) if (!opened.includes(key)) this.owes(loop, key);
    }
  }

  /** Lives until an instant, which is inside. */
  runUntil(until: Instant): void {
    for (let next = this.queue.next(until); next; next = this.queue.next(until)) {
      this.now = Math.max(this.now, next.at);
      next.what();
    }
    this.now = until;
  }

  /** Tells facts now; the loops look at once. */
  tell(tellings: readonly Telling[]): void {
    for (const { loop, kind, happenedAt, data } of tellings) loop.tell(kind, happenedAt, data, this.now);
    for (const loop of new Set(tellings.map(({ loop }) => loop))) this.look(loop);
  }

  private readonly later: Later = (at: Instant, deed: Deed) =>
    this.queue.put(Math.max(at, this.now), RANK.looks, () => this.tell(deed(this.now)));

  private historyOf({ log, world }: GivenLoop, known: Map<readonly AnyFact[], Map<World, History>>): History {
    let byWorld = known.get(log);
    if (!byWorld) known.set(log, (byWorld = new Map<World, History>()));
    let history = byWorld.get(world);
    if (!history) byWorld.set(world, (history = History.of(log, world, this.counts)));
    return history;
  }

  /** @returns what it says is owed from now on */
  private look(loop: PlayedLoop): string[] {
    const { now } = this;
    const { say, nudges, wakeAt, ended } = loop.look(now);
    this.counts.looks += 1;
    if (loop.looks > MOST_LOOKS)
      throw new Error(
        `the loop ${loop.id} looked ${MOST_LOOKS} times and is at ${new Date(now).toISOString()}`,
      );
    this.wakeAt(loop, ended ? null : wakeAt);
    const wanted = new Map(nudges.map((plan) => [rungKey(plan.obligation, plan.rung), plan]));
    for (const [key, ready] of loop.ready) if (!wanted.has(key)) this.withdraw(ready);
    for (const [key, plan] of wanted) this.place({ loop, key, plan, slot: plan.slot });
    const opened = say.flatMap((fact) => (fact.kind === 'obligationOpened' ? fact.data.obligation : []));
    for (const key of opened) this.owes(loop, key);
    return opened;
  }

  private owes(loop: PlayedLoop, key: string): void {
    const one = loop.owed(key);
    if (one) this.reactions.owed(loop, one, this.now, this.later);
  }

  private wakeAt(loop: PlayedLoop, at: Instant | null): void {
    if (at === loop.wakeAt) return;
    loop.wakeAt = at;
    if (at !== null)
      this.queue.put(at, RANK.looks, () => {
        if (loop.wakeAt === at) this.look(loop);
      });
  }

  /** Lets a message stand ready where its loop says; one that stands there already says what it says now. */
  private place(ready: Ready): void {
    const before = ready.loop.ready.get(ready.key);
    if (before?.slot === ready.slot && before.plan.person === ready.plan.person) before.plan = ready.plan;
    else {
      if (before) this.withdraw(before);
      this.standReady(ready);
    }
  }

  private standReady(ready: Ready): void {
    const desk = this.deskOf(ready.plan.person);
    ready.loop.ready.set(ready.key, ready);
    if (desk.put(ready)) this.queue.put(ready.slot, RANK.messages, () => this.bring(desk));
  }

  private withdraw(ready: Ready): void {
    this.deskOf(ready.plan.person).take(ready);
    ready.loop.ready.delete(ready.key);
  }

  private deskOf(person: PersonId): Desk {
    let desk = this.desks.get(person);
    if (!desk) this.desks.set(person, (desk = new Desk(person)));
    return desk;
  }

  /** What is due to one person now: some of it is handed over, and what has no room is put off. */
  private bring(desk: Desk): void {
    const { now } = this;
    const { person } = desk;
    for (const loop of desk.outdated(now)) this.look(loop);
    const { messages, handedOver, putOff } = desk.handOut(now);
    for (const ready of handedOver) {
      const { obligation, rung, via } = ready.plan;
      this.withdraw(ready);
      ready.loop.tell('handedOver', now, { obligation, rung, person, channel: via[0]! }, now);
    }
    for (const { ready, until } of putOff) this.putOff(ready, until);
    // A hand-over rings only where its loop waits for it.
    for (const loop of new Set(handedOver.map(({ loop }) => loop)))
      if (loop.outcome.waitsForHandOver) this.look(loop);
      else if (loop.ready.size === 0) this.wakeAt(loop, loop.outcome.wakeOnceTold);
    for (const message of messages) {
      this.messages.push(message);
      this.reactions.told(message, this.later);
    }
  }

  private putOff(ready: Ready, until: Instant): void {
    const { now } = this;
    const { loop, key, plan } = ready;
    const { obligation, rung, person } = plan;
    this.withdraw(ready);
    loop.tell('putOff', now, { obligation, rung, person }, now);
    const waits = loop.waits.get(key);
    if (waits?.person !== person) loop.waits.set(key, { person, since: now });
    this.standReady({ ...ready, slot: until });
  }
}
