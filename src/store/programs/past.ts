import type { EntityManager } from 'typeorm';
import type { AnyFact, FactKind } from '../../domain/facts.js';
import { grouped } from '../../domain/grouped.js';
import { seatsOf } from '../../domain/people.js';
import type { PastLoop } from '../../domain/simulation/fitting/episodes.js';
import { toIso, type DateSpan, type Instant } from '../../domain/time.js';
import { readLogs } from '../loops/log.js';
import type { Rules } from '../loops/rules.js';

/** Older habits say little of today's. */
const MOST_MONTHS = 18;
/** Loops whose logs are read: seconds in which the worker does nothing else, for figures known to a few percentage points. */
const MOST_LOOPS = 1_000;

/** What says when something was owed, told, done or halted; a log is twice as long. */
const KINDS: readonly FactKind[] = [
  'rosterChanged',
  'obligationOpened',
  'obligationMet',
  'obligationClosed',
  'rungReached',
  'handedOver',
  'visitPlanned',
  'visitMoved',
  'visitCancelled',
  'visitHeld',
  'observed',
  'feedbackGiven',
  'acknowledged',
  'disputed',
  'actionVerified',
  'snoozed',
  'noOpportunity',
  'notPossible',
  'notMyRep',
  'excused',
  'paused',
  'withdrawn',
  'corrected',
];

/**
 * What is known until an instant of how people of all programs behave: loops that were opened within 18 months, whose
 * programs count in working days and were not played in afterwards. Of more than 1,000, those of some managers: always
 * the same, and chosen by what says nothing of them.
 */
export async function readPast(tx: EntityManager, until: Instant, rules: Rules): Promise<PastLoop[]> {
  // The last digits of an id are chance.
  const rows = (await tx.query(
    `SELECT e.id, e.program_id AS program, p.blackouts
       FROM enrolment e JOIN program p ON p.id = e.program_id JOIN cadence_version cv ON cv.id = e.cadence_version_id
      WHERE NOT p.backfilled AND cv.document ->> 'clock' = 'working' AND e.fault IS NULL
        AND e.opened_at <= $1 AND e.opened_at > $1::timestamptz - make_interval(months => $2)
      ORDER BY right(coalesce(e.manager_id, e.rep_id)::text, 12), e.rep_id, e.id LIMIT $3`,
    [toIso(until), MOST_MONTHS, MOST_LOOPS],
  )) as { id: string; program: string; blackouts: DateSpan[] }[];
  const logs = await readLogs(
    tx,
    rows.map(({ id }) => id),
    until,
    KINDS,
  );
  const loops: PastLoop[] = [];
  for (const ofProgram of grouped(rows, ({ program }) => program).values()) {
    const theirs = ofProgram.flatMap(({ id }) => logs.get(id) ?? []);
    const calendars = await rules.calendarsOf(tx, seatsIn(theirs), ofProgram[0]!.blackouts);
    loops.push(...ofProgram.map(({ id }) => ({ id, log: logs.get(id) ?? [], calendars })));
  }
  return loops;
}

const seatsIn = (log: readonly AnyFact[]) =>
  log.flatMap((fact) => (fact.kind === 'rosterChanged' ? seatsOf(fact.data.roster) : []));
