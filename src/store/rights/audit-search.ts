import type { EntityManager } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import type { AuditEntry } from '../../entities/index.js';

/** An entry as it is shown, with the names that those who act have now. */
export interface AuditRow extends Omit<AuditEntry, 'at'> {
  at: Instant;
  /** The instant in full, by which the list is sorted. */
  sortedAt: string;
  keyName: string | null;
  personName: string | null;
  /** The first of those whose records they are, by the names they have now. */
  whose: { id: string; name: string }[];
}

export interface AuditFilter {
  /** Who did it: a person, a key or a session. */
  by?: string | undefined;
  /** Whose records they are. */
  person?: string | undefined;
  /** Part of the name of who did it. */
  who?: string | undefined;
  /** Part of the name of whose records they are. */
  whose?: string | undefined;
  event?: AuditEntry['event'] | undefined;
  action?: string | undefined;
  recordType?: string | undefined;
  recordId?: string | undefined;
  from?: Instant | undefined;
  /** Exclusive. */
  to?: Instant | undefined;
  /** Part of anything that an entry says. */
  q?: string | undefined;
}

const CONDITIONS: Readonly<Record<keyof AuditFilter, (parameter: string) => string>> = {
  by: (is) => `(e.by_id = ${is} OR e.person_id = ${is}::uuid)`,
  person: (is) => `e.people @> ARRAY[${is}::uuid]`,
  who: (is) =>
    `(strpos(lower(k.name), lower(${is})) > 0 OR e.person_id IN (SELECT id FROM person WHERE strpos(lower(name), lower(${is})) > 0))`,
  whose: (is) => `e.people && array(SELECT id FROM person WHERE strpos(lower(name), lower(${is})) > 0)`,
  event: (is) => `e.event = ${is}`,
  action: (is) => `e.action = ${is}`,
  recordType: (is) => `e.record_type = ${is}`,
  recordId: (is) => `e.record_id = ${is}`,
  from: (is) => `e.at >= ${is}::timestamptz`,
  to: (is) => `e.at < ${is}::timestamptz`,
  q: (is) =>
    `strpos(lower(concat_ws(' ', e.action, e.route, e.by_id, e.record_type, e.record_id, e.address, p.name, k.name, e.before, e.after)), lower(${is})) > 0`,
};

/** So many of those whose records an entry is about are named. */
const NAMED = 20;

const ENTRY = `e.id, (extract(epoch FROM e.at) * 1000)::float8 AS at, e.at::text AS "sortedAt", e.event, e.action, e.by_kind AS "byKind",
  e.by_id AS "byId", k.name AS "keyName", e.person_id AS "personId", p.name AS "personName", e.via, e.route, e.people,
  e.record_type AS "recordType", e.record_id AS "recordId", e.before, e.after, e.request_id AS "requestId", e.address, e.outcome,
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name) ORDER BY w.name) FROM person w WHERE w.id = ANY (e.people[1:${NAMED}])), '[]') AS whose
  FROM audit_entry e LEFT JOIN person p ON p.id = e.person_id LEFT JOIN api_key k ON e.by_kind = 'key' AND k.id::text = e.by_id`;

/** Entries that fit, the newest first, behind the one at `after`. */
export async function listAudit(
  tx: EntityManager,
  filter: AuditFilter,
  after: { at: string; id: string } | null,
  limit: number,
): Promise<AuditRow[]> {
  const parameters: unknown[] = [limit];
  const parameter = (value: unknown): string => `$${parameters.push(value)}`;
  const conditions = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [CONDITIONS[name as keyof AuditFilter](parameter(typeof value === 'number' ? toIso(value) : value))],
  );
  if (after)
    conditions.push(`(e.at, e.id) < (${parameter(after.at)}::timestamptz, ${parameter(after.id)}::uuid)`);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return (await tx.query(
    `SELECT ${ENTRY} ${where} ORDER BY e.at DESC, e.id DESC LIMIT $1`,
    parameters,
  )) as AuditRow[];
}
