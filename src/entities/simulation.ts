import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Cadence } from '../domain/cadence.js';
import { Job } from './job.js';
import { Person } from './people.js';
import { Program } from './program.js';

/** A cadence that is played over a program's people. How far it has come stands in its job; it can be repeated exactly. */
@Entity()
@Index('simulation_program', ['programId'])
export class Simulation {
  /** That of its job. */
  @ForeignKey(() => Job)
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @Column('jsonb')
  document: Cadence;

  /** With which it is compared: that of the program when it was asked for; null: it had none. */
  @Column('jsonb', { nullable: true })
  beside: Cadence | null;

  /** Facts recorded until then are its past. */
  @Column('timestamptz')
  fromAt: Date;

  @Column('int')
  weeks: number;

  @Column('int')
  runs: number;

  /** Of the first run; each further one has the next. */
  @Column('int')
  seed: number;

  @Column('text', { default: 'going' })
  course: 'going' | 'cancelled' | 'failed';

  /** How people are taken to behave in it, and what of that is fitted; null: not yet, or nothing is. */
  @Column('jsonb', { nullable: true })
  behaviour: unknown;

  /** What came out; null: not yet. */
  @Column('jsonb', { nullable: true })
  result: unknown;

  /** Null: a machine. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  askedBy: string | null;
}
