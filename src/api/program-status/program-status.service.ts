import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  answer,
  headcount,
  isSuppressed,
  type Figure,
  type Suppressed,
  type Thresholds,
} from '../../access/suppression.js';
import { toIso } from '../../domain/time.js';
import {
  programStatus,
  QUESTION_NAMES,
  QUESTIONS,
  type QuestionName,
  type StatusCell,
} from '../../insights/program-status.js';
import { countriesOf, readRules } from '../../store/country-settings.js';
import { placeNewcomers } from '../../store/figure-places.js';
import { unknown } from '../../store/refusal.js';
import { readLaunch } from '../../store/rollouts.js';
import { inTransaction } from '../../store/transaction.js';
import { Clock } from '../common/parts.js';
import type { ProgramStatusAnswer } from './program-status.dto.js';

const COUNTING =
  'Reps are counted in groups: a newcomer from the day on which enough others are new with them, each in the region ' +
  'where they were first counted.';

@Injectable()
export class ProgramStatusService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  get(programId: string): Promise<ProgramStatusAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await readLaunch(tx, programId))) throw unknown('program', programId);
      const now = this.clock.now();
      await placeNewcomers(tx, programId);
      const rules = await readRules(tx, await countriesOf(tx, programId));
      const cells = await programStatus(
        tx,
        programId,
        new Date(now),
        (country) => rules.get(country)!.profile,
      );
      return { program: programId, at: toIso(now), counting: COUNTING, ...publish(cells) };
    });
  }
}

/** Each capability is a table of its own. */
function publish(cells: readonly StatusCell[]): Pick<ProgramStatusAnswer, 'cells' | 'together'> {
  const tables = [...new Set(cells.map(({ capabilityId }) => capabilityId))].map((id) =>
    cells.filter(({ capabilityId }) => capabilityId === id),
  );
  return {
    cells: tables.flatMap(rowsOf),
    together: tables.flatMap((table) =>
      QUESTION_NAMES.flatMap((question) => {
        const { together } = answer(question, QUESTIONS[question], table);
        return together ? [{ capability: capabilityOf(table[0]!), question, ...together }] : [];
      }),
    ),
  };
}

function rowsOf(table: readonly StatusCell[]): ProgramStatusAnswer['cells'] {
  const columnOf = (name: QuestionName) => answer(name, QUESTIONS[name], table).cells;
  const phases = columnOf('phases');
  const stalls = columnOf('stalls');
  const overdue = columnOf('overdue');
  const adopted = columnOf('adopted');
  return table.map((cell, index) => {
    const said = (figure: Figure) => (isSuppressed(figure) ? saying(figure, cell.thresholds) : figure);
    const reps = headcount(cell);
    return {
      capability: capabilityOf(cell),
      region: cell.region,
      reps: typeof reps === 'number' ? reps : saying(reps, cell.thresholds),
      phases: said(phases[index]!),
      stalls: said(stalls[index]!),
      overdue: said(overdue[index]!),
      adopted: said(adopted[index]!),
    };
  });
}

const capabilityOf = ({ capabilityId, capability }: StatusCell) => ({ id: capabilityId, code: capability });

/** A suppressed figure says why in words. */
const saying = ({ suppressed }: Suppressed, thresholds: Thresholds) => ({
  suppressed,
  says: SENTENCES[suppressed](thresholds),
});

const SENTENCES: Readonly<Record<Suppressed['suppressed'], (asked: Thresholds) => string>> = {
  tooFewReps: ({ reps }) => `Suppressed: fewer than ${reps} reps are counted here so far.`,
  tooFewManagers: ({ managers }) =>
    `Suppressed: a figure about coaching needs at least ${managers} managers.`,
  wouldRevealFew: ({ reps }) =>
    `Suppressed: some answer, or all the others, would stand for fewer than ${reps} reps and say too much of them.`,
};
