import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import { dropDraftsAbout } from '../coaching/drafts.js';
import { listCountriesInUse, readRules } from '../calendars/country-settings.js';
import { queueRosterChange } from '../running/jobs.js';
import { lockPerson } from './people.js';
import { unbindAccounts } from '../rights/provider-accounts.js';
import { Refusal } from '../refusal.js';

/*
 * What names a person, and what was written, stands beside the log. It can go; the log stays whole, and so do the
 * figures and promises that rest on it.
 */

/** Stands where a text must. */
export const ERASED = '(erased)';
export const ERASED_NAME = 'Erased person';

/** Erases what was written and rated in these enrolments. */
export async function eraseWords(tx: EntityManager, enrolmentIds: readonly string[]): Promise<void> {
  await tx.query(
    `UPDATE feedback SET evidence = NULL, suggestion = NULL, ratings = '{}', first_ratings = NULL, level = NULL
      WHERE observation_id IN (SELECT id FROM observation WHERE enrolment_id = ANY($1))`,
    [enrolmentIds],
  );
  await tx.query(`UPDATE development_action SET text = $2 WHERE enrolment_id = ANY($1)`, [
    enrolmentIds,
    ERASED,
  ]);
  await tx.query(`UPDATE observation SET customer = NULL WHERE enrolment_id = ANY($1)`, [enrolmentIds]);
  await tx.query(
    `DELETE FROM fact_note WHERE fact_id IN (SELECT id FROM fact WHERE enrolment_id = ANY($1))`,
    [enrolmentIds],
  );
  await dropDraftsAbout(tx, enrolmentIds);
}

/**
 * Erases a person: name, addresses, place, absences, what was written of them, and their own notes. What they wrote
 * as feedback to others stays with those others, without their name. Done twice it changes nothing.
 * @throws Refusal (conflict) where they still have open loops, lead people, or own a program
 */
export async function erasePerson(tx: EntityManager, id: string, now: Instant): Promise<void> {
  const { name, email, externalId } = await lockPerson(tx, id);
  await refuseWhileNeeded(tx, id);
  const touched = await leaveSeats(tx, id, now);
  const enrolments = (await tx.query('SELECT id FROM enrolment WHERE rep_id = $1', [id])) as { id: string }[];
  await eraseWords(
    tx,
    enrolments.map((enrolment) => enrolment.id),
  );
  await tx.query('DELETE FROM fact_note WHERE author_id = $1', [id]);
  await tx.query('DELETE FROM draft WHERE person_id = $1', [id]);
  await tx.query('UPDATE figure_alert_act SET note = NULL WHERE $1 IN (by_id, taker_id)', [id]);
  await tx.query('UPDATE refinement SET note = NULL WHERE $1 IN (recorded_by, withdrawn_by)', [id]);
  await unbindAccounts(tx, id);
  await tx.query('DELETE FROM absence WHERE person_id = $1', [id]);
  await tx.query('DELETE FROM invitation WHERE person_id = $1', [id]);
  await tx.query(`UPDATE joint_visit SET institution = NULL, external_id = NULL WHERE rep_id = $1`, [id]);
  await tx.query(`UPDATE nudge SET state = 'withdrawn' WHERE person_id = $1 AND state = 'queued'`, [id]);
  await tx.query('UPDATE delivery SET provider_ref = NULL, stale = false WHERE person_id = $1', [id]);
  // Answers and reports are kept as they were given, and may name anybody.
  await tx.query(`DELETE FROM import_run WHERE report::text LIKE ANY($1)`, [
    [email, name, externalId].map(within),
  ]);
  await tx.query(`DELETE FROM idempotent_answer WHERE caller_id = $1 OR body::text LIKE ANY($2)`, [
    id,
    [id, email, name].map(within),
  ]);
  await tx.query(
    `UPDATE person SET name = $2, email = id || '@erased.invalid', external_id = 'erased ' || id, territory = NULL,
            region = NULL, market = NULL, language = 'en', preferred_channel = NULL, slack_user_id = NULL, delegate_id = NULL, unsubscribed = '{}',
            active_until = least(active_until, $3::date), updated_at = $3 WHERE id = $1`,
    [id, ERASED_NAME, toIso(now)],
  );
  await queueRosterChange(tx, touched, now);
}

