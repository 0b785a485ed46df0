import type { EntityManager } from 'typeorm';
import type { Channel } from '../../domain/cadence.js';
import type { DisputeReason, TrialOutcome } from '../../domain/facts.js';
import type { Held } from '../../domain/loop/holds.js';
import type { Because } from '../../domain/message/rank.js';
import type { Audience } from '../../domain/people.js';
import type { Rating } from '../../domain/rubric.js';
import { toIso, type Instant } from '../../domain/time.js';
import { isWhose } from '../../domain/message/subject.js';
import { NOTICE_KINDS, type StallReason } from '../../domain/words.js';
import { readEnds, spokenOf, type Closed } from './ends.js';
import { answeredAt, answeredBy, isNotPast, owedKey } from './subjects.js';
import { ms } from '../instants.js';

export interface Addressee {
  personId: string;
  name: string;
  email: string;
  language: string;
  zone: string;
  preferredChannel: Channel | null;
  /** Mail to this address came back for good. */
  bounced: boolean;
}

export async function readAddressee(tx: EntityManager, personId: string): Promise<Addressee> {
  const [row] = (await tx.query(
    `SELECT id AS "personId", name, email, language, zone, preferred_channel AS "preferredChannel", mail_bounced_at IS NOT NULL AS bounced FROM person WHERE id = $1`,
    [personId],
  )) as Addressee[];
  if (!row) throw new Error(`there is no person ${personId} to write to`);
  return row;
}

/** The rep's reason to see it differently, and what they wrote with it. */
export interface Disputed {
  reason: DisputeReason;
  note: string | null;
}

export interface ItemRow {
  enrolmentId: string;
  subject: string;
  rung: number;
  because: Because | null;
  audience: Audience;
  repId: string;
  rep: string;
  manager: string | null;
  capability: string;
  program: string;
  dueAt: Instant | null;
  /** What is owed first in its loop, whatever this item speaks of. */
  nextDueAt: Instant | null;
  /** One observation more and the capability may count as adopted. */
  oneMore: boolean;
  visitAt: Instant | null;
  institution: string | null;
  observedAt: Instant | null;
  action: string | null;
  /** Of the feedback that the rep is asked to answer. */
  evidence: string | null;
  suggestion: string | null;
  /** Of what its rep reads here: the observation. They may read it from some instant on (`reading.ts`). */
  readsOf: string | null;
  ready: boolean;
  stall: StallReason | null;
  goesOnTo: Audience | null;
  goesOnAt: Instant | null;
  /** Whom it goes on to has been told. */
  goneOn: boolean;
  secondLine: string | null;
  cadence: string;
  version: number;
  rubricVersionId: string;
  /** Of the latest feedback, where an anchor is to be named. */
  ratings: Record<string, Rating> | null;
  /** It went to somebody whose it is no more. */
  passedOn: boolean;
  /** Of whom it is asked now; null: nobody, or nobody else. */
  passedOnTo: string | null;
  /** Whose it was before; null: nobody's. */
  from: string | null;
  /** What was answered for a while, where that keeps this reader from being asked. */
  held: Held | null;
  helpAskedAt: Instant | null;
  talkAskedAt: Instant | null;
  hourFreedAt: Instant | null;
  hourFreedBy: string | null;
  /** How what was agreed went, in the rep's own word. */
  tried: TrialOutcome | null;
  /** Why the rep sees an observation differently, and in their own words; null: not for this reader, or nobody does. */
  disputed: Disputed | null;
  /** What it is about was met, closed or called off: when, and by whom if by a person. */
  doneAt: Instant | null;
  doneBy: string | null;
  /** What its reader said to it, where that is all there was to do for them, or that it was closed undone. */
  doneHow: 'freeHour' | 'leaveIt' | Closed | null;
}

const name = (table: 'person' | 'capability' | 'program', id: string): string =>
  `(SELECT t.name FROM ${table} t WHERE t.id = ${id})`;

/**
 * Whether something written of an observation is the reader's to know: who coaches a rep for a time knows what was
 * written since, or by them.
 */
const known = (
  observation: string,
  since: string,
): string => `(n.audience = 'rep' OR n.person_id IN (e.manager_id, m.delegate_id)
  OR EXISTS (SELECT 1 FROM observation s WHERE s.id = ${observation} AND s.observer_id = n.person_id)
  OR EXISTS (SELECT 1 FROM co_coach_share c WHERE c.rep_id = e.rep_id AND c.coach_id = n.person_id AND c.valid_to IS NULL
              AND c.valid_from <= ${since}))`;
