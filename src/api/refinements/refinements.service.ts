import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ADOPTED_WITHIN_DAYS, RATED_WITHIN_DAYS } from '../../insights/measure-learning.js';
import {
  anchorsByVersion,
  cohortOf,
  compared,
  sidesOf,
  type Cohort,
  type Comparison,
} from '../../insights/refinements.js';
import {
  addRefinement,
  listRefinements,
  readLearning,
  readTaught,
  withdrawRefinement,
  type LearningTables,
  type RefinementRow,
  type TaughtRow,
} from '../../store/figures/refinements.js';
import { unknown } from '../../store/refusal.js';
import { readLaunch } from '../../store/programs/rollouts.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import { said } from '../insights/said.js';
import type { AnchorsAnswer, NewRefinementBody, RefinementsAnswer } from './refinements.dto.js';

const OBSERVED =
  'Observed, not explained: people, places and coaching may have changed with the content. All are followed equally ' +
  'long; who was not yet stands beside the figure. Of many anchors some differ by chance alone.';

@Injectable()
export class RefinementsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async anchors(program: string): Promise<AnchorsAnswer> {
    const { taught, learning } = await this.read(program);
    return {
      ...aboutOf(program, learning),
      capabilities: taught.map(({ id, code, name, anchors, versions }) => {
        const { adopted, anchor } = learning.of(id);
        const tables = anchors.map(({ code: one }) => ({ anchor: one, rows: anchor(one) }));
        return {
          id,
          code,
          name,
          versions: [...versions],
          rubric: anchors,
          adopted: versions.map((version) => cohortAnswer(cohortOf(adopted, 'adoptedInTime', [version]))),
          anchors: anchorsByVersion(tables, versions).map(({ anchor: one, cohorts, isSeldom }) => ({
            ...anchors.find((each) => each.code === one)!,
            cohorts: cohorts.map(cohortAnswer),
            isSeldom,
          })),
        };
      }),
    };
  }

  async list(program: string): Promise<RefinementsAnswer> {
    const { taught, learning } = await this.read(program);
    const rows = await listRefinements(this.dataSource.manager, program, this.clock.now());
    return {
      ...aboutOf(program, learning),
      observed: OBSERVED,
      refinements: rows.flatMap(({ capabilityId, ...row }) => {
        const here = taught.find(({ id }) => id === capabilityId);
        if (!here) return [];
        const { id, code, name } = here;
        const anchorOf = (wanted: string | null) => here.anchors.find((each) => each.code === wanted) ?? null;
        return {
          ...row,
          capability: { id, code, name },
          anchor: anchorOf(row.anchor),
          comparisons: comparisonsOf(row, here, learning).map(({ anchor, before, after, ...one }) => ({
            ...one,
            anchor: anchorOf(anchor),
            before: cohortAnswer(before),
            after: cohortAnswer(after),
          })),
        };
      }),
    };
  }

  add(program: string, body: NewRefinementBody, by: string | null): Promise<{ id: string }> {
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await readLaunch(tx, program))) throw unknown('program', program);
      return addRefinement(tx, program, body, by, this.clock.now());
    });
  }

  withdraw(program: string, refinement: string, by: string | null): Promise<void> {
    return inTransaction(this.dataSource, (tx) =>
      withdrawRefinement(tx, program, refinement, by, this.clock.now()),
    );
  }

  private async read(program: string): Promise<{ taught: TaughtRow[]; learning: LearningTables }> {
    const tx = this.dataSource.manager;
    if (!(await readLaunch(tx, program))) throw unknown('program', program);
    return { taught: await readTaught(tx, program), learning: await readLearning(tx, program) };
  }
}

const aboutOf = (program: string, { week }: LearningTables) => ({
  program,
  week,
  adoptedWithinDays: ADOPTED_WITHIN_DAYS,
  ratedWithinDays: RATED_WITHIN_DAYS,
});

function comparisonsOf(
  { anchor, contentVersion }: Pick<RefinementRow, 'anchor' | 'contentVersion'>,
  { id, anchors, versions }: TaughtRow,
  learning: LearningTables,
): Comparison[] {
  const sides = sidesOf(contentVersion, versions);
  const tables = learning.of(id);
  const changed = anchor === null ? anchors.map(({ code }) => code) : [anchor];
  return [
    compared(tables.adopted, 'adoptedInTime', null, sides),
    ...changed.map((code) => compared(tables.anchor(code), 'anchorMet', code, sides)),
  ];
}

const cohortAnswer = ({ versions, figure, ...cohort }: Cohort) => ({
  ...cohort,
  versions: [...versions],
  figure: said(figure),
});
