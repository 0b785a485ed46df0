import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Capability, Program } from './program.js';
import { Person } from './people.js';
import type { ProfileChanges } from '../access/country-profiles.js';
import type { Place, Row } from '../access/suppression.js';

/** Reps who were counted for the first time together. Written once: only what was measured of them changes. */
@Entity()
@Index('figure_group_program', ['programId', 'capabilityId'])
export class FigureGroup {
  @PrimaryColumn('uuid')
  id: string;

  @ForeignKey(() => Program)
  @Column('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @Column('uuid')
  capabilityId: string;

  /** What its reps had in common then. */
  @Column('jsonb')
  place: Place;

  @Column('text', { array: true })
  countries: string[];

  /** The Monday of the week with which it closed: of earlier weeks nothing is said. */
  @Column('date')
  closedIn: string;

  /** How long the logs of its reps were when they were measured; null: not yet. */
  @Column('text', { nullable: true })
  measured: string | null;
}

/**
 * Where a rep is counted in a program's figures. Written once and never changed but for the group, and that once: a
 * figure that moved people about would reveal them.
 */
@Entity()
@Index('figure_place_group', ['groupId'])
export class FigurePlace {
  @ForeignKey(() => Program)
  @PrimaryColumn('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @PrimaryColumn('uuid')
  capabilityId: string;

  @ForeignKey(() => Person)
  @PrimaryColumn('uuid')
  repId: string;

  /** Where they belonged when they were first met. */
  @Column('text', { nullable: true })
  region: string | null;

  /** Who led them then. */
  @Column('uuid', { nullable: true })
  managerId: string | null;

  /** Those with whom they were counted first; null: they wait until they are enough. */
  @ForeignKey(() => FigureGroup)
  @Column('uuid', { nullable: true })
  groupId: string | null;
}

/** What the logs of a group say: made anew from them whenever they grow. */
@Entity()
export class FigureCount {
  @ForeignKey(() => FigureGroup)
  @PrimaryColumn('uuid')
  groupId: string;

  /** A Monday. */
  @PrimaryColumn('date')
  week: string;

  @PrimaryColumn('text')
  question: string;

  @PrimaryColumn('text')
  answer: string;

  @Column('int')
  count: number;
}

/** The published table of a question for one closed week or month: all that is ever shown. */
@Entity()
@Index('figure_release_question', ['programId', 'question', 'period'])
export class FigureRelease {
  @ForeignKey(() => Program)
  @PrimaryColumn('uuid')
  programId: string;

  @ForeignKey(() => Capability)
  @PrimaryColumn('uuid')
  capabilityId: string;

  @PrimaryColumn('text')
  question: string;

  /** The Monday of a week, or a month such as 2026-03. */
  @PrimaryColumn('text')
  period: string;

  @Column('jsonb')
  rows: Row[];

  /** The same in few rows, by region and function alone; null: it was published before there was one. */
  @Column('jsonb', { nullable: true })
  summary: Row[] | null;

  /** The summary without the answers, so in fewer rows; null: it was published before there was one. */
  @Column('jsonb', { nullable: true })
  parts: Row[] | null;

  /** The same, cut by nothing; null: it was published before there was one. */
  @Column('jsonb', { nullable: true })
  whole: Row[] | null;

  @Column('timestamptz')
  releasedAt: Date;

  /** Late facts changed it since. */
  @Column('timestamptz', { nullable: true })
  restatedAt: Date | null;
}

/** What an organisation asks of itself in a country beyond what is asked there anyway. */
@Entity()
export class CountrySetting {
  /** ISO 3166-1 alpha-2. */
  @PrimaryColumn('text')
  country: string;

  @Column('jsonb', { default: {} })
  changes: ProfileChanges;

  /** Since when a works agreement covers it; null: none is confirmed. */
  @Column('date', { nullable: true })
  worksAgreementOn: string | null;

  @Column('timestamptz')
  updatedAt: Date;
}