/** The id that a key names after its kind; null where a preview names none. */
const NAMED = `CASE WHEN split_part(k.key, '/', 2) ~ '^[0-9a-f-]{36}$' THEN split_part(k.key, '/', 2)::uuid END`;
/** The same of action `a`. */
const KNOWN = known('a.observation_id', 'a.agreed_at');
/** When what a key names was seen; of a key that names no observation, when the capability was seen last. */
const SEEN_AT = `coalesce((SELECT o.observed_at FROM observation o WHERE o.id = ${NAMED}), e.last_observed_at)`;
/**
 * An answer for a while keeps nobody from a talk that the rep asks for, nor from help that the manager asks for; who
 * answers for the program reads figures. Who says of a loop that came to them that the rep is not theirs waits with it.
 */
const HELD = `CASE WHEN n.obligation LIKE 'handOver/%' THEN (
      SELECT x -> 'held' FROM jsonb_array_elements(e.open) AS x WHERE x -> 'held' ->> 'because' = 'notMyRep' AND x ->> 'ownerId' = n.person_id::text
         AND (x -> 'held' ->> 'until')::float8 > ${ms('$2::timestamptz')} LIMIT 1)
    WHEN n.obligation NOT LIKE 'talk/%' AND n.audience NOT IN ('programOwner', 'sponsor') AND (n.audience = k.owed ->> 'owner' OR ${answeredAt('k.owed', 'askForHelp')} IS NULL)
    AND (k.owed -> 'held' ->> 'until')::float8 > ${ms('$2::timestamptz')} THEN k.owed -> 'held' END`;
/** Somebody has taken the loop since its delegate, or the second line, was told of what they owe now. */
const TAKEN_SINCE = `EXISTS (SELECT 1 FROM fact t WHERE t.enrolment_id = e.id AND t.kind = 'answered' AND t.data ->> 'answer' = 'takeIt'
  AND t.data ->> 'person' = k.owed ->> 'ownerId' AND t.recorded_at >= n.handed_over_at)`;
const OF_DELIVERY = `n.delivery_id = $1 AND n.state IN ('claimed', 'handedOver') ORDER BY n.place, n.slot_at, n.id`;

/**
 * What nudges are about, as things stand now, in the message's order. What is owed stands in the projection. A rep
 * reads what was seen and agreed from the talk on: only the rungs about it, which wait for that, say it, and no more than
 * they are about. Names come by subqueries:
 * planning a join of all these tables takes far longer than reading them.
 */
