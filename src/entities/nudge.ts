import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Enrolment } from './enrolment.js';
import { Person } from './people.js';
import type { Channel } from '../domain/cadence.js';
import type { Because } from '../domain/message/rank.js';
import type { Audience, FigureReader } from '../domain/people.js';
import { Bell } from './bell.js';

/**
 * A message before it is one. Its key is what it speaks of (`domain/message/subject.ts`) and rung: moved while unsent,
 * never repeated once sent.
 */
@Entity()
@Index('nudge_key', ['enrolmentId', 'obligation', 'rung'], { unique: true })
@Index('nudge_figures_key', ['obligation', 'personId', 'rung'], {
  unique: true,
  where: 'enrolment_id IS NULL',
})
@Index('nudge_due', ['lane', 'slotAt'], { where: "state = 'queued'" })
@Index('nudge_person_due', ['personId', 'slotAt'], { where: "state = 'queued'" })
@Index('nudge_person_said', ['personId'], { where: "state IN ('claimed', 'handedOver', 'unreachable')" })
@Index('nudge_delivery', ['deliveryId'])
@Index('nudge_unreachable', ['slotAt'], { where: "state = 'unreachable'" })
@Index('nudge_climbed', ['handedOverAt'], { where: "state = 'handedOver' AND rung > 0" })
@Index('nudge_second_line', ['personId', 'enrolmentId'], {
  where: "audience = 'secondLine' AND state = 'handedOver'",
})
export class Nudge {
  @PrimaryColumn('uuid')
  id: string;

  /** Null: it tells of figures, once to each person. */
  @ForeignKey(() => Enrolment)
  @Column('uuid', { nullable: true })
  enrolmentId: string | null;

  @Column('text')
  obligation: string;

  @Column('int')
  rung: number;

  @Column('text')
  audience: Audience | FigureReader;

  /** Provisional until sent. */
  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('int')
  lane: number;

  @Column('timestamptz')
  slotAt: Date;

  @Column('text', { array: true })
  via: Channel[];

  @Column('boolean')
  stall: boolean;

  /** To whom it goes on if nothing happens, and when: said before it does. */
  @Column('text', { nullable: true })
  goesOnTo: Audience | null;

  @Column('timestamptz', { nullable: true })
  goesOnAt: Date | null;

  @Column('text', { default: 'queued' })
  state: 'queued' | 'claimed' | 'handedOver' | 'unreachable' | 'withdrawn';

  /** The message it went out with. */
  @Column('uuid', { nullable: true })
  deliveryId: string | null;

  /** Where it stands in that message, counted from 0, and why. */
  @Column('int', { nullable: true })
  place: number | null;

  @Column('text', { nullable: true })
  because: Because | null;

  /** When the message of a day had no room for it first. */
  @Column('timestamptz', { nullable: true })
  waitsSince: Date | null;

  @Column('timestamptz')
  queuedAt: Date;

  @Column('timestamptz', { nullable: true })
  handedOverAt: Date | null;
}

/** One message to one person. Its id is the message's key: Slack metadata and Message-ID carry it. */
@Entity()
@Index('delivery_open', ['lane', 'nextTryAt'], { where: "state IN ('sending', 'retrying')" })
@Index('delivery_stale', ['lane'], { where: 'stale' })
@Index('delivery_in_doubt', ['createdAt'], { where: 'in_doubt' })
@Index('delivery_failed', ['id'], { where: "state = 'failed'" })
@Index('delivery_person', ['personId', 'createdAt'])
@Index('delivery_one_a_day', ['personId', 'day'], {
  unique: true,
  where: "day IS NOT NULL AND state <> 'withdrawn'",
})
export class Delivery {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Person)
  @Column('uuid')
  personId: string;

  @Column('int')
  lane: number;

  /** The local day of which it is the one message; null: a message of a program on the wall clock, beside the budget. */
  @Column('date', { nullable: true })
  day: string | null;

  /** About how many more reps there was something to tell: they wait for a later message. */
  @Column('int', { default: 0 })
  waiting: number;

  @Column('text')
  channel: Channel;

  /** Channels not tried yet, in order. */
  @Column('text', { array: true })
  otherChannels: Channel[];

  @Column('text', { default: 'sending' })
  state: 'sending' | 'retrying' | 'handedOver' | 'failed' | 'withdrawn';

  @Column('int', { default: 0 })
  attempts: number;

  @Column('timestamptz', { nullable: true })
  nextTryAt: Date | null;

  /** The call was under way when its process died: it may have arrived before it was repeated. */
  @Column('boolean', { default: false })
  inDoubt: boolean;

  /** Where the provider keeps it: Slack channel and timestamp, or the Message-ID. */
  @Column('jsonb', { nullable: true })
  providerRef: Record<string, string> | null;

  /** A code, never the provider's own words. */
  @Column('text', { nullable: true })
  error: string | null;

  /** Hashes of the reports that said it did not arrive: the same one twice changes nothing. */
  @Column('text', { array: true, default: '{}' })
  reports: string[];

  /** When somebody let it be tried once more after it was given up. */
  @Column('timestamptz', { nullable: true })
  retriedAt: Date | null;

  /** Something on its card has changed since it was shown. */
  @Column('boolean', { default: false })
  stale: boolean;

  /** How often something on it changed, so that a change during an edit is noticed. */
  @Column('int', { default: 0 })
  marks: number;

  @Column('timestamptz')
  createdAt: Date;

  @Column('timestamptz', { nullable: true })
  handedOverAt: Date | null;
}

/** A delivery lane: each person belongs to one, so that nobody gets two messages at once. */
@Entity()
export class Lane {
  @PrimaryColumn('int')
  id: number;

  @Column(() => Bell, { prefix: false })
  bell: Bell;
}

/** Calls left to a provider, for all processes together. */
@Entity()
export class TokenBucket {
  @PrimaryColumn('text')
  provider: string;

  @Column('double precision')
  tokens: number;

  @Column('timestamptz')
  refilledAt: Date;
}
