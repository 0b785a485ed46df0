import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { datesFor } from '../../channels/dates.js';
import { localeOf, type Words } from '../../channels/wording/locale.js';
import { isSelfAssessment, isTalk, isVisit, owedIn } from '../../domain/message/subject.js';
import type { Hold } from '../../domain/loop/course.js';
import type { PuttingOff } from '../../domain/loop/putting-off.js';
import { HOUR, type Instant } from '../../domain/time.js';
import { localDate } from '../../domain/working-time/index.js';
import type { ObligationKind } from '../../domain/words.js';
import { readEnds, spokenOf } from '../../store/messages/ends.js';
import { readAgreed } from '../../store/loops/agreed.js';
import { readLoopWords, type LoopWords } from '../../store/loops/loop-words.js';
import { readProposals } from '../../store/messages/proposals.js';
import { readTakers } from '../../store/people/stand-ins.js';
import { readHeldAfter } from '../../store/loops/putting-off.js';
import { Rules } from '../../store/loops/rules.js';
import { readAddressee } from '../../store/messages/message-items.js';
import type { Actor } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { Within } from '../common/within.js';
import type { EnrolmentDetail, EnrolmentSummary } from '../enrolments/enrolments.dto.js';
import type { PulsesAnswer } from '../pulses/pulses.dto.js';
import type { Visit } from '../visits/visits.dto.js';
import type { ActCard, ActItem, LoopRef, Reportable } from './act-card.js';
import type { LoopAction } from '../../channels/wording/actions.js';
import { ACTS } from './acts.js';

/** A person who presses, and from where. */
export interface Presser {
  actor: Actor & { personId: string };
  address: string;
}

/**
 * Whoever holds a mail holds its links: they show no text that was written since, and reach no loop that the mail did not
 * speak of.
 */
export const isByLink = ({ actor }: Presser): boolean => actor.by.kind === 'link';

/** What somebody began to write is for themselves: not for whoever holds a mail, nor for a machine that speaks for them. */
export const isThemselves = ({ actor: { by } }: Presser): boolean =>
  by.kind === 'session' || by.kind === 'slack';

/** The same, answered in this language. */
export const reading = ({ actor, address }: Presser, language: string): Presser => ({
  actor: { ...actor, language },
  address,
});

/** A form that nobody finishes helps nobody. The app folds what it has not room for. */
const mostCapabilities = (presser: Presser): number => (presser.actor.by.kind === 'session' ? 50 : 5);

/** What of a loop is agreed and open, as whoever presses may read and close it: nobody says so of themselves. */
const toCloseOf = ({ rep, actions }: EnrolmentDetail, presser: Presser): Reportable['toClose'] =>
  isByLink(presser) || rep.id === presser.actor.personId
    ? []
    : actions.flatMap(({ id, text, verifiedAt }) =>
        text === null || verifiedAt !== null ? [] : [{ id, text }],
      );

/** Why nothing is asked: what is said of it, and what stands in its sentence. */
export interface Over {
  says: keyof Words['acts']['over'];
  at: Instant | null;
  by: string | null;
}

export interface ReadCard {
  card: ActCard;
  /** Set where nothing of it is left to do, or not yet. */
  over: Over | null;
}

