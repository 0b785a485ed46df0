import type { AnyFact } from '../facts.js';
import type { Audience, PersonId } from '../people.js';
import type { Instant } from '../time.js';
import { GrowingLog } from './growing-log.js';
import type { World } from './setting.js';
import { decide } from './step.js';

/** A message that would go out if nobody reacted. */
export interface ExpectedMessage {
  person: PersonId;
  at: Instant;
  audience: Audience;
  obligation: string;
  rung: number;
}

/** A loop that looks more often than this has lost its way; the forecast ends there. */
const MOST_LOOKS = 1_000;

/**
 * Plays a loop forward while nobody reacts and every message is handed over at its slot.
 * @param log the loop's facts so far
 * @param from not before the newest recording
 * @param until inclusive
 */
export function messagesAhead(
  log: readonly AnyFact[],
  from: Instant,
  until: Instant,
  world: World,
): ExpectedMessage[] {
  const growing = new GrowingLog(log);
  const messages: ExpectedMessage[] = [];
  // Sorts behind every UUID, in the order of the telling.
  const nextId = (): string => `~${String(growing.facts.length).padStart(6, '0')}`;
  let now = from;
  for (let looks = 0; now <= until && looks < MOST_LOOKS; looks++) {
    const { say, nudges, wakeAt } = decide(growing, now, world);
    for (const fact of say) growing.append({ ...fact, id: nextId(), recordedAt: now } as AnyFact);
    const due = nudges.filter(({ slot }) => slot <= now);
    for (const { person, audience, obligation, rung } of due) {
      messages.push({ person, at: now, audience, obligation, rung });
      const data = { obligation, rung, person, channel: 'email' as const };
      growing.append({ id: nextId(), kind: 'handedOver', happenedAt: now, recordedAt: now, data });
    }
    if (due.length > 0) continue;
    now = Math.min(wakeAt ?? Infinity, ...nudges.map(({ slot }) => slot));
  }
  return messages;
}
