import { isDeepStrictEqual } from 'node:util';
import { v7 as uuid } from 'uuid';
import type { EntityManager } from 'typeorm';
import { readCadence } from '../../domain/cadence.js';
import type { Instant } from '../../domain/time.js';
import { CadencePlan, CadenceVersion } from '../../entities/index.js';
import { Refusal, refusingDuplicates, unknown } from '../refusal.js';

const DUPLICATES = { cadence_name: 'Another cadence has this name. Choose another, or change that one.' };

/** @param draft any JSON: it is judged when asked, and when it is published */
export async function createCadence(
  tx: EntityManager,
  { name, draft }: { name: string; draft: unknown },
  now: Instant,
): Promise<CadencePlan> {
  const id = uuid();
  await refusingDuplicates(DUPLICATES, () =>
    tx.query('INSERT INTO cadence_plan (id, name, draft, updated_at) VALUES ($1, $2, $3, $4)', [
      id,
      name,
      JSON.stringify(draft),
      new Date(now),
    ]),
  );
  return getCadence(tx, id);
}

export async function getCadence(tx: EntityManager, id: string): Promise<CadencePlan> {
  const plan = await tx.findOneBy(CadencePlan, { id });
  if (!plan) throw unknown('cadence', id);
  return plan;
}

/** Cadences by name, behind a name. */
export async function listCadences(
  tx: EntityManager,
  after: string | null,
  limit: number,
): Promise<CadencePlan[]> {
  const query = tx.createQueryBuilder(CadencePlan, 'plan').orderBy('plan.name').limit(limit);
  if (after !== null) query.where('plan.name > :after', { after });
  return query.getMany();
}

/**
 * Changes name or draft of a cadence as it was at a revision. Throws a Refusal (`stale`) where somebody has changed it
 * since.
 */
export async function changeCadence(
  tx: EntityManager,
  id: string,
  revision: number,
  { name, draft }: { name?: string | undefined; draft?: unknown },
  now: Instant,
): Promise<CadencePlan> {
  const plan = await lockCadence(tx, id, revision);
  await refusingDuplicates(DUPLICATES, () =>
    tx.query(
      `UPDATE cadence_plan SET name = $2, draft = $3, draft_revision = draft_revision + 1, updated_at = $4 WHERE id = $1`,
      [id, name ?? plan.name, JSON.stringify(draft === undefined ? plan.draft : draft), new Date(now)],
    ),
  );
  return getCadence(tx, id);
}

/**
 * Publishes the draft as it was at a revision as the next version, for good; the revision is one more from then on.
 * @throws Refusal `invalid` where it is no cadence, `conflict` where it says what the newest version says, `stale` where
 * somebody has changed it since
 */
export async function publishCadence(
  tx: EntityManager,
  id: string,
  revision: number,
  now: Instant,
): Promise<CadenceVersion> {
  const plan = await lockCadence(tx, id, revision);
  const result = readCadence(plan.draft);
  if ('problems' in result)
    throw new Refusal('invalid', 'The draft cannot be published as it is; see errors.', {
      errors: result.problems,
    });
  const newest = await newestVersion(tx, id);
  if (newest && isDeepStrictEqual(newest.document, result.cadence))
    throw new Refusal(
      'conflict',
      { code: 'nothingToPublish', params: { version: newest.version } },
      {
        version: newest.id,
      },
    );
  const version = { id: uuid(), version: (newest?.version ?? 0) + 1 };
  await tx.query(
    'INSERT INTO cadence_version (id, cadence_plan_id, version, document, published_at) VALUES ($1, $2, $3, $4, $5)',
    [version.id, id, version.version, JSON.stringify(result.cadence), new Date(now)],
  );
  // Whoever read the draft before does not know of this version: what they save or publish is compared first.
  await tx.query('UPDATE cadence_plan SET draft_revision = draft_revision + 1 WHERE id = $1', [id]);
  return tx.findOneByOrFail(CadenceVersion, { id: version.id });
}

export const newestVersion = (tx: EntityManager, cadencePlanId: string): Promise<CadenceVersion | null> =>
  tx.findOne(CadenceVersion, { where: { cadencePlanId }, order: { version: 'DESC' } });

/** The draft as it was at an earlier revision, by the audit of its changes; undefined where that is not kept any more. */
export async function draftAt(tx: EntityManager, id: string, revision: number): Promise<unknown> {
  const [entry] = (await tx.query(
    `SELECT after -> 'draft' AS draft FROM audit_entry
      WHERE record_type = 'cadence_plan' AND record_id = $1 AND after ? 'draft' AND (after ->> 'draft_revision')::int <= $2
      ORDER BY (after ->> 'draft_revision')::int DESC LIMIT 1`,
    [id, revision],
  )) as { draft: unknown }[];
  return entry?.draft;
}

/** The published versions of a cadence, the newest first. */
export async function listCadenceVersions(
  tx: EntityManager,
  cadencePlanId: string,
): Promise<CadenceVersion[]> {
  return tx.find(CadenceVersion, { where: { cadencePlanId }, order: { version: 'DESC' } });
}

async function lockCadence(tx: EntityManager, id: string, revision: number): Promise<CadencePlan> {
  const plan = await tx.findOne(CadencePlan, { where: { id }, lock: { mode: 'for_no_key_update' } });
  if (!plan) throw unknown('cadence', id);
  if (plan.draftRevision !== revision)
    throw new Refusal(
      'stale',
      `The draft is at revision ${plan.draftRevision} by now, not ${revision}. Read it again and repeat your change on it.`,
    );
  return plan;
}
