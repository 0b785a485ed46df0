import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person, type BusinessFunction } from './people.js';
import type { Cadence } from '../domain/cadence.js';
import type { Rubric } from '../domain/rubric.js';

@Entity()
@Index('capability_code', ['code'], { unique: true })
export class Capability {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('timestamptz')
  createdAt: Date;
}

/** How a capability is recognised, as of one version. Immutable by trigger. */
@Entity()
@Index('rubric_version_number', ['capabilityId', 'version'], { unique: true })
export class RubricVersion {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  @Column('int')
  version: number;

  @Column('jsonb')
  document: Rubric;

  @Column('timestamptz')
  publishedAt: Date;
}

@Entity()
@Index('training_code', ['code'], { unique: true })
export class Training {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('timestamptz')
  createdAt: Date;
}

/** Which capabilities a training introduces. */
@Entity()
export class TrainingCapability {
  @ForeignKey(() => Training)
  @PrimaryColumn('uuid')
  trainingId: string;

  @ForeignKey(() => Capability)
  @PrimaryColumn('uuid')
  capabilityId: string;
}

/** A training completed by a person, as the LMS told it. */
@Entity()
@Index('completion_once', ['personId', 'trainingId', 'contentVersion'], { unique: true })
@Index('completion_training', ['trainingId'])
export class Completion {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @ForeignKey(() => Training)
  @Column('uuid')
  trainingId: string;

  @Column('text')
  contentVersion: string;

  @Column('timestamptz')
  completedAt: Date;

  @Column('timestamptz')
  importedAt: Date;
}

@Entity()
@Index('program_code', ['code'], { unique: true })
@Index('program_owner', ['ownerId'])
@Index('program_sponsor', ['sponsorId'])
export class Program {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  code: string;

  @Column('text')
  name: string;

  @Column('text')
  function: BusinessFunction;

  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  ownerId: string | null;

  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  sponsorId: string | null;

  /** Pinned by the enrolments that this program opens from now on. */
  @ForeignKey(() => CadenceVersion)
  @Column('uuid', { nullable: true })
  cadenceVersionId: string | null;

  /** Null: not launched; no loop opens before this instant. */
  @Column('timestamptz', { nullable: true })
  launchAt: Date | null;

  /** Its past was played in afterwards, for a demo or a migration; said wherever it is shown. */
  @Column('boolean', { default: false })
  backfilled: boolean;

  /** Days on which nobody is coached: congresses, launch weeks. */
  @Column('jsonb', { default: [] })
  blackouts: { from: string; to: string }[];

  @Column('timestamptz')
  createdAt: Date;
}

@Entity()
export class ProgramCapability {
  @ForeignKey(() => Program)
  @PrimaryColumn('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @PrimaryColumn('uuid')
  capabilityId: string;

  @ForeignKey(() => RubricVersion)
  @Column('uuid')
  rubricVersionId: string;
}

/** A named cadence and the draft that is being worked on. */
@Entity()
@Index('cadence_name', ['name'], { unique: true })
export class CadencePlan {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('jsonb')
  draft: unknown;

  /** Raised with every change of the draft, so that a stale edit is noticed. */
  @Column('int', { default: 1 })
  draftRevision: number;

  @Column('timestamptz')
  updatedAt: Date;
}

/** A published cadence. Immutable by trigger; an enrolment pins one. */
@Entity()
@Index('cadence_version_number', ['cadencePlanId', 'version'], { unique: true })
export class CadenceVersion {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => CadencePlan)
  @Column('uuid')
  cadencePlanId: string;

  @Column('int')
  version: number;

  @Column('jsonb')
  document: Cadence;

  @Column('timestamptz')
  publishedAt: Date;
}
