import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A build whose worker has run here. */
@Entity()
export class Build {
  @PrimaryColumn('text')
  id: string;

  @Column('timestamptz')
  firstStartedAt: Date;

  /** When a worker of it last said that it runs. */
  @Column('timestamptz')
  seenAt: Date;
}
