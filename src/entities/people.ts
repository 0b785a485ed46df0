import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Subscription } from '../domain/message/subscription.js';
import type { CalendarSlice, Weekday } from '../domain/time.js';

export const PERSON_ROLES = [
  'rep',
  'msl',
  'kam',
  'manager',
  'secondLine',
  'programOwner',
  'sponsor',
  'trainer',
  'other',
] as const;
export type PersonRole = (typeof PERSON_ROLES)[number];
export type BusinessFunction = 'commercial' | 'medical';

@Entity()
@Index('person_external_id', ['externalId'], { unique: true })
@Index('person_email', ['email'], { unique: true })
@Index('person_lane', ['lane'])
@Index('person_delegate', ['delegateId'], { where: 'delegate_id IS NOT NULL' })
export class Person {
  @PrimaryColumn('uuid')
  id: string;

  /** The id under which HR, LMS and CRM know them. */
  @Column('text')
  externalId: string;

  @Column('text')
  name: string;

  /** In small letters, so that one mailbox is one person. */
  @Column('text')
  email: string;

  /** Mail to it came back for good: it is not written to any more. A new address has not bounced (a trigger says so). */
  @Column('timestamptz', { nullable: true })
  mailBouncedAt: Date | null;

  /** Since when this is their address; null: always. Kept by the same trigger: a bounce of an older one says nothing of it. */
  @Column('timestamptz', { nullable: true })
  emailSince: Date | null;

  @Column('text')
  role: PersonRole;

  @Column('text')
  function: BusinessFunction;

  @Column('text', { nullable: true })
  territory: string | null;

  @Column('text', { nullable: true })
  region: string | null;

  @Column('text', { nullable: true })
  market: string | null;

  /** ISO 3166-1 alpha-2. */
  @Column('text')
  country: string;

  /** ISO 3166-2, such as DE-BY: whose regional holidays they keep. */
  @Column('text', { nullable: true })
  subdivision: string | null;

  /** IANA time zone. */
  @Column('text')
  zone: string;

  /** BCP 47. */
  @Column('text', { default: 'en' })
  language: string;

  @Column('text', { array: true, default: '{MO,TU,WE,TH,FR}' })
  workingWeek: Weekday[];

  @Column('text', { default: '09:00' })
  hoursFrom: string;

  @Column('text', { default: '18:00' })
  hoursTo: string;

  /** Local time of the one message a day. */
  @Column('text', { default: '08:30' })
  slot: string;

  /** Both null: no quiet hours are kept. */
  @Column('text', { nullable: true, default: '18:00' })
  quietFrom: string | null;

  @Column('text', { nullable: true, default: '08:00' })
  quietTo: string | null;

  /** Joint-visit days a week, for all programs together. */
  @Column('real', { default: 1 })
  visitDaysPerWeek: number;

  @Column('date', { nullable: true })
  activeFrom: string | null;

  @Column('date', { nullable: true })
  activeUntil: string | null;

  /** Tried first where a rung allows it. */
  @Column('text', { nullable: true })
  preferredChannel: 'email' | 'slack' | null;

  /** What they chose not to be told (`domain/message/subscription.ts`). */
  @Column('text', { array: true, default: '{}' })
  unsubscribed: Subscription[];

  /** Known once Slack was asked. */
  @Column('text', { nullable: true })
  slackUserId: string | null;

  /** Stands in while they are away. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  delegateId: string | null;

  /** The delivery lane that sends to this person. */
  @Column('int')
  lane: number;

  /** The newest of their calendar versions. */
  @Column('int', { default: 1 })
  calendarVersion: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz')
  updatedAt: Date;
}

/** What was known of a person's time, as of one version. Immutable by trigger. */
@Entity()
export class CalendarVersion {
  @ForeignKey(() => Person)
  @PrimaryColumn('uuid')
  personId: string;

  @PrimaryColumn('int')
  version: number;

  @Column('jsonb')
  slice: CalendarSlice;

  @Column('timestamptz')
  recordedAt: Date;
}

@Entity()
@Check('absence_in_order', 'from_date <= to_date')
@Index('absence_person', ['personId'])
export class Absence {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('date')
  fromDate: string;

  @Column('date')
  toDate: string;

  @Column('boolean', { default: false })
  partDay: boolean;

  @Column('timestamptz')
  recordedAt: Date;

  @Column('timestamptz', { nullable: true })
  cancelledAt: Date | null;
}

/** Who leads whom, and from when to when: rights and figures ask for the dates. */
@Entity()
@Check('reporting_line_not_self', 'person_id <> manager_id')
@Index('reporting_line_current', ['personId'], { unique: true, where: 'valid_to IS NULL' })
@Index('reporting_line_manager', ['managerId'])
export class ReportingLine {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  managerId: string;

  @Column('timestamptz')
  validFrom: Date;

  @Column('timestamptz', { nullable: true })
  validTo: Date | null;
}

/** A colleague who may observe and coach a rep beside the manager. */
@Entity()
@Index('co_coach_share_current', ['repId', 'coachId'], { unique: true, where: 'valid_to IS NULL' })
@Index('co_coach_share_coach', ['coachId'])
export class CoCoachShare {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  repId: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  coachId: string;

  @Column('timestamptz')
  validFrom: Date;

  @Column('timestamptz', { nullable: true })
  validTo: Date | null;
}
