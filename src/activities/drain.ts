import { Context } from '@temporalio/activity';
import type { EntityManager } from 'typeorm';
import { CannotAsk, type HandOver, type Message, type MessageChannel } from '../channels/message.js';
import { compose } from '../composing/message.js';
import type { Channel } from '../domain/cadence.js';
import { SECOND, type Instant } from '../domain/time.js';
import { localDate } from '../domain/working-time/index.js';
import { answerBell, readBell, ringAtOnce } from '../store/running/bells.js';
import { cardIsFresh, staleCards } from '../store/messages/cards.js';
import * as deliveries from '../store/messages/deliveries.js';
import type { DeliveryRow } from '../store/messages/delivery-row.js';
import { peopleDue } from '../store/messages/due.js';
import { dueInvitations } from '../store/messages/invitations.js';
import { withLane } from '../store/running/lane-lock.js';
import { nextOfLane } from '../store/running/lane-waits.js';
import { readAddressee } from '../store/messages/message-items.js';
import { inTransaction, type Store } from '../store/transaction.js';
import { whileAlive } from './alive.js';
import { claimDue, type Asked } from './claim.js';
import { withCode } from './failure.js';
import { createInviting } from './inviting.js';
import { together } from './together.js';
import { createPacer } from './pace.js';
import { createStay, type Look } from './stay.js';
import { look, lookAmongOthers, type Looked, type LoopDependencies } from './looking.js';
import { pauseAfter } from './pauses.js';
import type { Next, TimeShift } from './shift.js';

export interface DeliveryDependencies {
  /** The ways to a person that are set up here. */
  channels: Partial<Record<Channel, MessageChannel>>;
  /** Calls a second that each provider takes. */
  perSecond: Readonly<Record<Channel, number>>;
  appUrl: string;
  /** Calls under way at once, for this lane. */
  concurrency: number;
}

/** Tries after which the next channel is taken. */
const TRIES = 6;
/** While a call's answer is missing: some hours, in which the same message is repeated under the same key. */
const TRIES_IN_DOUBT = 12;

const isTimeToTurn = (attempts: number, inDoubt: boolean): boolean =>
  attempts % (inDoubt ? TRIES_IN_DOUBT : TRIES) === 0;
/** Messages, invitations and cards each, between two looks at what has come due meanwhile. */
const AT_ONCE = 200;

const NOT_SET_UP = { ok: false, failure: 'unreachable', code: 'CHANNEL_NOT_SET_UP' } as const;

/** A recipient for whom something went wrong on our side is tried again after this. */
const TROUBLE_PAUSE = 30 * SECOND;