/** Reads what a button is about as whoever presses it may see it: by requests of their own. */
@Injectable()
export class CardReader {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
    @Inject(Within) private readonly within: Within,
  ) {}

  async read(action: LoopAction, refs: readonly LoopRef[], by: Presser): Promise<ReadCard> {
    const tx = this.dataSource.manager;
    const now = this.clock.now();
    const { personId } = by.actor;
    const reader = await readAddressee(tx, personId);
    const presser = reading(by, reader.language);
    const items: ActItem[] = [];
    const words = await readLoopWords(
      tx,
      refs.map(({ enrolment }) => enrolment),
    );
    for (const ref of refs) items.push(await this.item(ref, words, presser));
    const open: ActItem[] = [];
    for (const item of items) if (await this.stands(item, presser)) open.push(item);
    const { reports, ofVisit, plans, names, goes, putsOff } = ACTS[action];
    const shown = open.length > 0 ? open : items;
    const locale = localeOf(reader.language);
    const planned = plans && open.length > 0 ? [shown[0]!.loop.id] : [];
    const [proposals = []] = (await readProposals(tx, planned, personId, now)).values();
    const card: ActCard = {
      personId,
      zone: reader.zone,
      locale,
      dates: datesFor(reader, locale, now),
      now,
      items: shown,
      reportable: reports && open.length > 0 ? await this.reportable(shown, presser) : [],
      mostCapabilities: mostCapabilities(presser),
      visit: visitOf(shown[0]!, now, reports === true),
      proposals,
      takers: names && open.length > 0 ? await readTakers(tx, shown[0]!.loop.rep.id, personId, now) : [],
      heldUntil: putsOff ? earliest(open.flatMap(heldNow)) : null,
      heldAtMost: null,
    };
    if (goes && !isVisit(shown[0]!.ref.subject)) card.visit = nextOf(shown[0]!.loop, goes(card), now);
    if (open.length === 0) return { card, over: await this.endOf(items) };
    const at = ofVisit && card.visit && Date.parse(card.visit.at);
    if (at && localDate(card.zone, at) > localDate(card.zone, now))
      return { card, over: { says: 'notBegun', at, by: null } };
    const limits = putsOff ? await this.limits(putsOff, open, card) : null;
    if (limits) card.heldAtMost = earliest(limits);
    if (limits?.length === 0) return { card, over: usedUp(card) };
    return { card, over: saidBefore(action, card) };
  }

  /** How long each of these may still be put off; empty: none of them any more. Null: nobody can say. */
  private async limits(
    kind: Hold['kind'],
    open: readonly ActItem[],
    card: ActCard,
  ): Promise<Instant[] | null> {
    const { personId, now } = card;
    const limits: Instant[] = [];
    for (const { loop, owed } of open) {
      const said = {
        kind,
        data: { until: now + FAR, ...(kind === 'snoozed' && loop.rep.id === personId && OF_REP) },
      };
      const held = await readHeldAfter(this.dataSource.manager, this.rules, loop.id, said as PuttingOff, now);
      if (held === null || held.size === 0) return null;
      const until = held.get(owed ?? '') ?? earliest([...held.values()].filter((at) => at !== null));
      if (until !== null && isLater(until, card)) limits.push(until);
    }
    return limits;
  }

  private async item(
    ref: LoopRef,
    words: ReadonlyMap<string, LoopWords>,
    presser: Presser,
  ): Promise<ActItem> {
    const loop = await this.get<EnrolmentDetail>(`/enrolments/${ref.enrolment}`, presser);
    const owed = owedIn(ref.subject);
    const [kind, named] = owed?.split('/') ?? [];
    return {
      ref,
      loop,
      ...words.get(loop.id)!,
      toClose: toCloseOf(loop, presser),
      owed,
      kind: (kind as ObligationKind) ?? null,
      named: named ?? null,
    };
  }

  /** Whether what a card spoke of is still open. */
  private async stands({ ref, loop, owed, kind, named }: ActItem, presser: Presser): Promise<boolean> {
    if (isVisit(ref.subject)) {
      const [, id, at] = ref.subject.split('/');
      return loop.visits.some(
        (visit) => visit.id === id && visit.state === 'planned' && Date.parse(visit.at) === Number(at),
      );
    }
    if (isSelfAssessment(ref.subject)) return loop.maySelfAssess && loop.rep.id === presser.actor.personId;
    if (isHandOver(owed)) return loop.endedAt === null;
    if (owed!.startsWith('pulse/')) {
      const { items } = await this.get<PulsesAnswer>('/pulses', presser);
      return items.some(({ id }) => id === named);
    }
    const open = loop.open?.find(({ obligation }) => obligation === owed);
    // Of what the rep owes the coach was told no more than the wish to talk.
    if (isTalk(ref.subject) && open?.owner !== 'manager')
      return open?.answers.some(({ answer }) => answer === 'talkAbout') ?? false;
    // Who answers after the time for it is heard all the same.
    const unanswered = loop.seen.some(
      ({ id, feedback, acknowledgement }) => id === named && feedback && !acknowledgement,
    );
    if (kind === 'acknowledge' && unanswered) return true;
    return open !== undefined;
  }

  private async reportable(shown: readonly ActItem[], presser: Presser): Promise<Reportable[]> {
    if (isByLink(presser)) return [...shown];
    const { loop } = shown[0]!;
    const { items } = await this.get<{ items: EnrolmentSummary[] }>(
      `/enrolments?rep=${loop.rep.id}&ended=false&limit=50`,
      presser,
    );
    const words = await readLoopWords(
      this.dataSource.manager,
      items.map(({ id }) => id),
    );
    const others = items
      .filter(({ id }) => !shown.some((item) => item.loop.id === id))
      .slice(0, Math.max(0, mostCapabilities(presser) - shown.length));
    const ids = others.map(({ id }) => id);
    const agreed = await readAgreed(this.dataSource.manager, ids, presser.actor.personId, this.clock.now());
    return [
      ...shown,
      ...others.map((other) => ({
        loop: other,
        ...words.get(other.id)!,
        toClose: agreed.get(other.id) ?? [],
      })),
    ];
  }

  /** How the first of it ended, where that is known. */
  private async endOf(items: readonly ActItem[]): Promise<Over> {
    const spoken = items.map(({ ref }) => ({ enrolmentId: ref.enrolment, subject: ref.subject }));
    const ends = await readEnds(this.dataSource.manager, spoken);
    const end = ends.get(spokenOf(spoken[0]!));
    if (!end) return { says: 'somehow', at: null, by: null };
    return { says: end.by === null ? 'alone' : 'by', at: end.at, by: end.by };
  }

  private async get<T>(path: string, { actor, address }: Presser): Promise<T> {
    const { status, body } = await this.within.ask<T>(actor, address, { method: 'GET', path });
    if (status === 200) return body;
    throw passedOn(status, body);
  }
}

