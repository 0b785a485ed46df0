import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import type { ForWhom } from '../../domain/cadence-review/people-concerns.js';
import type { Begun } from '../../domain/rehearsal/rehearse.js';
import { levelNumber } from '../../domain/rubric.js';
import { AUDIENCES, seatsOf, type Audience, type Roster } from '../../domain/people.js';
import type { DateSpan, Instant } from '../../domain/time.js';
import { dayOf } from '../instants.js';
import { lacksLevel } from './levels.js';
import { Refusal, unknown } from '../refusal.js';
import { placesOf } from './places.js';
import { rostersOf } from '../loops/rosters.js';
import type { Rules } from '../loops/rules.js';

/** Reps whom a program is about, or would be: they have a loop in it, or were trained for it. $1 is the program. */
const REPS = `
  SELECT r.id, r.name, EXISTS (SELECT 1 FROM enrolment e WHERE e.program_id = p.id AND e.rep_id = r.id) AS coached
    FROM program p JOIN person r ON r.function = p.function AND (r.active_until IS NULL OR r.active_until >= $2::date)
   WHERE p.id = $1 AND (EXISTS (SELECT 1 FROM enrolment e WHERE e.program_id = p.id AND e.rep_id = r.id AND e.ended_at IS NULL)
      OR EXISTS (SELECT 1 FROM completion c JOIN training_capability tc ON tc.training_id = c.training_id
                   JOIN program_capability pc ON pc.capability_id = tc.capability_id
                  WHERE pc.program_id = p.id AND c.person_id = r.id))`;

/** Reps of a program by a part of their name, those first who have a loop in it. */
export async function repsToTry(
  tx: EntityManager,
  programId: string,
  name: string,
  now: Instant,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  return (await tx.query(
    `SELECT id, name FROM (${REPS}) r WHERE strpos(lower(name), lower($3)) > 0 ORDER BY NOT coached, name, id LIMIT $4`,
    [programId, dayOf(now), name, limit],
  )) as { id: string; name: string }[];
}

/** Everything that decides how a loop of this program would go for somebody. */
export interface Ground extends Omit<Begun, 'now'> {
  capability: string;
  blackouts: DateSpan[];
}

/**
 * @throws Refusal `notFound` where this is none of the program's reps, `invalid` where the program is about nothing yet
 * or its rubric has no such level as the cadence asks for
 */
export async function readGround(
  tx: EntityManager,
  programId: string,
  repId: string,
  cadence: Cadence,
  rules: Rules,
  now: Instant,
): Promise<Ground> {
  const known = (await tx.query(`SELECT 1 FROM (${REPS}) r WHERE id = $3`, [
    programId,
    dayOf(now),
    repId,
  ])) as unknown[];
  if (known.length === 0) throw unknown('rep of this program', repId);
  const [about] = (await tx.query(
    `SELECT p.blackouts, (extract(epoch FROM p.launch_at) * 1000)::float8 AS "launchAt", pc.rubric_version_id AS rubric, c.name
       FROM program p JOIN program_capability pc ON pc.program_id = p.id JOIN capability c ON c.id = pc.capability_id
      WHERE p.id = $1 ORDER BY c.name LIMIT 1`,
    [programId],
  )) as { blackouts: DateSpan[]; launchAt: Instant | null; rubric: string; name: string }[];
  if (!about) throw new Refusal('invalid', 'The program is about no capability yet. Choose one first.');
  const rubric = await rules.rubric(tx, about.rubric);
  const level = levelNumber(rubric, cadence.adoption.level);
  if (level === null) throw new Refusal('invalid', lacksLevel(cadence.adoption.level, about.name, rubric));
  const roster = (await rostersOf(tx, [repId], programId, now)).get(repId)!;
  const [place] = await placesOf(tx, [{ roster, cadence }], rules);
  return {
    capability: about.name,
    blackouts: about.blackouts,
    roster,
    trained: { contentVersion: '', launchedAt: Math.max(now, about.launchAt ?? now), ...place! },
    world: {
      cadence,
      level,
      lead: 0,
      calendars: await rules.calendarsOf(tx, seatsOf(roster), about.blackouts),
    },
  };
}

/** For whom a cadence of this program would be: its reps, in their teams, and who is missing around them. */
export async function readForWhom(tx: EntityManager, programId: string, now: Instant): Promise<ForWhom> {
  const reps = (await tx.query(`SELECT id FROM (${REPS}) r`, [programId, dayOf(now)])) as { id: string }[];
  const rosters = await rostersOf(
    tx,
    reps.map(({ id }) => id),
    programId,
    now,
  );
  const without: Partial<Record<Audience, number>> = {};
  const teams = new Map<string, number>();
  for (const roster of rosters.values()) {
    for (const part of AUDIENCES) if (isVacant(roster, part)) without[part] = (without[part] ?? 0) + 1;
    if (roster.manager) teams.set(roster.manager.person, (teams.get(roster.manager.person) ?? 0) + 1);
  }
  const days = (await tx.query(
    'SELECT id, visit_days_per_week AS "visitDaysPerWeek" FROM person WHERE id = ANY($1)',
    [[...teams.keys()]],
  )) as { id: string; visitDaysPerWeek: number }[];
  return {
    reps: rosters.size,
    without,
    teams: days.map(({ id, visitDaysPerWeek }) => ({ reps: teams.get(id)!, visitDaysPerWeek })),
  };
}

const isVacant = (roster: Roster, part: Audience): boolean =>
  part === 'coCoach' ? roster.coCoaches.length === 0 : roster[part] === null;
