import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './people.js';

export const SIGN_IN_WAYS = ['provider', 'demo'] as const;
export type SignInWay = (typeof SIGN_IN_WAYS)[number];

/** A person who signed in, until they sign out. The row is the session: where there is none, it has ended. */
@Entity()
@Index('session_hash', ['hash'], { unique: true })
@Index('session_person', ['personId'])
@Index('session_lapse', ['lapsesAt'])
export class Session {
  /** Names it in lists and logs; lets nobody in. */
  @PrimaryColumn('uuid')
  id: string;

  /** SHA-256 of what the cookie holds, hex. */
  @Column('text')
  hash: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('text')
  way: SignInWay;

  @Column('timestamptz')
  createdAt: Date;

  /** To the minute. */
  @Column('timestamptz')
  usedAt: Date;

  /** When it ends unless it is used before; never after `expiresAt`. */
  @Column('timestamptz')
  lapsesAt: Date;

  /** When it ends however much it is used. */
  @Column('timestamptz')
  expiresAt: Date;

  /** The provider's ID token, which it asks for at sign-out. Readable with the cookie only. */
  @Column('bytea', { nullable: true })
  sealedIdToken: Buffer | null;
}

/** Which account at an identity provider is whose. Bound at the first sign-in. */
@Entity()
@Index('provider_account_subject', ['issuer', 'subject'], { unique: true })
export class ProviderAccount {
  @ForeignKey(() => Person)
  @PrimaryColumn('uuid')
  personId: string;

  @PrimaryColumn('text')
  issuer: string;

  /** The provider's own, lasting name of the account: `sub`. */
  @Column('text')
  subject: string;

  @Column('timestamptz')
  boundAt: Date;
}
