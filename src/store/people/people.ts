import { v7 as uuid } from 'uuid';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { isSubdivisionOf } from '../../domain/holidays.js';
import type { CalendarSlice, Instant } from '../../domain/time.js';
import { CalendarVersion, Person, ReportingLine } from '../../entities/index.js';
import { refreshCalendars } from '../calendars/calendars.js';
import { reachableAgain } from '../messages/reachable-again.js';
import { queueRosterChange } from '../running/jobs.js';
import { laneOf } from '../running/lanes.js';
import { ownParameters, ownRows, type OwnRows } from '../rights/own-rows.js';
import { queueLaunchesFor } from '../programs/rollouts.js';
import { Refusal, refusingDuplicates, unknown } from '../refusal.js';
import { leads } from './stand-ins.js';

/** What can be said of a person; who leads and who stands in for them is said elsewhere. */
export type PersonFields = Pick<
  Person,
  | 'externalId'
  | 'name'
  | 'email'
  | 'role'
  | 'function'
  | 'territory'
  | 'region'
  | 'market'
  | 'country'
  | 'subdivision'
  | 'zone'
  | 'language'
  | 'workingWeek'
  | 'hoursFrom'
  | 'hoursTo'
  | 'slot'
  | 'quietFrom'
  | 'quietTo'
  | 'visitDaysPerWeek'
  | 'activeFrom'
  | 'activeUntil'
  | 'preferredChannel'
>;

/** What must be known of everybody; the rest has defaults. */
export type NewPerson = Partial<PersonFields> &
  Pick<PersonFields, 'externalId' | 'name' | 'email' | 'role' | 'function' | 'country' | 'zone'>;

export interface PersonInLine {
  person: Person;
  /** Who leads them today; null: the top of a line, or a vacant one. */
  managerId: string | null;
  /** The newest version; null: none was written yet. */
  calendar: CalendarSlice | null;
}

export interface PeopleFilter {
  /** Part of the name, or the whole externalId or address, in any case. */
  search?: string | undefined;
  externalId?: string | undefined;
  email?: string | undefined;
  role?: Person['role'] | undefined;
  function?: Person['function'] | undefined;
  territory?: string | undefined;
  region?: string | undefined;
  market?: string | undefined;
  country?: string | undefined;
  managerId?: string | undefined;
}

/** A change of one of these changes when loops may run or who holds a seat in them. */
const OF_THE_CALENDAR = [
  'function',
  'country',
  'subdivision',
  'zone',
  'workingWeek',
  'hoursFrom',
  'hoursTo',
  'slot',
  'quietFrom',
  'quietTo',
  'activeFrom',
  'activeUntil',
] as const satisfies readonly (keyof PersonFields)[];

/** A change of one of these may let somebody begin who was kept back: their wave is another one, or they are here again. */
const OF_THE_LAUNCH = [
  'function',
  'region',
  'activeUntil',
] as const satisfies readonly (keyof PersonFields)[];

export const concernsLaunches = (before: Partial<PersonFields>, after: Partial<PersonFields>): boolean =>
  OF_THE_LAUNCH.some((field) => differs(before[field], after[field]));

/** Whether days on which somebody goes along with reps are others: loops without room may have it now. */
export const concernsRoom = (before: Partial<PersonFields>, after: Partial<PersonFields>): boolean =>
  differs(before.visitDaysPerWeek, after.visitDaysPerWeek);

/** Whether the loops of a person must hear of a change. */
export const concernsLoops = (before: Partial<PersonFields>, after: Partial<PersonFields>): boolean =>
  OF_THE_CALENDAR.some((field) => differs(before[field], after[field]));

