import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { GrantedRole, Scope } from '../access/words.js';
import { Observation } from './coaching.js';
import { Person } from './people.js';

/** A key for a machine or an administrator. Only its hash is kept. */
@Entity()
@Index('api_key_hash', ['hash'], { unique: true })
export class ApiKey {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  /** SHA-256 of the key, hex. The key itself has 256 random bits, so nothing slower is needed. */
  @Column('text')
  hash: string;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  lastUsedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  /** What it may be used for. */
  @Column('text', { array: true })
  scopes: Scope[];

  /** Who made it, or made the key that made it; null: nobody who signed in. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  madeBy: string | null;
}

/** A role that a person has by name, for a reason and a time; business ranks grant nothing. */
@Entity()
@Check('role_grant_in_order', 'valid_to IS NULL OR valid_from <= valid_to')
@Check(
  'role_grant_legal',
  "(role = 'legal') = (subject_id IS NOT NULL) AND (role <> 'legal' OR (valid_to IS NOT NULL AND valid_to <= valid_from + interval '720 hours'))",
)
@Check('role_grant_not_oneself', 'granted_by <> person_id')
@Index('role_grant_person', ['personId'])
export class RoleGrant {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('text')
  role: GrantedRole;

  /** Of legal alone: the one person whose records it opens. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  subjectId: string | null;

  @Column('text')
  reason: string;

  /** A person, or the key of a machine. */
  @Column('uuid')
  grantedBy: string;

  @Column('text')
  grantedByKind: 'person' | 'key';

  @Column('timestamptz')
  validFrom: Date;

  @Column('timestamptz', { nullable: true })
  validTo: Date | null;
}

/** One observation for the eyes of a third person: readable once rep and coach have both said so. */
@Entity()
@Index('observation_share_current', ['observationId', 'readerId'], {
  unique: true,
  where: 'ended_at IS NULL',
})
export class ObservationShare {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Observation)
  @Column('uuid')
  observationId: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  readerId: string;

  @Column('timestamptz', { nullable: true })
  byRepAt: Date | null;

  @Column('timestamptz', { nullable: true })
  byCoachAt: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}

/** The answer to a request that may be sent again. Written in the transaction of the fact itself. */
@Entity()
@Index('idempotent_answer_age', ['createdAt'])
export class IdempotentAnswer {
  /** The key of a machine, or the person who signed in. */
  @PrimaryColumn('uuid')
  callerId: string;

  @PrimaryColumn('text')
  key: string;

  /** Of method, path and body: the same key for another request is refused. */
  @Column('text')
  requestHash: string;

  @Column('int')
  status: number;

  @Column('jsonb', { nullable: true })
  body: unknown;

  @Column('timestamptz')
  createdAt: Date;
}
