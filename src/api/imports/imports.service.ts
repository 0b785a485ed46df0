import { Inject, Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource, type EntityManager } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import type { Instant } from '../../domain/time.js';
import { faultIn } from '../../imports/faults.js';
import type { ImportName, ImportRows } from '../../imports/read-import.js';
import { launchedProgramsCovering, trainingIds } from '../../store/programs/completions.js';
import { readImportRun, saveImportRun } from '../../store/programs/imports.js';
import { namesOf } from '../../store/people/people-named.js';
import { unknown } from '../../store/refusal.js';
import { Rules } from '../../store/loops/rules.js';
import { inTransaction } from '../../store/transaction.js';
import { openTrial, type TrialLoop } from '../../store/programs/trial-launch.js';
import type { Actor } from '../common/caller.js';
import { Clock, SETTINGS } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { forecast, MOST_PLAYED } from './forecast.js';
import {
  MOST_CHANGES,
  MOST_PROBLEMS,
  type ImportColumnsAnswer,
  type ImportQuery,
  type ImportReport,
} from './imports.dto.js';
import { readColumns, readFile, type ReadFile } from './reading.js';
import { takeCompletions } from './take-completions.js';
import { takePeople } from './take-people.js';
import { takeVisits } from './take-visits.js';
import type { Take, Taking } from './taking.js';

const TAKES: { [K in ImportName]: Take<ImportRows[K]> } = {
  people: takePeople,
  completions: takeCompletions,
  visits: takeVisits,
};

type Report = Omit<ImportReport, 'id'>;
type Changes = NonNullable<ImportReport['changes']>;

/** Who sends a file, and in which language they are answered. */
interface Sender {
  actor: Actor;
  language: string;
}

interface Trial {
  opened: number;
  loops: TrialLoop[];
}

/** Takes a transaction back, and carries what was learnt in it. */
class TakenBack extends Error {
  constructor(
    readonly report: Report,
    readonly changes: Changes,
    readonly trial: Trial | null,
  ) {
    super('nothing of this transaction stays');
  }
}

@Injectable()
export class ImportsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly rules: Rules,
  ) {}

  /**
   * Takes a file in one transaction. A dry run does the same work and takes it back, so that it says what would
   * truly happen; a file with errors is taken back as well unless its good lines are asked for.
   */
  async take<K extends ImportName>(
    kind: K,
    stream: Readable,
    query: ImportQuery,
    sender: Sender,
  ): Promise<ImportReport> {
    const now = this.clock.now();
    const { dryRun, partial, mapping, zone } = query;
    const file = await readFile(kind, stream, { now, mapping, zone });
    try {
      return await inTransaction(this.dataSource, async (tx) => {
        const context = { tx, now, lanes: this.settings.deliveryLanes, actorId: sender.actor.personId };
        const taking = await TAKES[kind](file.rows, context);
        const clean = file.total + taking.problems.length === 0;
        const report = reportOf(kind, file, taking, { dryRun, applied: !dryRun && (clean || partial) });
        if (report.applied) return await this.remember(tx, report, sender.language, now);
        const changes = taking.changes.slice(0, MOST_CHANGES);
        throw new TakenBack(
          report,
          changes,
          dryRun && kind === 'completions' ? await this.tryLaunch(tx, now) : null,
        );
      });
    } catch (error) {
      if (!(error instanceof TakenBack)) throw error;
      return this.answerTakenBack(error, sender.language, now);
    }
  }

  private async answerTakenBack(
    { report, changes, trial }: TakenBack,
    language: string,
    now: Instant,
  ): Promise<ImportReport> {
    const tx = this.dataSource.manager;
    const ahead = trial ? await forecast(trial.opened, trial.loops, (ids) => namesOf(tx, ids)) : undefined;
    const remembered = await this.remember(tx, { ...report, ahead }, language, now);
    // Who would be changed is for whoever asks, and kept nowhere.
    if (report.dryRun) return { ...remembered, changes };
    const errors = report.problems.total === 1 ? '1 error' : `${report.problems.total} errors`;
    throw new Problem(
      422,
      `The file has ${errors}, so nothing was changed. Correct the file, or send partial=true to take the other lines.`,
      {
        members: { report: remembered },
        refused: { code: 'fileFaulty', params: { count: report.problems.total } },
      },
    );
  }

  private async remember(
    tx: EntityManager,
    report: Report,
    language: string,
    now: Instant,
  ): Promise<ImportReport> {
    const { kind, dryRun, applied } = report;
    const id = await saveImportRun(tx, { kind, dryRun, applied, report }, now);
    return { id, ...reportIn(report, language) };
  }

  columns(kind: ImportName, stream: Readable, language: string): Promise<ImportColumnsAnswer> {
    return readColumns(kind, stream, language);
  }

  async get(id: string, language: string): Promise<ImportReport> {
    const report = await readImportRun(this.dataSource.manager, id);
    if (!report) throw unknown('import', id);
    return { ...reportIn(report as Report, language), id };
  }

  private async tryLaunch(tx: EntityManager, now: Instant): Promise<Trial> {
    const programs = await launchedProgramsCovering(tx, [...(await trainingIds(tx)).values()]);
    return openTrial(tx, programs, this.rules, now, MOST_PLAYED);
  }
}

/** A report in words of a language; what was kept before faults had codes stays as it was said. */
const reportIn = (report: Report, language: string): Report => ({
  ...report,
  problems: {
    ...report.problems,
    listed: report.problems.listed.map(({ code, ...said }) =>
      code ? { ...said, code, ...faultIn({ ...said, code }, language) } : said,
    ),
  },
});

function reportOf<K extends ImportName>(
  kind: K,
  file: ReadFile<ImportRows[K]>,
  { counts, problems: found }: Taking,
  what: { dryRun: boolean; applied: boolean },
): Report {
  const problems = [...file.problems, ...found].sort((a, b) => a.line - b.line);
  return {
    kind,
    ...what,
    rows: file.rows.length,
    counts,
    problems: {
      total: file.total + found.length,
      listed: problems.slice(0, MOST_PROBLEMS).map(({ type: _, ...problem }) => problem),
    },
    notes: file.notes.map(({ type: _, ...note }) => note),
  };
}