/** A subdivision lies in its country. One that does not is refused, or forgotten where only the country changed. */
function placed<F extends Partial<PersonFields>>(fields: F, before?: Person): F {
  const country = fields.country ?? before?.country;
  const subdivision = fields.subdivision === undefined ? before?.subdivision : fields.subdivision;
  if (!country || !subdivision || isSubdivisionOf(subdivision, country)) return fields;
  if (fields.subdivision === undefined) return { ...fields, subdivision: null };
  throw new Refusal(
    'invalid',
    `${subdivision} does not lie in ${country}. Send a subdivision of that country, such as ${country}-XX, or null.`,
  );
}

export const DUPLICATES = {
  person_external_id:
    'Another person has this externalId. One person stands here once; change that one instead.',
  person_email: { code: 'emailTaken', at: 'email' },
} as const;

/** @throws Refusal (invalid) where somebody would leave before they came */
function refuseLeftBefore({
  activeFrom,
  activeUntil,
}: Pick<PersonFields, 'activeFrom' | 'activeUntil'>): void {
  if (activeFrom === null || activeUntil === null || activeFrom <= activeUntil) return;
  const params = { first: activeFrom, last: activeUntil };
  throw new Refusal('invalid', { code: 'leftBefore', at: 'activeUntil', params });
}

/** @param fields the email address in small letters */
export async function createPerson(
  tx: EntityManager,
  fields: NewPerson,
  lanes: number,
  now: Instant,
): Promise<PersonInLine> {
  const id = uuid();
  const at = new Date(now);
  await refusingDuplicates(DUPLICATES, () =>
    tx.insert(Person, { ...placed(fields), id, lane: laneOf(id, lanes), createdAt: at, updatedAt: at }),
  );
  await refreshCalendars(tx, [id], now);
  return getPerson(tx, id);
}

/** Fields that are left out stay as they are. */
export async function changePerson(
  tx: EntityManager,
  id: string,
  wanted: Partial<PersonFields>,
  now: Instant,
): Promise<PersonInLine> {
  const before = await lockPerson(tx, id);
  const changes = placed(wanted, before);
  const { activeFrom = before.activeFrom, activeUntil = before.activeUntil } = changes;
  refuseLeftBefore({ activeFrom, activeUntil });
  if (Object.values(changes).some((value) => value !== undefined))
    await refusingDuplicates(DUPLICATES, () =>
      tx.update(Person, { id }, { ...changes, updatedAt: new Date(now) }),
    );
  if (differs(before.email, changes.email)) await reachableAgain(tx, [id], now);
  if (concernsLoops(before, changes)) await tellOfCalendar(tx, id, now);
  else if (concernsRoom(before, changes)) await queueRosterChange(tx, [id], now);
  if (concernsLaunches(before, changes)) await queueLaunchesFor(tx, [id], now);
  return getPerson(tx, id);
}

const differs = (before: unknown, after: unknown): boolean =>
  after !== undefined && JSON.stringify(before) !== JSON.stringify(after);

/** Writes down that a person's time has changed, and lets the loops concerned know. */
export async function tellOfCalendar(tx: EntityManager, personId: string, now: Instant): Promise<void> {
  await refreshCalendars(tx, [personId], now);
  await queueRosterChange(tx, [personId], now);
}

/** Says who stands in for a person while they are away; null: nobody. */
export async function setDelegate(
  tx: EntityManager,
  id: string,
  delegateId: string | null,
  now: Instant,
): Promise<PersonInLine> {
  const person = await lockPerson(tx, id);
  if (delegateId === id) throw new Refusal('invalid', { code: 'ownStandIn' });
  if (delegateId !== null) await requirePeople(tx, [delegateId]);
  if (delegateId !== null && (await leads(tx, id, delegateId)))
    throw new Refusal('invalid', { code: 'standInIsLed' });
  if (person.delegateId !== delegateId) {
    await tx.update(Person, { id }, { delegateId, updatedAt: new Date(now) });
    await queueRosterChange(tx, [id], now);
  }
  return getPerson(tx, id);
}

