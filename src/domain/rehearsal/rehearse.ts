import type { AnyFact, HumanFactData } from '../facts.js';
import { playAhead, type ExpectedMessage } from '../loop/ahead.js';
import type { World } from '../loop/setting.js';
import { step } from '../loop/step.js';
import type { Roster } from '../people.js';
import type { Instant } from '../time.js';
import { reactionsOf, withAbsence, type Done, type Path } from './paths.js';

/** A loop as it would go for a rep who was trained at `now`. */
export interface Rehearsed {
  log: AnyFact[];
  messages: ExpectedMessage[];
  /** The world that it was played in: along some paths somebody is away. */
  world: World;
  adoptedAt: Instant | null;
  sustainedAt: Instant | null;
  /** Whether the loop had ended when the play did; else it would have gone on. */
  isWhole: boolean;
}

export interface Begun {
  roster: Roster;
  world: World;
  trained: HumanFactData['trained'];
  now: Instant;
}

/**
 * Plays a loop from its training on, along a path or as it is given, by the rules of the running ones.
 * @param until where nothing has ended it before
 * @param beside the play beside which it is held: whoever is away in that one is away in this one too
 */
export function rehearse(
  { roster, world, trained, now }: Begun,
  path: Path | readonly Done[],
  until: Instant,
  beside?: Rehearsed,
): Rehearsed {
  const begun: AnyFact[] = [
    { id: '~0', kind: 'trained', happenedAt: now, recordedAt: now, data: trained },
    { id: '~1', kind: 'rosterChanged', happenedAt: now, recordedAt: now, data: { cause: 'launch', roster } },
  ];
  const lived = beside
    ? { ...world, calendars: beside.world.calendars }
    : path === 'managerAway'
      ? awayAtFirst(begun, roster, world, now)
      : world;
  const { log, messages } = playAhead(begun, now, until, lived, reactionsOf(path, roster, lived));
  const last = (kind: 'adopted' | 'sustained'): Instant | null =>
    log.findLast((fact) => fact.kind === kind)?.happenedAt ?? null;
  return {
    log,
    messages,
    world: lived,
    adoptedAt: last('adopted'),
    sustainedAt: last('sustained'),
    isWhole: log.some((fact) => fact.kind === 'ended'),
  };
}

/** The manager is away when the first observation is due. */
function awayAtFirst(begun: readonly AnyFact[], { manager }: Roster, world: World, now: Instant): World {
  const opened = step(begun, now, world).say.find(({ kind }) => kind === 'obligationOpened') as
    Extract<AnyFact, { kind: 'obligationOpened' }> | undefined;
  const dueAt = opened?.data.dueAt ?? null;
  return manager && dueAt !== null ? withAbsence(world, manager, dueAt) : world;
}
