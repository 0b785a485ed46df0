import type { EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Row } from '../../access/suppression.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { Share } from '../../insights/interval.js';
import { ADOPTED_WITHIN_DAYS } from '../../insights/measure-learning.js';
import {
  anchorsByVersion,
  cohortOf,
  unrecordable,
  type Refinement,
  type Taught,
} from '../../insights/refinements.js';
import { anchorAsked, type AnchorQuestion } from '../../insights/questions.js';
import type { Week } from '../../insights/weeks.js';
import { readPeriods } from './releases.js';
import { Refusal, unknown } from '../refusal.js';

/** A capability that a program coaches, as its training team speaks of it. */
export interface TaughtRow extends Omit<Taught, 'anchors'> {
  id: string;
  code: string;
  name: string;
  anchors: { code: string; text: string }[];
}

/** What a program coaches, by code, with the rubric that it pins and the contents with which people were trained. */
export const readTaught = (tx: EntityManager, programId: string): Promise<TaughtRow[]> =>
  tx.query(
    `SELECT k.id, k.code, k.name, v.document -> 'anchors' AS anchors,
            to_char(least(k.created_at, (SELECT min(e.trained_at) FROM enrolment e WHERE e.program_id = p.program_id AND e.capability_id = p.capability_id))
              AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS since,
            ARRAY(SELECT e.content_version FROM enrolment e WHERE e.program_id = p.program_id AND e.capability_id = p.capability_id
                   GROUP BY 1 ORDER BY min(e.trained_at), 1) AS versions
       FROM program_capability p JOIN capability k ON k.id = p.capability_id JOIN rubric_version v ON v.id = p.rubric_version_id
      WHERE p.program_id = $1 ORDER BY k.code`,
    [programId],
  );

export interface NewRefinement extends Refinement {
  /** By its code. */
  capability: string;
  planned: boolean;
  note: string | null;
}

/**
 * Records what was changed in the content of a capability.
 * @throws Refusal (invalid) that says what cannot be true of it
 */
