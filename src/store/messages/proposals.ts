import type { EntityManager } from 'typeorm';
import { proposedVisits } from '../../domain/message/proposals.js';
import { toIso, type CalendarSlice, type DateSpan, type Instant } from '../../domain/time.js';

const newest = (person: string): string =>
  `(SELECT c.slice FROM calendar_version c WHERE c.person_id = ${person} ORDER BY c.version DESC LIMIT 1)`;

/** So many past visits say when somebody usually makes them. */
const PAST = 9;

/** By enrolment the days on which a coach and its rep are both at work, and its program is coached. */
export async function readProposals(
  tx: EntityManager,
  enrolmentIds: readonly string[],
  coachId: string,
  now: Instant,
): Promise<ReadonlyMap<string, Instant[]>> {
  if (enrolmentIds.length === 0) return new Map();
  // OFFSET 0: each visit of the coach is looked up, however few visits there are of other people.
  const rows = (await tx.query(
    `SELECT e.id, ${newest('e.rep_id')} AS rep, ${newest('$2::uuid')} AS coach, p.blackouts,
            ARRAY(SELECT (extract(epoch FROM v.at) * 1000)::float8 FROM joint_visit_observer o CROSS JOIN LATERAL (
                    SELECT j.at FROM joint_visit j WHERE j.id = o.visit_id AND j.state <> 'cancelled' AND j.at < $3 OFFSET 0) v
                   WHERE o.person_id = $2 ORDER BY v.at DESC LIMIT ${PAST}) AS past
       FROM enrolment e JOIN program p ON p.id = e.program_id WHERE e.id = ANY ($1::uuid[])`,
    [enrolmentIds, coachId, toIso(now)],
  )) as {
    id: string;
    rep: CalendarSlice | null;
    coach: CalendarSlice | null;
    blackouts: DateSpan[];
    past: Instant[];
  }[];
  return new Map(
    rows.flatMap(({ id, rep, coach, blackouts, past }) =>
      rep && coach
        ? [
            [
              id,
              proposedVisits(rep, { ...coach, blackouts: [...coach.blackouts, ...blackouts] }, past, now),
            ] as const,
          ]
        : [],
    ),
  );
}
