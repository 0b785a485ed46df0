import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

export const AUDIT_EVENTS = [
  'read',
  'created',
  'changed',
  'removed',
  'signIn',
  'signOut',
  'keyUse',
  'refused',
  'trimmed',
] as const;
export type AuditEvent = (typeof AUDIT_EVENTS)[number];

/** What let somebody in; a role: somebody with a way to the database itself, or the worker. */
export const ACTOR_KINDS = ['key', 'session', 'slack', 'link', 'nobody', 'role'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/**
 * Who did what to which record. Takes no update and no delete, by trigger, and refers to nothing: it outlives what it
 * names. Changes are written by a trigger on the changed table itself.
 */
@Entity()
@Index('audit_entry_at', ['at', 'id'])
@Index('audit_entry_by', ['byId', 'at'])
@Index('audit_entry_person', ['personId', 'at'])
@Index('audit_entry_record', ['recordType', 'recordId'])
// Of kinds that TypeORM has no words for; the migration has.
@Index('audit_entry_people', { synchronize: false })
@Index('audit_entry_key_use', { synchronize: false })
export class AuditEntry {
  @PrimaryColumn('uuid')
  id: string;

  @Column('timestamptz')
  at: Date;

  @Column('text')
  event: AuditEvent;

  /** The permission that was used, such as `people.get`. */
  @Column('text')
  action: string;

  @Column('text')
  byKind: ActorKind;

  /** The id of the key or session, or the name of the database role. */
  @Column('text', { nullable: true })
  byId: string | null;

  /** Who it was, or on whose behalf a machine spoke. */
  @Column('uuid', { nullable: true })
  personId: string | null;

  /** The process, by the name it gives Postgres. */
  @Column('text')
  via: string;

  @Column('text', { nullable: true })
  route: string | null;

  /** Whose records they are. */
  @Column('uuid', { array: true, default: '{}' })
  people: string[];

  /** The table, and the key of the row. Of a read of many: no key. */
  @Column('text', { nullable: true })
  recordType: string | null;

  @Column('text', { nullable: true })
  recordId: string | null;

  /** Of a change: what differs. */
  @Column('jsonb', { nullable: true })
  before: Record<string, unknown> | null;

  @Column('jsonb', { nullable: true })
  after: Record<string, unknown> | null;

  @Column('uuid', { nullable: true })
  requestId: string | null;

  /** The network address, of sign-ins and key use only. */
  @Column('text', { nullable: true })
  address: string | null;

  @Column('text', { default: 'done' })
  outcome: 'done' | 'refused';
}
