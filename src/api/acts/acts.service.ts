import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { datesFor } from '../../channels/dates.js';
import type { LoopAction, Pressed } from '../../channels/wording/actions.js';
import { besideText } from '../../channels/wording/beside-text.js';
import type { Field, Filled } from '../../channels/wording/form.js';
import { localeOf } from '../../channels/wording/locale.js';
import type { ApiSettings } from '../../config/index.js';
import { toIso, type Instant } from '../../domain/time.js';
import { draftKey, dropDraft, keepDraft, readDraft } from '../../store/coaching/drafts.js';
import { readAddressee } from '../../store/messages/message-items.js';
import { readEnds } from '../../store/messages/ends.js';
import { answeredBefore, rememberAnswer } from '../../store/idempotency.js';
import { inTransaction } from '../../store/transaction.js';
import type { OnceRequest } from '../common/caller.js';
import { Clock, SETTINGS } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { Within } from '../common/within.js';
import type { ActCard, ItemRef, LoopRef } from './act-card.js';
import type { Acted } from './acts.dto.js';
import { ACTS, instantOf, type Act, type ActRequest } from './acts.js';
import { AlertActs, alertOf } from './alert-acts.js';
import { onlyAsked, requireFilled } from './filled.js';
import type { AskedForm, PressForm } from './press-form.js';
import { closingOf } from './report.js';
import {
  CardReader,
  isByLink,
  isThemselves,
  passedOn,
  reading,
  type Presser,
  type Over,
} from './read-card.js';

/** Not remembered under a key: that would lead back to whose they are. */
const ANONYMOUS: ReadonlySet<Pressed> = new Set<Pressed>(['seenHelped', 'seenDidNotHelp', 'notSeen']);

