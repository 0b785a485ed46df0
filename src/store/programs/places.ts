import type { EntityManager } from 'typeorm';
import type { Cadence } from '../../domain/cadence.js';
import { placeFirstVisit, type Place } from '../../domain/capacity.js';
import type { Roster } from '../../domain/people.js';
import type { CalendarSlice, IsoDuration } from '../../domain/time.js';
import { parseDuration } from '../../domain/working-time/index.js';
import type { Rules } from '../loops/rules.js';

const inDays = (duration: IsoDuration, calendar: CalendarSlice): number => {
  const { days, weeks } = parseDuration(duration);
  return days + weeks * calendar.week.length;
};

/**
 * Whether a loop `e` waits for a first observation for which there is no room, in SQL; null where nobody counted. Once it
 * had room it keeps it.
 */
export const LACKS_ROOM = `e.observations = 0 AND (SELECT bool_and(f.data ->> 'fits' = 'false') FROM fact f
  WHERE f.enrolment_id = e.id AND f.kind IN ('trained', 'rosterChanged') AND f.data ? 'fits')`;

interface Seeker {
  roster: Roster;
  cadence: Cadence;
}

/**
 * Lets nobody else give places on these managers' visit days away until the transaction ends: what two count at the same
 * time both would find free.
 */
export async function holdPlaces(
  tx: EntityManager,
  rosters: readonly Pick<Roster, 'manager'>[],
): Promise<void> {
  await tx.query(`SELECT 1 FROM person WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`, [
    managersOf(rosters),
  ]);
}

const managersOf = (rosters: readonly Pick<Roster, 'manager'>[]): string[] => [
  ...new Set(rosters.flatMap(({ manager }) => manager?.person ?? [])),
];

/**
 * A place on their manager's visit days for each of these, in their order, behind those who have one and were not seen
 * yet. A rep has one place, whatever the number of capabilities.
 */
export async function placesOf(
  tx: EntityManager,
  seekers: readonly Seeker[],
  rules: Rules,
): Promise<Place[]> {
  const managers = managersOf(seekers.map(({ roster }) => roster));
  // Whose manager is who today: loops may not have heard of it yet.
  const loads = (await tx.query(
    `SELECT m.id, m.visit_days_per_week AS days,
            ARRAY(SELECT DISTINCT e.rep_id FROM reporting_line l JOIN enrolment e ON e.rep_id = l.person_id
              WHERE l.manager_id = m.id AND l.valid_to IS NULL AND e.ended_at IS NULL AND e.observations = 0
                AND (${LACKS_ROOM}) IS NOT TRUE) AS placed
       FROM person m WHERE m.id = ANY($1)`,
    [managers],
  )) as { id: string; days: number; placed: string[] }[];
  const visitDays = new Map(loads.map(({ id, days }) => [id, days]));
  const waiting = new Map(loads.map(({ id, placed }) => [id, placed.length]));
  // Who has a place takes no second one.
  const before = new Map(loads.flatMap(({ placed }) => placed.map((rep) => [rep, placed.length - 1])));
  const calendars = await rules.calendarsOf(
    tx,
    seekers.flatMap(({ roster }) => roster.manager ?? []),
    [],
  );
  return seekers.map(({ roster: { rep, manager }, cadence }) => {
    // On the wall clock nobody's days are counted, and a vacant line has no days to give.
    if (!manager || cadence.clock === 'calendar') return { spreadDays: 0, fits: true };
    const calendar = calendars(manager);
    const theirs = before.get(rep.person) ?? waiting.get(manager.person) ?? 0;
    const load = {
      visitDaysPerWeek: visitDays.get(manager.person) ?? 0,
      workingDaysPerWeek: calendar.week.length,
      waiting: theirs,
    };
    const within = inDays(cadence.firstObservation.within, calendar);
    const place = placeFirstVisit(load, within, inDays(cadence.opening.spreadOver, calendar));
    if (place.fits && !before.has(rep.person)) {
      before.set(rep.person, theirs);
      waiting.set(manager.person, theirs + 1);
    }
    return place;
  });
}

interface Seeking {
  id: string;
  cadenceVersionId: string;
  lacksRoom: boolean;
}

/**
 * The ids of those loops without room that have it now: the manager's days hold them as they would hold loops that begin
 * today, behind those that have a place already, or a co-coach goes along.
 * @param rosters who sits where today
 */
export async function withRoomNow<L extends Seeking>(
  tx: EntityManager,
  loops: readonly L[],
  rosters: (loop: L) => Roster | undefined,
  rules: Rules,
): Promise<Set<string>> {
  const lacking = [];
  for (const loop of loops) {
    const roster = loop.lacksRoom ? rosters(loop) : undefined;
    if (roster) lacking.push({ loop, roster, cadence: await rules.cadence(tx, loop.cadenceVersionId) });
  }
  if (lacking.length === 0) return new Set();
  await holdPlaces(
    tx,
    lacking.map(({ roster }) => roster),
  );
  const places = await placesOf(tx, lacking, rules);
  return new Set(
    lacking.flatMap(({ loop, roster }, index) =>
      places[index]!.fits || roster.coCoaches.length > 0 ? [loop.id] : [],
    ),
  );
}
