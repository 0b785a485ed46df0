import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Person, type BusinessFunction } from './people.js';
import { Capability, Program } from './program.js';
import type { AlertKind } from '../insights/alerts.js';
import type { KpiName } from '../insights/catalogue.js';

/** About which figures of a program somebody wants to be told. */
@Entity()
@Index('figure_alert_rule_program', ['programId'])
export class FigureAlertRule {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @Column('text')
  kpi: KpiName;

  @Column('text')
  direction: 'above' | 'below';

  /** A share, from 0 to 1. */
  @Column('double precision')
  threshold: number;

  @Column('double precision')
  margin: number;

  @Column('int')
  periods: number;

  /** Of a trend: against how many periods before each is held; null: it is none. */
  @Column('int', { nullable: true })
  earlier: number | null;

  /** Null: each capability of the program by itself. */
  @ForeignKey(() => Capability)
  @Column('uuid', { nullable: true })
  capabilityId: string | null;

  /** Null: each region by itself. */
  @Column('text', { nullable: true })
  region: string | null;

  /** Of the people who are counted; null: any. */
  @Column('text', { nullable: true })
  function: BusinessFunction | null;

  /** The last released period that it has looked at; null: none. */
  @Column('text', { nullable: true })
  lookedAt: string | null;

  @Column('timestamptz')
  createdAt: Date;

  /** It looks no more; what it raised is kept. */
  @Column('timestamptz', { nullable: true })
  endedAt: Date | null;
}

/** One alert, from its opening to its end. It is kept. */
@Entity()
@Index('figure_alert_once', ['ruleId', 'capabilityId', 'region'], {
  unique: true,
  where: 'closed_in IS NULL',
})
@Index('figure_alert_course', ['ruleId', 'capabilityId', 'region', 'openedIn'])
export class FigureAlert {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => FigureAlertRule)
  @Column('uuid')
  ruleId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  @Column('text')
  region: string;

  @Column('text')
  kind: AlertKind;

  @Column('text')
  openedIn: string;

  @Column('timestamptz')
  openedAt: Date;

  /** The figure then: a share; null: there was none. */
  @Column('double precision', { nullable: true })
  openedShare: number | null;

  @Column('timestamptz', { nullable: true })
  acknowledgedAt: Date | null;

  /** Who takes it. */
  @Column('uuid', { nullable: true })
  acknowledgedBy: string | null;

  /** Nobody is told of it before this day. */
  @Column('date', { nullable: true })
  snoozedUntil: string | null;

  @Column('uuid', { nullable: true })
  snoozedBy: string | null;

  /** The released period with which it closed; null: it is open. */
  @Column('text', { nullable: true })
  closedIn: string | null;

  @Column('timestamptz', { nullable: true })
  closedAt: Date | null;

  @Column('double precision', { nullable: true })
  closedShare: number | null;

  /** `over`: the figure was back; `resolved`: a person said so; `ended`: its rule ended. */
  @Column('text', { nullable: true })
  closedHow: 'over' | 'resolved' | 'ended' | null;

  /** Who resolved it. */
  @Column('uuid', { nullable: true })
  closedBy: string | null;
}

/** What a person did about an alert. It is kept, whatever is done later. */
@Entity()
@Index('figure_alert_act_alert', ['alertId'])
export class FigureAlertAct {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => FigureAlert)
  @Column('uuid')
  alertId: string;

  @Column('text')
  act: 'acknowledge' | 'snooze' | 'resolve';

  @Column('timestamptz')
  at: Date;

  /** Null: a machine. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  byId: string | null;

  /** Who takes it: whoever says so, or whom they ask. */
  @ForeignKey(() => Person)
  @Column('uuid', { nullable: true })
  takerId: string | null;

  /** Until when it rests. */
  @Column('date', { nullable: true })
  until: string | null;

  /** What whoever did it said with it. */
  @Column('text', { nullable: true })
  note: string | null;
}
