import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import { placeFirstVisit } from '../../domain/capacity.js';
import type { Roster } from '../../domain/people.js';
import type { CalendarSlice, IsoDuration } from '../../domain/time.js';
import { parseDuration } from '../../domain/working-time/index.js';
import type { Rules } from '../loops/rules.js';

const inDays = (duration: IsoDuration, calendar: CalendarSlice): number => {
  const { days, weeks } = parseDuration(duration);
  return days + weeks * calendar.week.length;
};

/** A place on the manager's visit days for each rep of these rosters, behind those who wait already. */
export async function placesOf(
  tx: EntityManager,
  rosters: readonly Roster[],
  cadence: Cadence,
  rules: Rules,
) {
  const managers = [...new Set(rosters.flatMap(({ manager }) => manager?.person ?? []))];
  const reps = rosters.map(({ rep }) => rep.person);
  const loads = (await tx.query(
    `SELECT m.id, m.visit_days_per_week AS days,
            (SELECT count(DISTINCT e.rep_id)::int FROM enrolment e
              WHERE e.manager_id = m.id AND e.ended_at IS NULL AND e.observations = 0 AND NOT (e.rep_id = ANY($2))) AS waiting
       FROM person m WHERE m.id = ANY($1)`,
    [managers, reps],
  )) as { id: string; days: number; waiting: number }[];
  const waiting = new Map(loads.map(({ id, waiting: count }) => [id, count]));
  const visitDays = new Map(loads.map(({ id, days }) => [id, days]));
  const calendars = await rules.calendarsOf(
    tx,
    rosters.flatMap(({ manager }) => manager ?? []),
    [],
  );
  return new Map(
    rosters.map(({ rep, manager }) => {
      // On the wall clock nobody's days are counted, and a vacant line has no days to give.
      if (!manager || cadence.clock === 'calendar') return [rep.person, { spreadDays: 0, fits: true }];
      const calendar = calendars(manager);
      const before = waiting.get(manager.person) ?? 0;
      waiting.set(manager.person, before + 1);
      const load = {
        visitDaysPerWeek: visitDays.get(manager.person) ?? 0,
        workingDaysPerWeek: calendar.week.length,
        waiting: before,
      };
      const within = inDays(cadence.firstObservation.within, calendar);
      return [rep.person, placeFirstVisit(load, within, inDays(cadence.opening.spreadOver, calendar))];
    }),
  );
}

interface Seeking {
  id: string;
  repId: string;
  cadenceVersionId: string;
  lacksRoom: boolean;
}

/**
 * The ids of those loops without room that have it now: the manager's days hold them as they would hold loops that begin
 * today, behind those that wait already, or a co-coach goes along.
 * @param rosters who sits where today
 */
export async function withRoomNow<L extends Seeking>(
  tx: EntityManager,
  loops: readonly L[],
  rosters: (loop: L) => Roster | undefined,
  rules: Rules,
): Promise<Set<string>> {
  const found = new Set<string>();
  const lacking = loops.filter(({ lacksRoom }) => lacksRoom);
  for (const version of new Set(lacking.map(({ cadenceVersionId }) => cadenceVersionId))) {
    const theirs = lacking.flatMap((loop) => {
      const roster = loop.cadenceVersionId === version ? rosters(loop) : undefined;
      return roster ? [{ loop, roster }] : [];
    });
    // A rep has one place, whatever the number of capabilities.
    const reps = [...new Map(theirs.map(({ roster }) => [roster.rep.person, roster])).values()];
    const places = await placesOf(tx, reps, await rules.cadence(tx, version), rules);
    for (const { loop, roster } of theirs)
      if (places.get(loop.repId)!.fits || roster.coCoaches.length > 0) found.add(loop.id);
  }
  return found;
}
