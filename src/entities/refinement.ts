import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './people.js';
import { Capability, Program } from './program.js';

/** What a training team changed in the content of a capability. It is kept, also where it was taken back. */
@Entity()
@Index('refinement_program', ['programId'])
export class Refinement {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  /** A code of the rubric; null: the content as a whole. */
  @Column('text', { nullable: true })
  anchor: string | null;

  /** The first version with the change in it. */
  @Column('text')
  contentVersion: string;

  /** In the future: it is planned. */
  @Column('date')
  liveOn: string;

  @Column('text', { nullable: true })
  note: string | null;

  @Column('timestamptz')
  recordedAt: Date;

  /** Null: a machine. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  recordedBy: string | null;

  @Column('timestamptz', { nullable: true })
  withdrawnAt: Date | null;

  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  withdrawnBy: string | null;
}