export async function addRefinement(
  tx: EntityManager,
  programId: string,
  { capability, planned, note, ...refinement }: NewRefinement,
  by: string | null,
  now: Instant,
): Promise<{ id: string }> {
  const taught = await readTaught(tx, programId);
  const here = taught.find(({ code }) => code === capability);
  if (!here) {
    const known = taught.map(({ code }) => code).join(', ');
    throw new Refusal('invalid', {
      code: 'notCoached',
      at: 'capability',
      params: { code: capability, known },
    });
  }
  const anchors = here.anchors.map(({ code }) => code);
  const [first, ...also] = unrecordable(refinement, planned, { ...here, anchors }, toIso(now).slice(0, 10));
  if (first) throw new Refusal('invalid', { ...first, also });
  const id = uuid();
  const { anchor, contentVersion, liveOn } = refinement;
  await tx.query(
    `INSERT INTO refinement (id, program_id, capability_id, anchor, content_version, live_on, note, recorded_at, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, programId, here.id, anchor, contentVersion, liveOn, note, toIso(now), by],
  );
  return { id };
}

/** Takes a refinement back; what was recorded is kept. @throws Refusal (notFound) */
export async function withdrawRefinement(
  tx: EntityManager,
  programId: string,
  id: string,
  by: string | null,
  now: Instant,
): Promise<void> {
  const [, count] = (await tx.query(
    'UPDATE refinement SET withdrawn_at = $3, withdrawn_by = $4 WHERE id = $1 AND program_id = $2 AND withdrawn_at IS NULL',
    [id, programId, toIso(now), by],
  )) as [unknown, number];
  if (count === 0) throw unknown('refinement of this program', id);
}

export interface RefinementRow extends Refinement {
  id: string;
  capabilityId: string;
  planned: boolean;
  note: string | null;
  recordedAt: string;
  /** By name; null: a machine. */
  by: string | null;
}

/** Refinements that stand, the newest first. */
export const listRefinements = (
  tx: EntityManager,
  programId: string,
  now: Instant,
): Promise<RefinementRow[]> =>
  tx.query(
    `SELECT r.id, r.capability_id AS "capabilityId", r.anchor, r.content_version AS "contentVersion", r.live_on::text AS "liveOn",
            r.live_on > ($2::timestamptz AT TIME ZONE 'UTC')::date AS planned, r.note, p.name AS by,
            to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "recordedAt"
       FROM refinement r LEFT JOIN person p ON p.id = r.recorded_by
      WHERE r.program_id = $1 AND r.withdrawn_at IS NULL ORDER BY r.live_on DESC, r.id DESC LIMIT 500`,
    [programId, toIso(now)],
  );

/** Anchors that are seldom met with the newest content that can be told, the least met first. */
export interface SeldomMet {
  /** What it is called. */
  capability: string;
  anchor: string;
  version: string;
  figure: Share;
}

/** How many adopted what they were taught with a version of a content, of those who were followed long enough. */
export interface AdoptedByVersion {
  /** What it is called. */
  capability: string;
  version: string;
  /** So long they were followed. */
  weeks: number;
  figure: Share;
}

/** What trainings left behind, as the tables of a week say it: to the training team in their digest as on their page. */
export interface Learned {
  /** By capability, the least adopted first; of each the versions that can be told, the newest last. */
  adopted: AdoptedByVersion[][];
  seldomMet: SeldomMet[];
}

export async function readLearned(tx: EntityManager, programId: string, week: Week): Promise<Learned> {
  const learning = await readLearning(tx, programId, week);
  const taught = await readTaught(tx, programId);
  return { adopted: adoptedIn(taught, learning), seldomMet: seldomMetIn(taught, learning) };
}

function adoptedIn(taught: readonly TaughtRow[], learning: LearningTables): AdoptedByVersion[][] {
  const newest = (told: readonly AdoptedByVersion[]): number => told.at(-1)!.figure.share;
  return taught
    .map(({ id, name, versions }) =>
      versions.flatMap((version) => {
        const { share } = cohortOf(learning.of(id).adopted, 'adoptedInTime', [version]).figure;
        return share ? [{ capability: name, version, weeks: ADOPTED_WITHIN_DAYS / 7, figure: share }] : [];
      }),
    )
    .filter((told) => told.length > 0)
    .sort((a, b) => newest(a) - newest(b));
}

function seldomMetIn(taught: readonly TaughtRow[], learning: LearningTables): SeldomMet[] {
  const found = taught.flatMap(({ id, name, anchors, versions }) => {
    const { anchor: rowsOf } = learning.of(id);
    const tables = anchors.map(({ code }) => ({ anchor: code, rows: rowsOf(code) }));
    return anchorsByVersion(tables, versions).flatMap(({ anchor, newest, isSeldom }) =>
      newest && isSeldom
        ? [
            {
              capability: name,
              anchor: anchors.find(({ code }) => code === anchor)!.text,
              version: newest.version,
              figure: newest.share,
            },
          ]
        : [],
    );
  });
  return found.sort((a, b) => a.figure.share - b.figure.share);
}

/** What was published last of what trainings left behind, by capability. */
export interface LearningTables {
  /** A Monday; null: nothing is published. */
  week: Week | null;
  of(capabilityId: string): { adopted: Row[]; anchor(code: string): Row[] };
}

/** @param at the week; left out: the newest */
export async function readLearning(tx: EntityManager, programId: string, at?: Week): Promise<LearningTables> {
  const week = at ?? (await readPeriods(tx, programId, 'adoptedInTime')).at(-1) ?? null;
  const tables = (await tx.query(
    `SELECT capability_id AS "capabilityId", question, rows FROM figure_release
      WHERE program_id = $1 AND period = $2 AND (question = 'adoptedInTime' OR starts_with(question, 'anchor:'))`,
    [programId, week],
  )) as { capabilityId: string; question: 'adoptedInTime' | AnchorQuestion; rows: Row[] }[];
  return {
    week,
    of(capabilityId) {
      const theirs = tables.filter((table) => table.capabilityId === capabilityId);
      const rowsOf = (anchor: string | null): Row[] =>
        theirs.find(({ question }) => anchorAsked(question) === anchor)?.rows ?? [];
      return { adopted: rowsOf(null), anchor: rowsOf };
    },
  };
}
