import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Capability, Program } from './program.js';
import { Person } from './people.js';
import type { ProfileChanges } from '../access/country-profiles.js';

/**
 * Where a rep is counted in a program's figures. Written once and never changed but for `block`, and that once: a
 * figure that moved people about would reveal them.
 */
@Entity()
@Index('figure_place_cell', ['programId', 'capabilityId', 'region'])
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
  @Column('int', { nullable: true })
  block: number | null;
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
