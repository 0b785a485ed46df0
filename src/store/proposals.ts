import type { EntityManager } from 'typeorm';
import { proposedVisits } from '../domain/message/proposals.js';
import { toIso, type CalendarSlice, type DateSpan, type Instant } from '../domain/time.js';

const newest = (person: string): string =>
  `(SELECT c.slice FROM calendar_version c WHERE c.person_id = ${person} ORDER BY c.version DESC LIMIT 1)`;

/** So many past visits say when somebody usually makes them. */
const PAST = 9;

/** Days on which a coach and the rep of an enrolment are both at work, and its program is coached. */
export async function readProposals(
  tx: EntityManager,
  enrolmentId: string,
  coachId: string,
  now: Instant,
): Promise<Instant[]> {
  const [row] = (await tx.query(
    `SELECT ${newest('e.rep_id')} AS rep, ${newest('$2::uuid')} AS coach, p.blackouts,
            ARRAY(SELECT (extract(epoch FROM v.at) * 1000)::float8 FROM joint_visit_observer o JOIN joint_visit v ON v.id = o.visit_id
                   WHERE o.person_id = $2 AND v.state <> 'cancelled' AND v.at < $3 ORDER BY v.at DESC LIMIT ${PAST}) AS past
       FROM enrolment e JOIN program p ON p.id = e.program_id WHERE e.id = $1`,
    [enrolmentId, coachId, toIso(now)],
  )) as { rep: CalendarSlice | null; coach: CalendarSlice | null; blackouts: DateSpan[]; past: Instant[] }[];
  if (!row?.rep || !row.coach) return [];
  const coach = { ...row.coach, blackouts: [...row.coach.blackouts, ...row.blackouts] };
  return proposedVisits(row.rep, coach, row.past, now);
}