const itemsOf = (nudges: string, condition = OF_DELIVERY): string => `
  SELECT n.enrolment_id AS "enrolmentId", n.obligation AS subject, n.rung, n.because, n.audience, e.rep_id AS "repId",
         ${name('person', 'e.rep_id')} AS rep, m.name AS manager, ${name('capability', 'e.capability_id')} AS capability,
         ${name('program', 'e.program_id')} AS program, (k.owed ->> 'dueAt')::float8 AS "dueAt", ${ms('e.next_due_at')} AS "nextDueAt", e.one_more AS "oneMore",
         ${ms('coalesce(k.visit_at, v.at)')} AS "visitAt", CASE WHEN k.visit IS NULL THEN v.institution ELSE j.institution END AS institution,
         ${ms(SEEN_AT)} AS "observedAt", e.ready_at IS NOT NULL AS ready,
         CASE WHEN n.audience = 'manager' OR (n.audience = 'rep' AND split_part(n.obligation, '/', 1) IN ('action', 'acknowledge')) THEN (
           SELECT a.text FROM development_action a
            WHERE a.enrolment_id = e.id AND a.stands AND ${KNOWN} AND (n.audience <> 'rep' OR split_part(k.key, '/', 2) IN (a.id::text, a.observation_id::text))
            ORDER BY a.agreed_at DESC LIMIT 1) END AS action,
         w.evidence, w.suggestion,
         CASE WHEN n.audience = 'rep' THEN CASE split_part(k.key, '/', 1)
           WHEN 'action' THEN (SELECT a.observation_id FROM development_action a WHERE a.id = ${NAMED})
           WHEN 'acknowledge' THEN ${NAMED} END END AS "readsOf",
         CASE WHEN e.stall_obligation = k.key THEN e.stall_reason END AS stall,
         n.goes_on_to AS "goesOnTo", ${ms('n.goes_on_at')} AS "goesOnAt",
         n.goes_on_to IS NOT NULL AND EXISTS (SELECT 1 FROM nudge u WHERE u.enrolment_id = e.id AND u.obligation = k.key
           AND u.audience = n.goes_on_to AND u.state = 'handedOver') AS "goneOn",
         (SELECT s.name FROM reporting_line l JOIN person s ON s.id = l.manager_id
           WHERE l.person_id = e.manager_id AND l.valid_to IS NULL) AS "secondLine",
         (SELECT p.name FROM cadence_plan p WHERE p.id = (SELECT c.cadence_plan_id FROM cadence_version c WHERE c.id = e.cadence_version_id)) AS cadence,
         (SELECT c.version FROM cadence_version c WHERE c.id = e.cadence_version_id) AS version, e.rubric_version_id AS "rubricVersionId",
         CASE WHEN k.visit IS NOT NULL THEN (
           SELECT f.ratings FROM observation o JOIN feedback f ON f.observation_id = o.id
            WHERE o.enrolment_id = e.id AND ${known('o.id', 'f.given_at')} ORDER BY o.observed_at DESC LIMIT 1) END AS ratings,
         n.state = 'handedOver' AND k.owed IS NOT NULL AND n.obligation NOT LIKE 'talk/%' AND CASE n.audience WHEN 'secondLine' THEN ${TAKEN_SINCE} WHEN 'manager' THEN
           n.person_id::text IS DISTINCT FROM k.owed ->> 'ownerId' AND (n.person_id IS DISTINCT FROM m.delegate_id OR ${TAKEN_SINCE})
           AND (n.person_id IS DISTINCT FROM e.manager_id OR k.owed ->> 'owner' = 'manager') ELSE false END AS "passedOn",
         CASE WHEN k.owed ->> 'owner' = 'manager' THEN ${name('person', "(k.owed ->> 'ownerId')::uuid")} ELSE m.name END AS "passedOnTo",
         CASE WHEN n.obligation LIKE 'handOver/%' THEN (
           SELECT p.name FROM fact f JOIN person p ON p.id = (f.data #>> '{roster,manager,person}')::uuid
            WHERE f.enrolment_id = e.id AND f.kind = 'rosterChanged' AND p.id <> n.person_id ORDER BY f.seq DESC LIMIT 1) END AS from,
         ${HELD} AS held, ${answeredAt('k.owed', 'askForHelp')} AS "helpAskedAt", ${answeredAt('k.owed', 'talkAbout')} AS "talkAskedAt",
         ${answeredAt('k.owed', 'freeHour')} AS "hourFreedAt", ${name('person', answeredBy('k.owed', 'freeHour'))} AS "hourFreedBy",
         CASE WHEN n.audience = 'manager' AND split_part(k.key, '/', 1) = 'followUp' THEN (
           SELECT a.tried FROM development_action a WHERE a.enrolment_id = e.id AND a.observation_id = ${NAMED} AND a.tried IS NOT NULL AND a.stands AND ${KNOWN}
            ORDER BY a.done_at DESC LIMIT 1) END AS tried,
         CASE WHEN n.audience = 'manager' AND split_part(k.key, '/', 1) = 'regroup' THEN (
           SELECT jsonb_build_object('reason', w.reason, 'note', (
                    SELECT t.text FROM fact f JOIN fact_note t ON t.fact_id = f.id WHERE f.enrolment_id = e.id AND f.kind = 'disputed'
                       AND f.data ->> 'observationId' = o.id::text ORDER BY f.seq DESC LIMIT 1))
             FROM acknowledgement w JOIN observation o ON o.id = w.observation_id
            WHERE o.id = ${NAMED} AND w.reason IS NOT NULL
              AND n.person_id IN (e.manager_id, m.delegate_id, o.observer_id)) END AS disputed,
         CASE WHEN n.audience = 'secondLine' THEN (
           SELECT jsonb_build_object('how', a ->> 'answer', 'at', a -> 'at', 'by', ${name('person', "(a ->> 'person')::uuid")})
             FROM jsonb_array_elements(k.owed -> 'answers') AS a
            WHERE a ->> 'answer' IN ('freeHour', 'leaveIt') AND (a ->> 'at')::float8 >= ${ms('n.handed_over_at')}
            ORDER BY (a ->> 'at')::float8 DESC LIMIT 1) END AS said,
         CASE WHEN split_part(n.obligation, '/', 1) = ANY ($3) THEN true
               WHEN k.visit IS NULL THEN k.owed IS NOT NULL AND ${isNotPast('n.obligation', 'k.owed', 'n.audience')} ELSE j.state = 'planned' AND j.at = k.visit_at END AS stands,
         ${ms('e.looked_at')} AS "lookedAt"
    FROM ${nudges} n
    JOIN enrolment e ON e.id = n.enrolment_id
    LEFT JOIN person m ON m.id = e.manager_id
    CROSS JOIN LATERAL (
      SELECT q.key, CASE WHEN q.visit THEN split_part(q.key, '/', 2)::uuid END AS visit,
             CASE WHEN q.visit THEN to_timestamp(split_part(q.key, '/', 3)::float8 / 1000) END AS visit_at,
             (SELECT x FROM jsonb_array_elements(e.open) AS x WHERE x ->> 'key' = q.key LIMIT 1) AS owed
        FROM (SELECT ${owedKey('n.obligation')} AS key, n.obligation LIKE 'visit/%' AS visit) q OFFSET 0) k
    LEFT JOIN joint_visit j ON j.id = k.visit
    LEFT JOIN feedback w ON w.observation_id = CASE WHEN n.audience = 'rep' AND k.key LIKE 'acknowledge/%' THEN ${NAMED} END
    LEFT JOIN LATERAL (
      SELECT y.at, y.institution FROM joint_visit y
       WHERE y.rep_id = e.rep_id AND y.state = 'planned' AND y.at >= $2 ORDER BY y.at LIMIT 1) v ON true
   WHERE ${condition}`;

