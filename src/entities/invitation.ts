import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { JointVisit } from './coaching.js';
import { Person } from './people.js';

/**
 * What a joint visit should be in one person's calendar, and what was sent of it. With its sequence the id is the mail's
 * key: the Message-ID carries both. A visit that a CRM keeps has none: it stands in a calendar already.
 */
@Entity()
@Index('invitation_of', ['visitId', 'personId'], { unique: true })
@Index('invitation_due', ['lane', 'dueAt'], { where: 'due_at IS NOT NULL' })
@Index('invitation_in_doubt', ['changedAt'], { where: 'in_doubt' })
@Index('invitation_person', ['personId'])
export class Invitation {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => JointVisit)
  @Column('uuid')
  visitId: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('int')
  lane: number;

  /** The SEQUENCE they should have: it rises with every change of the visit. */
  @Column('int')
  wanted: number;

  /** They should have it no more: the visit was called off, or goes on without them. */
  @Column('boolean')
  cancelled: boolean;

  /** When it begins, as they should have it. */
  @Column('timestamptz')
  startsAt: Date;

  @Column('timestamptz')
  changedAt: Date;

  /** The last sequence that was handed over, or may have been; null: none. */
  @Column('int', { nullable: true })
  sent: number | null;

  /** The sequence of the call that is under way. */
  @Column('int', { nullable: true })
  sending: number | null;

  /** When the lane looks after it; null: nothing is to be sent. */
  @Column('timestamptz', { nullable: true })
  dueAt: Date | null;

  @Column('int', { default: 0 })
  attempts: number;

  /** The call was under way when its process died, or its answer got lost. */
  @Column('boolean', { default: false })
  inDoubt: boolean;

  /** A code, never the mail server's own words. */
  @Column('text', { nullable: true })
  error: string | null;

  /** Hashes of the reports that said it did not arrive: the same one twice changes nothing. */
  @Column('text', { array: true, default: '{}' })
  reports: string[];
}
