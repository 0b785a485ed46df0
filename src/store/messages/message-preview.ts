import type { EntityManager } from 'typeorm';
import { AFTERWARDS, MORNING, visitKey, type ItemKind } from '../../domain/message/subject.js';
import type { Audience } from '../../domain/people.js';
import type { Instant } from '../../domain/time.js';
import { readItemsAsIf, type ItemRow } from './message-items.js';
import { Refusal, unknown } from '../refusal.js';

/** A message that could be about an enrolment, and who would read it. */
export interface Preview {
  personId: string;
  item: ItemRow;
}

interface Row {
  personId: string | null;
  owed: string | null;
  visitId: string | null;
  visitAt: Instant | null;
}

/**
 * What a message of a kind would say of an enrolment to an audience as things stand now. It speaks of what is open where
 * there is such a thing, and of the visit that is nearest to now.
 * @throws Refusal where there is no such enrolment, nobody who would read it, or no visit to speak of
 */
export async function readPreview(
  tx: EntityManager,
  enrolmentId: string,
  kind: ItemKind,
  audience: Audience,
  now: Instant,
): Promise<Preview> {
  const row = await readSubject(tx, enrolmentId, kind, audience, now);
  if (!row) throw unknown('enrolment', enrolmentId);
  if (row.personId === null)
    throw new Refusal(
      'invalid',
      `Nobody is ${audience} here, so nobody would read it. Name another audience.`,
    );
  const subject = subjectOf(row, kind);
  const rung = kind === 'visitAfterwards' ? AFTERWARDS : MORNING;
  const [item] = await readItemsAsIf(tx, [{ enrolmentId, subject, rung, audience }], now);
  if (!item) throw unknown('enrolment', enrolmentId);
  return { personId: row.personId, item: { ...item, held: null } };
}

function subjectOf({ owed, visitId, visitAt }: Row, kind: ItemKind): string {
  if (kind !== 'visitMorning' && kind !== 'visitAfterwards') return owed ?? `${kind}/preview`;
  if (visitId === null || visitAt === null)
    throw new Refusal('invalid', `There is no joint visit that ${kind} could speak of. Plan one first.`);
  return visitKey(visitId, visitAt);
}

async function readSubject(
  tx: EntityManager,
  enrolmentId: string,
  kind: ItemKind,
  audience: Audience,
  now: Instant,
): Promise<Row | null> {
  const [row] = (await tx.query(
    `SELECT CASE $3 WHEN 'rep' THEN e.rep_id WHEN 'manager' THEN e.manager_id WHEN 'programOwner' THEN p.owner_id
                    WHEN 'sponsor' THEN p.sponsor_id ELSE l.manager_id END AS "personId",
            (SELECT x ->> 'key' FROM jsonb_array_elements(e.open) AS x WHERE split_part(x ->> 'key', '/', 1) = $2 LIMIT 1) AS owed,
            v.id AS "visitId", (extract(epoch FROM v.at) * 1000)::float8 AS "visitAt"
       FROM enrolment e
       JOIN program p ON p.id = e.program_id
       LEFT JOIN reporting_line l ON l.person_id = e.manager_id AND l.valid_to IS NULL
       LEFT JOIN LATERAL (
         SELECT j.id, j.at FROM joint_visit j WHERE j.rep_id = e.rep_id AND j.state = 'planned'
          ORDER BY abs(extract(epoch FROM j.at) - $4::float8 / 1000) LIMIT 1) v ON true
      WHERE e.id = $1`,
    [enrolmentId, kind, audience, now],
  )) as Row[];
  return row ?? null;
}