/** What the buttons of cards do, whether they are pressed in Slack, behind a link in a mail, or in the app. */
@Injectable()
export class ActsService {
  constructor(
    private readonly cards: CardReader,
    private readonly alerts: AlertActs,
    private readonly within: Within,
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Whether anything is asked before it is done. */
  asks(action: Pressed, items: readonly ItemRef[]): boolean {
    return alertOf(items) !== null || (isOfLoop(action) && ACTS[action].asks !== undefined);
  }

  /** Keeps what was filled in and not sent, for when the same is asked again. */
  async keep(action: Pressed, items: readonly ItemRef[], filled: Filled, { actor }: Presser): Promise<void> {
    await inTransaction(this.dataSource, (tx) =>
      keepDraft(tx, actor.personId, draftKey(action, items), filled, this.clock.now()),
    );
  }

  /** What is kept of what the presser began to fill in. */
  kept(action: Pressed, items: readonly ItemRef[], { actor }: Presser): Promise<Filled> {
    const { manager } = this.dataSource;
    return readDraft(manager, actor.personId, draftKey(action, items), this.clock.now());
  }

  /** What is asked before it is done. */
  async form(action: Pressed, items: readonly ItemRef[], presser: Presser): Promise<PressForm> {
    const alert = alertOf(items);
    const { locale, ...form } =
      alert === null
        ? await this.loopForm(...ofLoops(action, items), presser)
        : await this.alerts.form(action, alert, presser);
    const kept =
      form.fields.length > 0 && isThemselves(presser) ? await this.kept(action, items, presser) : {};
    const fields = form.fields.map((field) => ({ ...field, initial: kept[field.name] ?? field.initial }));
    const writes = fields.some(({ kind }) => kind === 'text');
    return {
      ...form,
      fields,
      beside: writes ? besideText(locale, this.settings.sideEffectUrl) : null,
    };
  }

  /** That all of what a message told somebody came to its end, without saying by whom; null: some of it has not. */
  async ended(items: readonly ItemRef[], { actor }: Presser): Promise<string | null> {
    if (alertOf(items) !== null) return null;
    const { manager } = this.dataSource;
    const spoken = items.map(({ enrolment, subject }) => ({ enrolmentId: enrolment!, subject }));
    const ends = [...(await readEnds(manager, spoken)).values()];
    if (ends.length < items.length) return null;
    const reader = await readAddressee(manager, actor.personId);
    const locale = localeOf(reader.language);
    const dates = datesFor(reader, locale, this.clock.now());
    const at = Math.max(...ends.map((end) => end.at));
    return locale.say(locale.words.acts.over.alone, { date: dates.date(at), time: dates.time(at) });
  }

  private async loopForm(
    action: LoopAction,
    items: readonly LoopRef[],
    presser: Presser,
  ): Promise<AskedForm> {
    const { card, over } = await this.cards.read(action, items, presser);
    const { locale } = card;
    const { words, say } = locale;
    const fields = over ? [] : (ACTS[action].asks?.(card) ?? []);
    return {
      locale,
      rep: card.items[0]!.loop.rep.id,
      title: words.actions[action],
      about: aboutOf(card),
      help: say(words.acts.help[action], { rep: card.items[0]!.loop.rep.name }),
      lines: over && over.says !== 'notBegun' ? [] : linesOf(card, presser, fields, ACTS[action]),
      fields,
      submit: fields.length > 0 ? words.acts.send : words.actions[action],
      over: over && { text: overText(card, over), at: over.at === null ? null : toIso(over.at) },
    };
  }

  /**
   * Does it, and answers the same request as before, should its answer have been lost on the way: whoever sends it again
   * is not told that somebody did it meanwhile.
   */
  async actOnce(
    action: Pressed,
    items: readonly ItemRef[],
    filled: Filled,
    presser: Presser,
    once: OnceRequest,
  ): Promise<Acted> {
    const { manager } = this.dataSource;
    const before = await answeredBefore<Acted>(manager, once);
    if (before !== null) return before;
    const answer = await this.act(action, items, filled, presser, once.key);
    if (!ANONYMOUS.has(action)) await rememberAnswer(manager, once, { status: once.status, body: answer });
    return answer;
  }

  /**
   * Does it, as one request of the API for each thing. Sent again under the same key it does nothing twice: what was
   * told of a thing first counts, whatever is said of it under that key later, and what was not told yet still is.
   * @throws Problem with `keyUsed` where all of it was told before, 409 where it is done already, 422 where what was filled in cannot be read, or as the API refuses
   */
  async act(
    action: Pressed,
    items: readonly ItemRef[],
    filled: Filled,
    presser: Presser,
    key: string | null,
  ): Promise<Acted> {
    const alert = alertOf(items);
    const acted =
      alert === null
        ? await this.actOnLoops(...ofLoops(action, items), filled, presser, key)
        : await this.alerts.act(action, alert, filled, presser, key);
    if (this.asks(action, items))
      await dropDraft(this.dataSource.manager, presser.actor.personId, draftKey(action, items));
    return acted;
  }

  private async actOnLoops(
    action: LoopAction,
    items: readonly LoopRef[],
    filled: Filled,
    presser: Presser,
    key: string | null,
  ): Promise<Acted> {
    const { card, over } = await this.cards.read(action, items, presser);
    if (over) throw new Problem(409, overText(card, over), { members: { over: true } });
    const { asks, does, plans } = ACTS[action];
    const fields = asks?.(card) ?? [];
    requireFilled(fields, filled, card.locale);
    if (plans) requireAhead(filled, card);
    const requests = does(card, onlyAsked(fields, filled));
    if (requests.length === 0) throw nothingSaid(fields, card);
    requireBegun(requests, card);
    const { actor } = reading(presser, card.locale.words.language);
    let done = 0;
    let held = Infinity;
    let before: Problem | null = null;
    for (const request of requests) {
      const { path, body } = request;
      const { status, body: answer } = await this.within.ask<{ until?: string } | null>(
        actor,
        presser.address,
        {
          method: 'POST',
          path,
          body,
          // A monthly answer is not remembered under a key: that would lead back to whose it is.
          ...(key !== null && !path.startsWith('/pulses/') && { key: innerKey(key, request) }),
        },
      );
      if (status < 400) {
        done++;
        if (answer?.until) held = Math.min(held, Date.parse(answer.until));
        continue;
      }
      const refused = passedOn(status, answer);
      if (!refused.members.keyUsed) throw refused;
      before = refused;
    }
    if (done === 0 && before) throw before;
    const text = plans ? visitText(card, instantOf(card, filled)) : takenText(card, held);
    return { done, about: aboutOf(card), text };
  }
}

/** Where several days were to choose from, which one it is now. */
const visitText = ({ locale: { words, say }, dates }: ActCard, at: string): string =>
  say(words.acts.takenVisit, { date: dates.date(Date.parse(at)), time: dates.time(Date.parse(at)) });

/** What came of it: until when nobody asks, where that was its sense. */
const takenText = ({ locale: { words, say }, dates }: ActCard, held: Instant): string =>
  held === Infinity ? words.acts.taken : say(words.acts.takenUntil, { until: dates.until(held) });

/**
 * By what it is about, not by its place: of a card of which a part is done, the rest stands elsewhere. Hashed, since a
 * key of the longest kind has no room for more.
 */
const innerKey = (key: string, { path, body: { obligation, observation } }: ActRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([key, path, obligation, observation]))
    .digest('base64url');

const isOfLoop = (action: Pressed): action is LoopAction => Object.hasOwn(ACTS, action);

/** @throws Problem where what was pressed is not of loops */
function ofLoops(action: Pressed, items: readonly ItemRef[]): [LoopAction, LoopRef[]] {
  const loops = items.flatMap(({ enrolment, subject }) =>
    enrolment === null ? [] : [{ enrolment, subject }],
  );
  if (isOfLoop(action) && loops.length === items.length) return [action, loops];
  throw new Problem(422, `Nothing here can be done about that by "${action}". Send what the card says.`);
}

/** A visit is planned for a time to come, which is more than a day that is not over. */
function requireAhead(filled: Filled, card: ActCard): void {
  if (Date.parse(instantOf(card, filled)) > card.now) return;
  const { words } = card.locale;
  const errors = [{ path: 'time', message: words.acts.problems.timeOver }];
  throw new Problem(422, words.acts.cannotRead, { members: { errors } });
}

/** Said where it can be mended: at the first text, since a day or a channel says nothing yet. */
function nothingSaid(fields: readonly Field[], { locale: { words } }: ActCard): Problem {
  const text = words.acts.nothingSaid;
  const errors = fields
    .filter(({ kind }) => kind === 'text')
    .slice(0, 1)
    .map(({ name }) => ({ path: name, message: text }));
  return new Problem(422, text, { members: errors.length > 0 ? { errors } : {} });
}

/** Nothing was seen yet on a visit that lies ahead, unless it took place sooner. */
function requireBegun(requests: readonly ActRequest[], { visit, now, locale, dates }: ActCard): void {
  if (visit === null || Date.parse(visit.at) <= now) return;
  const path = `/joint-visits/${visit.id}/report`;
  if (!requests.some((one) => one.path === path && one.body.happenedAt === undefined)) return;
  throw new Problem(
    422,
    overText({ locale, dates }, { says: 'notBegun', at: Date.parse(visit.at), by: null }),
  );
}

function aboutOf({ items, locale: { words, say } }: ActCard): string {
  const what = [...new Set(items.map(({ capability }) => capability))].join(', ');
  return say(words.acts.about, { rep: items[0]!.loop.rep.name, what });
}

/** The visit that this is about or moves, and what was agreed last, where it is not asked about below. */
function linesOf(
  { items, visit, now, heldUntil, heldAtMost, locale: { words, say }, dates }: ActCard,
  presser: Presser,
  fields: readonly Field[],
  { plans }: Act,
): string[] {
  const agreed = items
    .flatMap(({ loop }) => loop.actions)
    .sort((a, b) => b.agreedAt.localeCompare(a.agreedAt))[0];
  const begins = visit && Date.parse(visit.at);
  // The next one would be taken for the one that is spoken of.
  const isOther = !plans && items[0]!.owed !== null && begins !== null && begins > now;
  const at = isOther ? null : begins;
  const isAsked = agreed && fields.some(({ name }) => name === closingOf(agreed.id));
  return [
    ...(at === null
      ? []
      : [
          say(visit!.institution ? words.acts.visitAt : words.acts.visit, {
            day: dates.date(at),
            time: dates.time(at),
            ...(visit!.institution && { place: visit!.institution }),
          }),
        ]),
    ...(plans && at !== null && at > now ? [words.acts.moves] : []),
    ...(heldUntil === null ? [] : [say(words.acts.waits, { until: dates.until(heldUntil) })]),
    ...(heldAtMost === null ? [] : [say(words.acts.waitsAtMost, { until: dates.until(heldAtMost) })]),
    ...(agreed?.text && !isAsked && !isByLink(presser)
      ? [say(words.acts.agreed, { action: agreed.text })]
      : []),
  ];
}

const overText = (
  { locale: { words, say }, dates }: Pick<ActCard, 'locale' | 'dates'>,
  { says, at, by }: Over,
): string =>
  say(words.acts.over[says], {
    ...(at !== null && { date: dates.date(at), time: dates.time(at), until: dates.until(at) }),
    ...(by !== null && { by }),
  });