interface Standing extends Omit<ItemRow, 'doneAt' | 'doneBy' | 'doneHow'> {
  stands: boolean;
  lookedAt: Instant;
  said: { how: 'freeHour' | 'leaveIt'; at: Instant; by: string | null } | null;
}

export async function readItems(tx: EntityManager, deliveryId: string, now: Instant): Promise<ItemRow[]> {
  return asTheyStand(
    tx,
    (await tx.query(itemsOf('nudge'), [deliveryId, toIso(now), NOTICE_KINDS])) as Standing[],
  );
}

/** Each with how it ended, if it did. */
async function asTheyStand(tx: EntityManager, items: readonly Standing[]): Promise<ItemRow[]> {
  const over = items.filter(({ stands }) => !stands);
  const ends = await readEnds(tx, over);
  return items.map(({ stands, lookedAt, said, ...item }) => {
    if (stands)
      return { ...item, doneAt: said?.at ?? null, doneBy: said?.by ?? null, doneHow: said?.how ?? null };
    const end = ends.get(spokenOf(item));
    // Nobody did anything where a doubt lapses or is settled.
    const doneHow = end ? end.how : isWhose(item.subject) ? 'dropped' : null;
    return { ...item, doneAt: end?.at ?? lookedAt, doneBy: end?.by ?? null, doneHow };
  });
}

/** What these nudges are about, whatever became of them, in their order. */
export async function readItemsOfNudges(
  tx: EntityManager,
  ids: readonly string[],
  now: Instant,
): Promise<ItemRow[]> {
  const condition = 'n.id = ANY ($1) ORDER BY array_position($1, n.id)';
  return asTheyStand(
    tx,
    (await tx.query(itemsOf('nudge', condition), [ids, toIso(now), NOTICE_KINDS])) as Standing[],
  );
}

/** Nudges as they would be, had they been claimed for a delivery. */
const AS_IF = `(SELECT w.enrolment_id AS id, w.enrolment_id, $4::uuid AS person_id, w.obligation, w.rung, w.audience,
       NULL::text AS because, NULL::text AS goes_on_to, NULL::timestamptz AS goes_on_at, 'claimed' AS state, w.place,
       $2::timestamptz AS slot_at, NULL::timestamptz AS handed_over_at
  FROM jsonb_to_recordset($1::jsonb) AS w (enrolment_id uuid, obligation text, rung int, audience text, place int))`;
const IN_ORDER = 'true ORDER BY n.place';

/** Of which enrolment a message would speak, and of what. */
export type Spoken = Pick<ItemRow, 'enrolmentId' | 'subject' | 'rung' | 'audience'>;

/**
 * What messages would say of enrolments, to a reader if one is named, whether or not anybody is told now: in the order in
 * which they are named, and nothing of an enrolment that there is not.
 */
export async function readItemsAsIf(
  tx: EntityManager,
  spoken: readonly Spoken[],
  now: Instant,
  reader: string | null = null,
): Promise<ItemRow[]> {
  if (spoken.length === 0) return [];
  const wanted = spoken.map(({ enrolmentId, subject, rung, audience }, place) => ({
    enrolment_id: enrolmentId,
    obligation: subject,
    rung,
    audience,
    place,
  }));
  const items = (await tx.query(itemsOf(AS_IF, IN_ORDER), [
    JSON.stringify(wanted),
    toIso(now),
    NOTICE_KINDS,
    reader,
  ])) as Standing[];
  return items.map(({ stands: _, lookedAt: __, said: ___, ...row }) => ({
    ...row,
    doneAt: null,
    doneBy: null,
    doneHow: null,
  }));
}