export async function getPerson(tx: EntityManager, id: string): Promise<PersonInLine> {
  const [found] = await withManagers(inLine(tx).where('person.id = :id', { id }));
  if (!found) throw unknown('person', id);
  return found;
}

/** People by name, behind a name and id; where `own` is given, those shown to them. */
export async function listPeople(
  tx: EntityManager,
  filter: PeopleFilter,
  after: readonly string[] | null,
  limit: number,
  own: OwnRows | null,
): Promise<PersonInLine[]> {
  const { managerId, search, ...columns } = filter;
  const query = inLine(tx).orderBy('person.name').addOrderBy('person.id').limit(limit);
  for (const [column, value] of Object.entries(columns))
    if (value !== undefined) query.andWhere(`person.${column} = :${column}`, { [column]: value });
  if (search !== undefined)
    query.andWhere(
      '(strpos(lower(person.name), lower(:search)) > 0 OR lower(person.external_id) = lower(:search) OR person.email = lower(:search))',
      { search },
    );
  if (managerId !== undefined) query.andWhere('line.manager_id = :managerId', { managerId });
  if (own) query.andWhere('person.id = ANY (:own)', { own: await idsShownTo(tx, own) });
  if (after !== null)
    query.andWhere('(person.name, person.id) > (:name, :id)', { name: after[0], id: after[1] });
  return withManagers(query);
}

async function idsShownTo(tx: EntityManager, own: OwnRows): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    `SELECT r.id FROM person r WHERE ${ownRows('person')}`,
    ownParameters(own),
  );
  return rows.map(({ id }) => id);
}

const inLine = (tx: EntityManager): SelectQueryBuilder<Person> =>
  tx
    .createQueryBuilder(Person, 'person')
    .leftJoin(ReportingLine, 'line', 'line.person_id = person.id AND line.valid_to IS NULL')
    .leftJoin(
      CalendarVersion,
      'calendar',
      'calendar.person_id = person.id AND calendar.version = person.calendar_version',
    )
    .addSelect('line.manager_id', 'manager_id')
    .addSelect('calendar.slice', 'slice');

async function withManagers(query: SelectQueryBuilder<Person>): Promise<PersonInLine[]> {
  const { entities, raw } = await query.getRawAndEntities<{
    manager_id: string | null;
    slice: CalendarSlice | null;
  }>();
  return entities.map((person, index) => ({
    person,
    managerId: raw[index]!.manager_id,
    calendar: raw[index]!.slice,
  }));
}

/** Locks a person's row, so that changes to one person follow one another. */
export async function lockPerson(tx: EntityManager, id: string): Promise<Person> {
  const person = await tx.findOne(Person, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!person) throw unknown('person', id);
  return person;
}

/**
 * Keeps a person as they were read until the transaction ends.
 * @throws Refusal `stale` where somebody has changed since what its revision tells of
 */
export async function requireUnchanged(
  tx: EntityManager,
  id: string,
  read: string,
  revisionOf: (person: Person) => string,
): Promise<void> {
  if (revisionOf(await lockPerson(tx, id)) !== read) throw new Refusal('stale', { code: 'changedSince' });
}

/** Refuses a request that names somebody who does not exist. */
export async function requirePeople(tx: EntityManager, ids: readonly string[]): Promise<void> {
  const missing: { id: string }[] = await tx.query(
    'SELECT wanted.id FROM unnest($1::uuid[]) AS wanted (id) WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = wanted.id)',
    [ids],
  );
  if (missing[0])
    throw new Refusal('invalid', `There is no person with the id ${missing[0].id}. Add them first.`);
}

/** Ids of everybody, ascending, behind one. */
export async function peopleAfter(tx: EntityManager, after: string | null, limit: number): Promise<string[]> {
  const rows: { id: string }[] = await tx.query(
    'SELECT id FROM person WHERE $1::uuid IS NULL OR id > $1 ORDER BY id LIMIT $2',
    [after, limit],
  );
  return rows.map(({ id }) => id);
}
