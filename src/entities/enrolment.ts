import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person } from './people.js';
import { CadenceVersion, Capability, Program, RubricVersion } from './program.js';
import type { AnyFact, FactKind } from '../domain/facts.js';
import type { OpenObligation } from '../domain/loop/standing.js';
import type { NextStep } from '../domain/loop/stall.js';
import type { Audience } from '../domain/people.js';
import type { ObligationKind, Phase, StallReason } from '../domain/words.js';
import { Bell } from './bell.js';

/** One rep in one capability of one program, with what the loop last said of it. The log is the truth. */
@Entity()
@Index('enrolment_one_open', ['repId', 'capabilityId', 'programId'], {
  unique: true,
  where: 'ended_at IS NULL',
})
@Index('enrolment_program', ['programId', 'phase'])
@Index('enrolment_manager', ['managerId'])
@Index('enrolment_rep', ['repId'])
@Index('enrolment_open_of_program', ['programId', 'id'], { where: 'ended_at IS NULL' })
@Index('enrolment_next_due', ['nextDueAt'], { where: 'ended_at IS NULL' })
@Index('enrolment_bell', ['bell.rungAt'], { where: 'ring_seq > applied_seq' })
@Index('enrolment_wake', ['bell.wakeAt'], { where: 'wake_at IS NOT NULL' })
@Index('enrolment_without_wake', ['id'], {
  where: 'ended_at IS NULL AND wake_at IS NULL AND fault IS NULL',
})
@Index('enrolment_fault', ['faultAt'], { where: 'fault IS NOT NULL' })
export class Enrolment {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  @ForeignKey(() => RubricVersion)
  @Column('uuid')
  rubricVersionId: string;

  @ForeignKey(() => CadenceVersion)
  @Column('uuid')
  cadenceVersionId: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  repId: string;

  @Column('text')
  contentVersion: string;

  @Column('timestamptz')
  trainedAt: Date;

  @Column('timestamptz')
  openedAt: Date;

  /** Number of the newest fact in the log. */
  @Column('int', { default: 0 })
  lastSeq: number;

  @Column(() => Bell, { prefix: false })
  bell: Bell;

  /** The latest instant at which the loop has looked: time never runs backwards for it. */
  @Column('timestamptz', { nullable: true })
  lookedAt: Date | null;

  /** Why it sleeps until `wakeAt`, in codes. */
  @Column('text', { nullable: true })
  why: string | null;

  /** A hand-over must ring, since the next rung waits for it. */
  @Column('boolean', { default: false })
  waitsForHandOver: boolean;

  /** Why the loop could not decide; tried again on a new fact or a new build. */
  @Column('text', { nullable: true })
  fault: string | null;

  @Column('timestamptz', { nullable: true })
  faultAt: Date | null;

  @Column('text', { nullable: true })
  faultBuild: string | null;

  // What follows is the projection: written by the loop alone.

  @Column('uuid', { nullable: true })
  managerId: string | null;

  @Column('text', { default: 'observe' })
  phase: Phase;

  @Column('timestamptz', { nullable: true })
  phaseSince: Date | null;

  @Column('int', { default: 1 })
  cycle: number;

  @Column('text', { nullable: true })
  stallReason: StallReason | null;

  @Column('timestamptz', { nullable: true })
  stallSince: Date | null;

  @Column('text', { nullable: true })
  stallObligation: string | null;

  @Column('text', { nullable: true })
  stallClearer: Audience | null;

  @Column('text', { nullable: true })
  stallNextStep: NextStep | null;

  @Column('text', { nullable: true })
  nextKind: ObligationKind | null;

  @Column('uuid', { nullable: true })
  nextOwnerId: string | null;

  @Column('timestamptz', { nullable: true })
  nextDueAt: Date | null;

  /** Everything owed now. */
  @Column('jsonb', { default: [] })
  open: OpenObligation[];

  @Column('int', { default: 0 })
  observations: number;

  /** One observation at the level is missing, as far as their number goes. */
  @Column('boolean', { default: false })
  oneMore: boolean;

  @Column('timestamptz', { nullable: true })
  lastObservedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  readyAt: Date | null;

  @Column('timestamptz', { nullable: true })
  nextVisitAt: Date | null;

  @Column('timestamptz', { nullable: true })
  adoptedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  sustainedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  lapsedAt: Date | null;

  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}

/** One row of an enrolment's log. Takes no update and no delete, by trigger. */
@Entity('fact')
@Index('fact_id', ['id'], { unique: true })
@Index('fact_not_my_rep', ['enrolmentId'], { where: "kind = 'notMyRep'" })
export class FactRow {
  @ForeignKey(() => Enrolment)
  @PrimaryColumn('uuid')
  enrolmentId: string;

  /** Counted from 1 within the enrolment. */
  @PrimaryColumn('int')
  seq: number;

  @Column('uuid')
  id: string;

  @Column('text')
  kind: FactKind;

  @Column('timestamptz')
  happenedAt: Date;

  @Column('timestamptz')
  recordedAt: Date;

  /** Who said so; null: the loop, a channel or an import. */
  @Column('uuid', { nullable: true })
  actorId: string | null;

  @Column('jsonb')
  data: AnyFact['data'];
}

/** What a person wrote about a fact: beside the log, so that erasing it leaves the log whole. */
@Entity()
export class FactNote {
  @PrimaryColumn('uuid')
  factId: string;

  @Column('text')
  text: string;

  @Column('uuid', { nullable: true })
  authorId: string | null;
}
