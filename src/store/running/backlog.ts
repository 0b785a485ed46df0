import type { EntityManager } from 'typeorm';

/** What waits or went wrong, as counts for an operator. */
export interface Backlog {
  /** Enrolments whose loop could not decide. */
  faultedEnrolments: number;
  /** Enrolments with facts that their loop has not looked at. */
  unappliedEnrolments: number;
  queuedNudges: number;
  /** Nudges that no channel could deliver. */
  unreachableNudges: number;
  /** Messages and invitations that may have arrived before they were repeated. */
  inDoubtDeliveries: number;
}

export async function readBacklog(tx: EntityManager): Promise<Backlog> {
  const rows: [Backlog] = await tx.query(
    `SELECT (SELECT count(*) FROM enrolment WHERE fault IS NOT NULL)::int AS "faultedEnrolments",
            (SELECT count(*) FROM enrolment WHERE ring_seq > applied_seq)::int AS "unappliedEnrolments",
            (SELECT count(*) FROM nudge WHERE state = 'queued')::int AS "queuedNudges",
            (SELECT count(*) FROM nudge WHERE state = 'unreachable')::int AS "unreachableNudges",
            ((SELECT count(*) FROM delivery WHERE in_doubt) + (SELECT count(*) FROM invitation WHERE in_doubt))::int AS "inDoubtDeliveries"`,
  );
  return rows[0];
}