export function createDrain(deps: LoopDependencies & DeliveryDependencies & { shift: TimeShift }) {
  const { dataSource, shift } = deps;
  const store: Store = (work) => inTransaction(dataSource, work);
  const pace = createPacer(dataSource, deps.perSecond);
  const parted = (error: unknown): void =>
    deps.log.warn({ err: error }, 'what was to be stored together is stored one by one');
  // Of all lanes together: they take turns at a pen that writes down many as fast as one.
  const noteHandedOver = together(async (all: readonly deliveries.HandedOver[]) => {
    await store((tx) => deliveries.handedOver(tx, all));
    return all.map(() => null);
  }, parted);
  const claimTogether = together(
    (asked: readonly (Asked & { now: Instant })[]) =>
      store((tx) => claimDue(tx, asked, deps.rules, Math.max(...asked.map(({ now }) => now)))),
    parted,
  );

  const atLane = createStay(store);
  /** Loops at which a lane looked in the place of their workflow, which sleeps for too long now. */
  const wakesSooner = new Set<string>();
  const note = (enrolment: string, { sooner }: Looked): void => void (sooner && wakesSooner.add(enrolment));

  const drain = async (lane: number, temporalNow: number): Promise<Next> => {
    const now = shift.toDomain(temporalNow);
    const next = await whileAlive(() =>
      withLane(dataSource, lane, () => atLane(lane, clockFrom(now), drainAlone)),
    );
    // Another process is still at it, perhaps one that is going down: look again shortly.
    const [wakeAt, why] = next === 'busy' ? [now + 2 * SECOND, 'busy'] : [next, 'slot'];
    return {
      phase: 'delivering',
      wakeAt: wakeAt === null ? null : shift.toTemporal(wakeAt),
      why,
      ended: false,
    };
  };

  const drainAlone = async (lane: number, now: () => Instant): Promise<Look> => {
    const ring = await store((tx) => readBell(tx, 'lane', lane));
    let troubled = false;
    const { cancellationSignal } = Context.current();
    // One recipient's trouble is not the lane's; a worker that goes down begins with no further one.
    const each = <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> =>
      inParallel(items, deps.concurrency, async (item) => {
        if (cancellationSignal.aborted) return;
        await work(item).catch((error: unknown) => {
          troubled = true;
          deps.log.error({ lane, err: error }, 'a message could not be made or stored; it is tried again');
        });
      });
    await each(await store((tx) => deliveries.unsettled(tx, lane, now())), (left) => settle(left, now));
    const [cards, invitations, people] = await store(async (tx) => [
      await staleCards(tx, lane, AT_ONCE),
      await dueInvitations(tx, lane, now(), AT_ONCE),
      await peopleDue(tx, lane, now(), AT_ONCE),
    ]);
    // Beside each other: what one provider takes slowly keeps nothing back that goes by another.
    await Promise.all([
      each(cards, (card) => refreshCard(card, now)),
      each(invitations, (id) => invite(id, now)),
      each(people, (person) => bring(person, lane, now)),
    ]);
    const rings = [...wakesSooner];
    wakesSooner.clear();
    if (rings.length > 0) await store((tx) => ringAtOnce(tx, 'enrolment', rings));
    // The next worker takes what this one did not come to, and answers.
    if (cancellationSignal.aborted) return { wakeAt: now(), leaves: 'trouble' };
    // An unanswered bell is rung again after the relay's pause; an answered one at once, since the trouble is still due.
    if (troubled) return { wakeAt: now() + TROUBLE_PAUSE, leaves: 'trouble' };
    return store(async (tx) => {
      const wakeAt = await nextOfLane(tx, lane);
      if (ring !== null) await answerBell(tx, 'lane', lane, ring, wakeAt);
      return { wakeAt, leaves: people.length === AT_ONCE ? 'more' : null };
    });
  };

  /** What is due to one person: the one message of their day. */
  const bring = async (personId: string, lane: number, now: () => Instant): Promise<void> => {
    const looked = new Set<string>();
    for (let tries = 0; tries < TRIES; tries++) {
      const claimed = await claimTogether({ personId, lane, looked, now: now() });
      for (const delivery of claimed.deliveries) await send(delivery, now);
      if (claimed.behind.length === 0) return;
      for (const enrolment of claimed.behind) {
        note(enrolment, await look(enrolment, now(), deps));
        looked.add(enrolment);
      }
    }
    throw new Error(`the loops of ${personId} do not come to rest; their message is made later`);
  };

  /** What an earlier drain left: a call in doubt after a crash, or a try whose time has come. */
  const settle = async (delivery: DeliveryRow, now: () => Instant): Promise<void> => {
    const inDoubt = delivery.state === 'sending' || delivery.inDoubt;
    const again = { ...delivery, attempts: delivery.attempts + 1 };
    const silence = inDoubt ? await ask(delivery, now) : null;
    if (silence === 'arrived') return;
    if (silence && !isTimeToTurn(again.attempts, true)) {
      await store((tx) => beginTry(tx, delivery, true, now()));
      return sendOtherwise(again, silence, now);
    }
    if (inDoubt) {
      // Its slot may be long over; what is not in doubt is placed anew by its loops.
      const from = await store((tx) => deliveries.mayGoFrom(tx, delivery.id, now()));
      if (from > now()) {
        await store((tx) => deliveries.waitInDoubt(tx, delivery.id, from));
        return;
      }
    }
    for (const enrolment of await store((tx) => deliveries.behindIn(tx, delivery.id)))
      note(enrolment, await look(enrolment, now(), deps));
    const wanted = await store(async (tx) => {
      if (!(await isWanted(tx, delivery, inDoubt, now()))) return false;
      await beginTry(tx, delivery, inDoubt, now());
      return true;
    });
    if (wanted) await (silence ? sendOtherwise(again, silence, now) : send(again, now));
  };

  const beginTry = async (
    tx: EntityManager,
    { id, personId }: DeliveryRow,
    inDoubt: boolean,
    now: Instant,
  ): Promise<void> => {
    const { zone } = await readAddressee(tx, personId);
    await deliveries.beginTry(tx, id, inDoubt, localDate(zone, now));
  };

  /**
   * Whether anything of a message is still to be brought: no figures to whoever may not read them any more. What
   * certainly did not arrive is planned anew: its person may have changed, a visit may be planned, its slot may be
   * missed. What may have arrived keeps its key, and what came back, or was given up, is told already; only what was done is dropped from
   * them.
   */
  const isWanted = async (
    tx: EntityManager,
    delivery: DeliveryRow,
    inDoubt: boolean,
    now: Instant,
  ): Promise<boolean> => {
    await deliveries.dropUnheard(tx, delivery.id, now);
    if (inDoubt || delivery.told) return deliveries.dropDone(tx, delivery.id, now);
    for (const enrolment of await deliveries.giveBack(tx, delivery.id))
      note(enrolment, await lookAmongOthers(tx, enrolment, now, deps));
    await deliveries.placeWithoutLoop(tx, delivery.id, now);
    return deliveries.takeAgain(tx, delivery, now);
  };

  /** Asks whether a message in doubt is there already; a provider that does not answer has failed once more. */
  const ask = async (
    delivery: DeliveryRow,
    now: () => Instant,
  ): Promise<'arrived' | (HandOver & { ok: false }) | null> => {
    try {
      return (await arrived(delivery, now)) ? 'arrived' : null;
    } catch (error) {
      if (!(error instanceof CannotAsk)) throw error;
      const { code, retryAfter } = error;
      return {
        ok: false,
        failure: 'later',
        code,
        inDoubt: true,
        ...(retryAfter === undefined ? {} : { retryAfter }),
      };
    }
  };

  /** Asks the provider, where it can be asked, whether a message in doubt is there already. */
  const arrived = async (delivery: DeliveryRow, now: () => Instant): Promise<boolean> => {
    const message = await store((tx) =>
      compose(tx, delivery, deps.rules, deps.appUrl, delivery.createdAt, now()),
    );
    const ref = message && (await deps.channels[delivery.channel]?.find?.(message));
    if (!ref) return false;
    // What it showed when it was sent is not known any more: it is shown once more as things stand.
    await noteHandedOver({ delivery: { ...delivery, marks: -1 }, ref, at: now() });
    return true;
  };

  /** The words are made in its turn, for which it may wait: what is done meanwhile is not told any more. */
  const send = async (delivery: DeliveryRow, now: () => Instant): Promise<void> => {
    const channel = await inTurn(delivery.channel);
    const message = await stillToSay(delivery, now());
    if (!message) return;
    const answer = channel ? await channel.send(message) : NOT_SET_UP;
    if (answer.ok) await noteHandedOver({ delivery, ref: answer.ref, at: now() });
    else await sendOtherwise(delivery, answer, now);
  };

  /** Null: nothing is left of it, and it is withdrawn. */
  const stillToSay = async (delivery: DeliveryRow, at: Instant): Promise<Message | null> => {
    const made = await compose(dataSource.manager, delivery, deps.rules, deps.appUrl, at);
    if (made && !made.items.some(({ done }) => done)) return made;
    return store(async (tx) => {
      if (!(await deliveries.dropDone(tx, delivery.id, at))) return null;
      const left = await compose(tx, delivery, deps.rules, deps.appUrl, at);
      if (!left) await deliveries.withdraw(tx, delivery.id);
      return left;
    });
  };

  /**
   * Later on the same channel, after some tries on the next, and round again: a provider that fails for a while makes
   * nobody unreachable. Where every channel refuses the person, or an answer is missing for hours, the loops hear of it.
   */
  const sendOtherwise = async (
    delivery: DeliveryRow,
    answer: HandOver & { ok: false },
    now: () => Instant,
  ): Promise<void> => {
    const { id, attempts } = delivery;
    const inDoubt = answer.inDoubt ?? false;
    const passing = answer.failure === 'later';
    const [channel, ...others] = delivery.otherChannels;
    const alone = channel === undefined && !inDoubt;
    // In doubt it is turned to another channel late: that could be a second message.
    if (passing && (alone || !isTimeToTurn(attempts, inDoubt))) {
      const pause = pauseAfter(attempts, answer.retryAfter);
      return store((tx) => deliveries.tryLater(tx, id, answer.code, inDoubt, now() + pause));
    }
    deps.log.warn(
      { delivery: id, channel: delivery.channel, code: answer.code },
      'a message could not be brought this way',
    );
    if (!channel) return store((tx) => deliveries.failed(tx, delivery, answer.code, now()));
    const otherChannels = passing && !inDoubt ? [...others, delivery.channel] : others;
    await store((tx) => deliveries.changeChannel(tx, id, channel, otherChannels, answer.code));
    return send({ ...delivery, channel, otherChannels, attempts: attempts + 1 }, now);
  };

  /** Edits a card whose items have changed, in place; one that cannot be edited any more is let be. */
  const refreshCard = async (card: DeliveryRow, now: () => Instant): Promise<void> => {
    const message = await store((tx) => compose(tx, card, deps.rules, deps.appUrl, card.createdAt, now()));
    const ref = card.providerRef;
    if (message && ref) {
      const answer = await call(card.channel, (channel) => channel.update?.(message, ref));
      if (!answer.ok && answer.failure === 'later')
        throw new Error(`a card could not be edited yet: ${answer.code}`);
    }
    await store((tx) => cardIsFresh(tx, card));
  };

  /** The way to a provider, once its rate lets a call through; null: it is not set up here. */
  const inTurn = async (name: Channel): Promise<MessageChannel | null> => {
    const channel = deps.channels[name];
    if (channel) await pace(name);
    return channel ?? null;
  };

  /** One call to a provider, within its rate. */
  const call = async (
    name: Channel,
    work: (channel: MessageChannel) => Promise<HandOver> | undefined,
  ): Promise<HandOver> => {
    const channel = await inTurn(name);
    if (!channel) return NOT_SET_UP;
    return (await work(channel)) ?? { ok: true, ref: {} };
  };

  const invite = createInviting({ store, call, appUrl: deps.appUrl, log: deps.log });

  return {
    /** Sends what has come due to the people of a lane and says when the next thing does. */
    drain: withCode('LANE_NOT_DRAINED', deps.log, drain),
  };
}

/** The domain's clock from a known instant on: a drain takes a while, and what it stores tells when. */
function clockFrom(now: Instant): () => Instant {
  const began = performance.now();
  return () => now + Math.round(performance.now() - began);
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: Math.min(width, items.length) }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}
