import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './people.js';

/** What somebody began to fill in and has not sent. Theirs alone. */
@Entity()
@Index('draft_expiry', ['expiresAt'])
export class Draft {
  @ForeignKey(() => Person)
  @PrimaryColumn('uuid')
  personId: string;

  /** What it was for: an act and what that is about. */
  @PrimaryColumn('text')
  key: string;

  /** By the names of the fields. */
  @Column('jsonb')
  filled: Record<string, string>;

  @Column('timestamptz')
  expiresAt: Date;
}
