import type { EntityManager } from 'typeorm';
import {
  forbiddenBy,
  looser,
  maySecondLineBeTold,
  profiledCountries,
  profileOf,
  profileWith,
  type CountryProfile,
  type ProfileChanges,
  type ToStore,
} from '../../access/country-profiles.js';
import { toIso, type Instant } from '../../domain/time.js';
import { queueRosterChange } from '../running/jobs.js';
import { Refusal } from '../refusal.js';

/** What holds in a country: its profile, with what the organisation asks beyond. */
export interface CountryRules {
  country: string;
  profile: CountryProfile;
  changes: ProfileChanges;
  /** Since when a works agreement covers it; null: none is confirmed. */
  worksAgreementOn: string | null;
}

interface Row {
  country: string;
  changes: ProfileChanges;
  worksAgreementOn: string | null;
}

const toRules = ({ country, changes, worksAgreementOn }: Row): CountryRules => ({
  country,
  profile: profileWith(country, changes),
  changes,
  worksAgreementOn,
});

const readRows = (tx: EntityManager, countries: readonly string[] | null): Promise<Row[]> =>
  tx.query(
    `SELECT country, changes, works_agreement_on::text AS "worksAgreementOn" FROM country_setting
      WHERE $1::text[] IS NULL OR country = ANY($1)`,
    [countries],
  );

/** The rules of these countries. */
export async function readRules(
  tx: EntityManager,
  countries: readonly string[],
): Promise<Map<string, CountryRules>> {
  const set = new Map((await readRows(tx, countries)).map((row) => [row.country, row]));
  return new Map(
    countries.map((country) => [
      country,
      toRules(set.get(country) ?? { country, changes: {}, worksAgreementOn: null }),
    ]),
  );
}

/** Every country that has a profile of its own, or for which something was set. */
export async function listRules(tx: EntityManager): Promise<CountryRules[]> {
  const set = (await readRows(tx, null)).map(({ country }) => country);
  const countries = [...new Set([...profiledCountries(), ...set])].sort();
  return [...(await readRules(tx, countries)).values()];
}

/**
 * Sets what the organisation asks for a country, whole. Where that changes who may be told by name, the loops of its
 * reps hear of it.
 * @throws Refusal (invalid) where it would ask less than the country's profile
 */
export async function setRules(
  tx: EntityManager,
  { country, changes, worksAgreementOn }: Row,
  now: Instant,
): Promise<CountryRules> {
  const fields = looser(country, changes);
  if (fields.length > 0) {
    const asked = profileOf(country);
    const list = fields.map((field) => `${field} ${String(asked[field])}`).join(', ');
    throw new Refusal('invalid', `${country} can only be made stricter. Its profile asks for ${list}.`);
  }
  if (worksAgreementOn !== null && worksAgreementOn > toIso(now).slice(0, 10))
    throw new Refusal(
      'invalid',
      `A works agreement of ${worksAgreementOn} does not hold yet. Confirm it on that day.`,
    );
  await tx.query('LOCK TABLE country_setting IN SHARE ROW EXCLUSIVE MODE');
  const before = await rulesOf(tx, country);
  await tx.query(
    `INSERT INTO country_setting (country, changes, works_agreement_on, updated_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (country) DO UPDATE SET changes = excluded.changes, works_agreement_on = excluded.works_agreement_on,
       updated_at = excluded.updated_at`,
    [country, JSON.stringify(changes), worksAgreementOn, toIso(now)],
  );
  const after = toRules({ country, changes, worksAgreementOn });
  if (tellsSecondLine(before) !== tellsSecondLine(after)) {
    const reps = (await tx.query(
      `SELECT DISTINCT e.rep_id AS id FROM enrolment e JOIN person r ON r.id = e.rep_id
        WHERE e.ended_at IS NULL AND r.country = $1`,
      [country],
    )) as { id: string }[];
    await queueRosterChange(
      tx,
      reps.map(({ id }) => id),
      now,
    );
  }
  return after;
}

/** Whether the second line may be told by name of reps of this country. */
export const tellsSecondLine = ({ profile, worksAgreementOn }: CountryRules): boolean =>
  maySecondLineBeTold(profile, worksAgreementOn);

/** What holds in one country. */
export const rulesOf = async (tx: EntityManager, country: string): Promise<CountryRules> =>
  (await readRules(tx, [country])).get(country)!;

/** @throws Refusal (invalid) where the rep's country forbids that this is stored of them */
export async function refuseForbidden(tx: EntityManager, repId: string, toStore: ToStore): Promise<void> {
  const [rep] = (await tx.query('SELECT country FROM person WHERE id = $1', [repId])) as {
    country: string;
  }[];
  if (!rep) return;
  const { profile } = await rulesOf(tx, rep.country);
  const [forbidden] = forbiddenBy(profile, toStore);
  if (forbidden !== undefined)
    throw new Refusal('invalid', { code: `${forbidden}Forbidden`, params: { country: rep.country } });
}

export async function listCountriesInUse(tx: EntityManager): Promise<string[]> {
  const rows = (await tx.query('SELECT DISTINCT country FROM person')) as { country: string }[];
  return rows.map(({ country }) => country);
}
