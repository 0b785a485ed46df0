import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';

/** Who has a mail address. */
export interface Addressed {
  personId: string;
  /** BCP 47. */
  language: string;
  /** Their last day is over. */
  left: boolean;
}

/** Whose mail address this is, however it is spelled; null: nobody's. */
export async function personOfAddress(
  tx: EntityManager,
  email: string,
  now: Instant,
): Promise<Addressed | null> {
  const [row] = (await tx.query(
    `SELECT id AS "personId", language, coalesce(active_until < ($2::timestamptz AT TIME ZONE zone)::date, false) AS left
       FROM person WHERE email = lower($1)`,
    [email, toIso(now)],
  )) as Addressed[];
  return row ?? null;
}

/** Whether these loops have looked at all that happened to them. */
export async function haveLooked(tx: EntityManager, enrolments: readonly string[]): Promise<boolean> {
  const [row] = (await tx.query(
    'SELECT 1 FROM enrolment WHERE id = ANY($1) AND ring_seq > applied_seq LIMIT 1',
    [enrolments],
  )) as unknown[];
  return row === undefined;
}
