import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrolment } from './enrolment.js';
import { Person } from './people.js';
import { Capability, Program } from './program.js';

/** The monthly question to a rep about one capability: that it was asked and answered, never what was answered. */
@Entity()
@Index('pulse_once', ['personId', 'capabilityId', 'month'], { unique: true })
export class Pulse {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  /** The loop whose message it rides in. */
  @ForeignKey(() => Enrolment)
  @Column('uuid')
  enrolmentId: string;

  /** Such as 2026-03. */
  @Column('text')
  month: string;

  @Column('boolean', { default: false })
  answered: boolean;
}

/** An answer without whose it is and without the day: nothing leads back to a person. */
@Entity()
@Index('pulse_answer_program', ['programId', 'capabilityId', 'month'])
export class PulseAnswer {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  @Column('text', { nullable: true })
  region: string | null;

  @Column('text')
  month: string;

  /** Somebody saw them use it. */
  @Column('boolean')
  seen: boolean;

  /** It helped; null where nobody saw it. */
  @Column('boolean', { nullable: true })
  helped: boolean | null;
}
