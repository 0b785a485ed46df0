import { isDeepStrictEqual } from 'node:util';
import { In, IsNull, type EntityManager } from 'typeorm';
import type { CalendarSlice, Instant, IsoDate } from '../../domain/time.js';
import { Absence, CalendarVersion, Person } from '../../entities/index.js';
import { readHolidays } from './holidays.js';
import { moveWithoutLoop } from '../coaching/pulses.js';

/** What is known of a person's time today. Blackouts belong to programs and are added where a loop is looked at. */
function sliceOf(person: Person, absences: readonly Absence[], holidays: readonly IsoDate[]): CalendarSlice {
  return {
    zone: person.zone,
    week: person.workingWeek,
    hours: { from: person.hoursFrom, to: person.hoursTo },
    slot: person.slot,
    quiet: person.quietFrom && person.quietTo ? { from: person.quietFrom, to: person.quietTo } : null,
    holidays,
    absences: absences.map(({ fromDate, toDate, partDay }) => ({
      from: fromDate,
      to: toDate,
      ...(partDay ? { partDay } : {}),
    })),
    blackouts: [],
  };
}

/** Writes a new calendar version for each of these people whose time has changed; says whose has. */
export async function refreshCalendars(
  tx: EntityManager,
  personIds: readonly string[],
  now: Instant,
): Promise<string[]> {
  if (personIds.length === 0) return [];
  const ids = [...new Set(personIds)].sort();
  const people = await tx.find(Person, { where: { id: In(ids) }, order: { id: 'ASC' } });
  const absences = await tx.find(Absence, {
    where: { personId: In(ids), cancelledAt: IsNull() },
    order: { fromDate: 'ASC' },
  });
  const newest = (await tx.query(
    `SELECT DISTINCT ON (person_id) person_id, version, slice FROM calendar_version WHERE person_id = ANY($1) ORDER BY person_id, version DESC`,
    [ids],
  )) as { person_id: string; version: number; slice: CalendarSlice }[];
  const holidaysOf = await readHolidays(tx, now);
  const before = new Map(newest.map((row) => [row.person_id, row]));
  const rows: CalendarVersion[] = [];
  for (const person of people) {
    const slice = sliceOf(
      person,
      absences.filter(({ personId }) => personId === person.id),
      holidaysOf(person),
    );
    const last = before.get(person.id);
    // Through JSON, as it will be read back: a holiday list differs by its content only.
    if (last && isDeepStrictEqual(last.slice, JSON.parse(JSON.stringify(slice)))) continue;
    rows.push(
      tx.create(CalendarVersion, {
        personId: person.id,
        version: (last?.version ?? 0) + 1,
        slice,
        recordedAt: new Date(now),
      }),
    );
  }
  const changed = rows.map(({ personId }) => personId);
  if (changed.length === 0) return [];
  await tx.insert(CalendarVersion, rows as never[]);
  await tx.query(
    `UPDATE person p SET calendar_version = v.version FROM unnest($1::uuid[], $2::int[]) AS v (id, version) WHERE p.id = v.id`,
    [changed, rows.map(({ version }) => version)],
  );
  await moveWithoutLoop(tx, new Map(rows.map(({ personId, slice }) => [personId, slice])), now);
  return changed;
}
