import type { EntityManager } from 'typeorm';
import type { AnyFact } from '../../domain/facts.js';
import { plannedVersion } from '../../domain/loop/next-version.js';
import type { World } from '../../domain/loop/setting.js';
import { seatsOf } from '../../domain/people.js';
import type { DateSpan } from '../../domain/time.js';
import type { Rules } from './rules.js';

/** By which published versions a loop goes, and on which days its program is not coached. */
export interface RuledBy {
  cadenceVersionId: string;
  rubricVersionId: string;
  blackouts: DateSpan[];
}

/** In the FROM of an enrolment `e` and its program `p`. */
export const RULED_BY = `e.cadence_version_id AS "cadenceVersionId", e.rubric_version_id AS "rubricVersionId", p.blackouts`;

/**
 * The rules and calendars by which a loop decides, from its next cycle on as well where a move has planned others for it.
 * @param lead how long before a slot it wakes (ms); 0 for whoever only looks
 */
export async function readWorld(
  tx: EntityManager,
  rules: Rules,
  ruledBy: RuledBy,
  log: readonly AnyFact[],
  lead = 0,
): Promise<World> {
  const to = plannedVersion(log)?.to;
  const world = await readWorldBy(tx, rules, ruledBy, log, lead);
  if (to === undefined) return world;
  const next = await readWorldBy(tx, rules, { ...ruledBy, cadenceVersionId: to }, log, lead);
  return { ...world, next: { version: to, world: next } };
}

/** The same by one version alone, whatever is planned for the next cycle. */
export async function readWorldBy(
  tx: EntityManager,
  rules: Rules,
  { cadenceVersionId, rubricVersionId, blackouts }: RuledBy,
  log: readonly AnyFact[],
  lead = 0,
): Promise<World> {
  const cadence = await rules.cadence(tx, cadenceVersionId);
  const seats = log.flatMap((fact) => (fact.kind === 'rosterChanged' ? seatsOf(fact.data.roster) : []));
  return {
    cadence,
    level: await rules.level(tx, rubricVersionId, cadence.adoption.level),
    calendars: await rules.calendarsOf(tx, seats, blackouts),
    lead,
  };
}
