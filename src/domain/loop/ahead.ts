import type { AnyFact, HumanFactData, HumanFactKind } from '../facts.js';
import type { Audience, PersonId } from '../people.js';
import type { Instant } from '../time.js';
import { GrowingLog } from './growing-log.js';
import type { World } from './setting.js';
import { decide } from './step.js';

/** A message that would go out. */
export interface ExpectedMessage {
  person: PersonId;
  at: Instant;
  audience: Audience;
  obligation: string;
  rung: number;
}

/** Something that somebody would do. */
export type Deed = { [K in HumanFactKind]: { at: Instant; kind: K; data: HumanFactData[K] } }[HumanFactKind];

/** What people would do because of what was just said or told to them; nothing, where they do not react. */
export type Reacts = (news: readonly AnyFact[], log: readonly AnyFact[], now: Instant) => readonly Deed[];

export interface Played {
  /** With everything that was told meanwhile. */
  log: AnyFact[];
  messages: ExpectedMessage[];
}

/**
 * A loop that looks more often than this, or to which more happens, has lost its way; the play ends there. An honest one
 * comes to some three hundred facts in two years, and each look reads them all.
 */
const MOST_LOOKS = 1_000;
const MOST_FACTS = 600;

const nobody: Reacts = () => [];

/**
 * Plays a loop forward: it looks when its time comes, and every message is handed over at its slot.
 * @param log the loop's facts so far
 * @param from not before the newest recording
 * @param until inclusive
 * @param reacts asked once of everything that comes into the log
 */
export function playAhead(
  log: readonly AnyFact[],
  from: Instant,
  until: Instant,
  world: World,
  reacts: Reacts = nobody,
): Played {
  const growing = new GrowingLog(log);
  const { facts } = growing;
  const messages: ExpectedMessage[] = [];
  const deeds = [...reacts(log, facts, from)];
  let now = from;
  // Sorts behind every UUID, in the order of the telling.
  const tell = (fact: Pick<AnyFact, 'kind' | 'happenedAt' | 'data'>): void => {
    const id = `~${String(facts.length).padStart(6, '0')}`;
    growing.append({ ...fact, id, recordedAt: now } as AnyFact);
  };
  const most = log.length + MOST_FACTS;
  for (let looks = 0; now <= until && looks < MOST_LOOKS && facts.length < most; looks++) {
    const before = facts.length;
    for (const { at, ...deed } of takeDue(deeds, now)) tell({ ...deed, happenedAt: at });
    const { say, nudges, wakeAt } = decide(growing, now, world);
    for (const fact of say) tell(fact);
    const due = nudges.filter(({ slot }) => slot <= now);
    for (const { person, audience, obligation, rung } of due) {
      messages.push({ person, at: now, audience, obligation, rung });
      tell({ kind: 'handedOver', happenedAt: now, data: { obligation, rung, person, channel: 'email' } });
    }
    deeds.push(...reacts(facts.slice(before), facts, now));
    if (due.length === 0)
      now = Math.min(wakeAt ?? Infinity, ...nudges.map(({ slot }) => slot), ...deeds.map(({ at }) => at));
  }
  return { log: facts, messages };
}

/** Takes what is due out of the list, the earliest first. */
function takeDue(deeds: Deed[], now: Instant): Deed[] {
  const due = deeds.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
  for (const deed of due) deeds.splice(deeds.indexOf(deed), 1);
  return due;
}

/** The messages that would go out if nobody reacted. */
export const messagesAhead = (
  log: readonly AnyFact[],
  from: Instant,
  until: Instant,
  world: World,
): ExpectedMessage[] => playAhead(log, from, until, world).messages;
