import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

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