/** For LIKE, with what JSON and LIKE make of a text. */
const within = (text: string): string =>
  `%${JSON.stringify(text)
    .slice(1, -1)
    .replace(/[\\%_]/g, '\\$&')}%`;

async function refuseWhileNeeded(tx: EntityManager, id: string): Promise<void> {
  const [row] = (await tx.query(
    `SELECT (SELECT count(*) FROM enrolment WHERE rep_id = $1 AND ended_at IS NULL)::int AS loops,
            (SELECT count(*) FROM reporting_line WHERE manager_id = $1 AND valid_to IS NULL)::int AS led,
            (SELECT count(*) FROM program WHERE owner_id = $1 OR sponsor_id = $1)::int AS programs`,
    [id],
  )) as [{ loops: number; led: number; programs: number }];
  const still = [
    row.loops > 0 && `they have ${row.loops} open loops: withdraw them`,
    row.led > 0 && `they lead ${row.led} people: name somebody else`,
    row.programs > 0 && `they own or sponsor ${row.programs} programs: name somebody else`,
  ].filter((one) => one !== false);
  if (still.length > 0)
    throw new Refusal('conflict', `This person cannot be erased yet: ${still.join('; ')}. Then erase them.`);
}

/** Ends what they were to others; says in whose loops that is to be heard. */
async function leaveSeats(tx: EntityManager, id: string, now: Instant): Promise<string[]> {
  const at = toIso(now);
  const [delegating] = (await tx.query(
    'UPDATE person SET delegate_id = NULL WHERE delegate_id = $1 RETURNING id',
    [id],
  )) as [{ id: string }[], number];
  const [sharing] = (await tx.query(
    `UPDATE co_coach_share SET valid_to = $2 WHERE (coach_id = $1 OR rep_id = $1) AND valid_to IS NULL RETURNING rep_id AS id`,
    [id, at],
  )) as [{ id: string }[], number];
  await tx.query('UPDATE reporting_line SET valid_to = $2 WHERE person_id = $1 AND valid_to IS NULL', [
    id,
    at,
  ]);
  return [...delegating, ...sharing].map((one) => one.id);
}

/**
 * Erases what was written and rated in loops that ended longer ago than their rep's country keeps it.
 * @returns how many loops, up to `limit`
 */
export async function eraseOldWords(tx: EntityManager, now: Instant, limit: number): Promise<number> {
  const rules = await readRules(tx, await listCountriesInUse(tx));
  const kept = [...rules.values()].map(({ country, profile }) => ({
    country,
    months: profile.retentionMonths,
  }));
  const old = (await tx.query(
    `SELECT e.id FROM enrolment e JOIN person r ON r.id = e.rep_id
       JOIN jsonb_to_recordset($1::jsonb) AS k (country text, months int) ON k.country = r.country
      WHERE e.ended_at < $2::timestamptz - make_interval(months => k.months) AND (
        EXISTS (SELECT 1 FROM observation o JOIN feedback f ON f.observation_id = o.id WHERE o.enrolment_id = e.id
                   AND (f.evidence IS NOT NULL OR f.suggestion IS NOT NULL OR f.ratings <> '{}' OR f.level IS NOT NULL))
        OR EXISTS (SELECT 1 FROM observation o WHERE o.enrolment_id = e.id AND o.customer IS NOT NULL)
        OR EXISTS (SELECT 1 FROM development_action a WHERE a.enrolment_id = e.id AND a.text <> $3)
        OR EXISTS (SELECT 1 FROM fact f JOIN fact_note n ON n.fact_id = f.id WHERE f.enrolment_id = e.id))
      ORDER BY e.id LIMIT $4`,
    [JSON.stringify(kept), toIso(now), ERASED, limit],
  )) as { id: string }[];
  if (old.length > 0)
    await eraseWords(
      tx,
      old.map(({ id }) => id),
    );
  return old.length;
}
