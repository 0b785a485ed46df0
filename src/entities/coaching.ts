import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrolment } from './enrolment.js';
import { Person } from './people.js';
import type { DisputeReason, TrialOutcome, VisitChannel } from '../domain/facts.js';
import type { Rating } from '../domain/rubric.js';

/** A day in the field that manager and rep spend together. */
@Entity()
@Index('joint_visit_external_id', ['externalId'], { unique: true })
@Index('joint_visit_rep', ['repId', 'at'])
export class JointVisit {
  @PrimaryColumn('uuid')
  id: string;

  /** The id under which the CRM knows it. */
  @Column('text', { nullable: true })
  externalId: string | null;

  @ForeignKey(() => Person)
  @Column('uuid')
  repId: string;

  @Column('timestamptz')
  at: Date;

  /** Name or CRM id of an institution; never a person. */
  @Column('text', { nullable: true })
  institution: string | null;

  @Column('text', { default: 'faceToFace' })
  channel: VisitChannel;

  @Column('text', { default: 'planned' })
  state: 'planned' | 'held' | 'cancelled';

  @Column('int', { default: 0 })
  moves: number;

  @Column('timestamptz')
  createdAt: Date;
}

@Entity()
@Index('joint_visit_observer_person', ['personId'])
export class JointVisitObserver {
  @ForeignKey(() => JointVisit)
  @PrimaryColumn('uuid')
  visitId: string;

  @ForeignKey(() => Person)
  @PrimaryColumn('uuid')
  personId: string;
}

@Entity()
@Index('observation_enrolment', ['enrolmentId'])
@Index('observation_visit', ['visitId'])
@Index('observation_observer', ['observerId'])
export class Observation {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Enrolment)
  @Column('uuid')
  enrolmentId: string;

  @ForeignKey(() => JointVisit)
  @Column('uuid', { nullable: true })
  visitId: string | null;

  @ForeignKey(() => Person)
  @Column('uuid')
  observerId: string;

  @Column('timestamptz')
  observedAt: Date;

  @Column('text')
  channel: VisitChannel;

  /** Name or CRM id of the institution; the log holds only its hash. */
  @Column('text', { nullable: true })
  customer: string | null;

  /** Whether the rep was told what would be looked at. */
  @Column('boolean')
  prompted: boolean;
}

@Entity()
export class Feedback {
  @ForeignKey(() => Observation)
  @PrimaryColumn('uuid')
  observationId: string;

  /** By anchor code. */
  @Column('jsonb')
  ratings: Record<string, Rating>;

  /** As they were given, where a talk has changed them since. */
  @Column('jsonb', { nullable: true })
  firstRatings: Record<string, Rating> | null;

  @Column('int', { nullable: true })
  level: number | null;

  /** "What did you see or hear?" */
  @Column('text', { nullable: true })
  evidence: string | null;

  /** "What should they try next?" */
  @Column('text', { nullable: true })
  suggestion: string | null;

  // What figures need of the words and ratings: it stays when those are erased.

  @Column('boolean', { default: false })
  hasEvidence: boolean;

  @Column('boolean', { default: false })
  hasSuggestion: boolean;

  /** At least two anchors were rated, and all the same. */
  @Column('boolean', { default: false })
  isAlike: boolean;

  /** Whether the two have talked already. */
  @Column('boolean', { default: false })
  talked: boolean;

  @Column('timestamptz')
  givenAt: Date;

  @Column('uuid')
  givenBy: string;
}

@Entity()
@Index('development_action_enrolment', ['enrolmentId'])
export class DevelopmentAction {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Enrolment)
  @Column('uuid')
  enrolmentId: string;

  @ForeignKey(() => Observation)
  @Column('uuid')
  observationId: string;

  /** "If they name a competitor, then I ask what matters most to this patient first." */
  @Column('text')
  text: string;

  @Column('timestamptz')
  agreedAt: Date;

  @Column('timestamptz', { nullable: true })
  dueAt: Date | null;

  @Column('timestamptz', { nullable: true })
  doneAt: Date | null;

  /** How it went, in the rep's own word. */
  @Column('text', { nullable: true })
  tried: TrialOutcome | null;

  @Column('timestamptz', { nullable: true })
  verifiedAt: Date | null;

  @Column('text', { nullable: true })
  outcome: 'working' | 'notYet' | null;

  /** False once what it was agreed in was taken back. */
  @Column('boolean', { default: true })
  stands: boolean;
}

/** The rep's answer to feedback. That it was read is not that it was agreed with. */
@Entity()
export class Acknowledgement {
  @ForeignKey(() => Observation)
  @PrimaryColumn('uuid')
  observationId: string;

  @Column('text')
  answer: 'accepted' | 'disputed';

  @Column('text', { nullable: true })
  reason: DisputeReason | null;

  @Column('timestamptz')
  answeredAt: Date;

  @Column('uuid', { nullable: true })
  answeredBy: string | null;
}