/** Longer than any cadence lets a thing wait. */
const FAR = 400 * 24 * HOUR;
const OF_REP = { owedBy: 'rep' } as const;

const earliest = (instants: readonly Instant[]): Instant | null =>
  instants.length === 0 ? null : Math.min(...instants);

const isHandOver = (owed: string | null): boolean => owed?.startsWith('handOver/') === true;

const openIn = ({ loop, owed }: ActItem) => loop.open?.find(({ obligation }) => obligation === owed);

const heldNow = (item: ActItem): Instant[] => {
  const until = openIn(item)?.held?.until;
  return until === undefined ? [] : [Date.parse(until)];
};

/** Whether it would wait longer than it does: by a day, or where the cadence counts in minutes by those. */
function isLater(until: Instant, { now, zone, heldUntil }: ActCard): boolean {
  const day = localDate(zone, until);
  const before = heldUntil ?? now;
  return until > before && (day === localDate(zone, now) || day > localDate(zone, before));
}

/** Of what the cadence lets wait nothing is left, though it may wait still. */
const usedUp = ({ heldUntil }: ActCard): Over =>
  heldUntil === null
    ? { says: 'waitedEnough', at: null, by: null }
    : { says: 'waitsEnough', at: heldUntil, by: null };

/** What whoever presses has said of all of it already, so that saying it again would change nothing. */
function saidBefore(action: LoopAction, { items, personId }: ActCard): Over | null {
  const { says } = ACTS[action];
  if (!says) return null;
  if (says === 'notMyRep') {
    // A hand-over is about nothing that is owed: any answer of its loop speaks of it.
    const held = items.map(
      (item) =>
        (openIn(item)?.held ??
          (isHandOver(item.owed) &&
            item.loop.open?.find(({ held }) => held?.because === 'notMyRep')?.held)) ||
        null,
    );
    const until = held.every((one) => one?.because === 'notMyRep') ? held[0]!.until : null;
    return until === null ? null : { says: 'looked', at: Date.parse(until), by: null };
  }
  const said = items.map((item) =>
    openIn(item)?.answers.findLast(({ answer, person }) => answer === says && person === personId),
  );
  const last = said.at(-1);
  if (!last || !said.every((one) => one !== undefined)) return null;
  return { says: 'said', at: Date.parse(last.at), by: null };
}

/** What an inner request was answered, as the answer of the outer one. */
export function passedOn(status: number, body: unknown): Problem {
  const {
    type: _,
    title: __,
    status: ___,
    detail,
    requestId: ____,
    ...members
  } = body as Record<string, unknown>;
  return new Problem(status, String(detail), { members });
}

/**
 * The visit that the item speaks of, else the next one, else the one that has just been. A report is of what has been,
 * so that it looks the other way.
 */
function visitOf({ ref, loop }: ActItem, now: Instant, reports: boolean): Visit | null {
  const named = isVisit(ref.subject) ? ref.subject.split('/')[1] : null;
  if (named) return loop.visits.find(({ id }) => id === named) ?? null;
  // The newest first.
  const planned = loop.visits.filter(({ state }) => state === 'planned');
  const next = planned.findLast(({ at }) => Date.parse(at) >= now);
  const begun = planned.find(({ at }) => Date.parse(at) <= now);
  return (reports ? (begun ?? next) : (next ?? begun)) ?? null;
}

/** The next visit on which somebody of these goes along. */
function nextOf({ visits }: EnrolmentDetail, goes: readonly string[], now: Instant): Visit | null {
  // The newest first.
  const theirs = visits.filter(
    ({ at, state, observers }) =>
      state === 'planned' && Date.parse(at) > now && observers.some((one) => goes.includes(one)),
  );
  return theirs.at(-1) ?? null;
}
