import type { Instant, IsoDate } from '../../domain/time.js';
import { localDate } from '../../domain/working-time/index.js';
import type { CompletionRow } from '../../imports/completions.js';
import { faultOf, type ImportFault } from '../../imports/faults.js';
import type { AcceptedRow, ImportProblem } from '../../imports/item.js';
import { refKey } from '../../imports/values.js';
import {
  completionKey,
  completionsOf,
  launchedProgramsCovering,
  saveCompletions,
  trainingIds,
  type NewCompletion,
} from '../../store/programs/completions.js';
import { readDirectory, type Directory } from '../../store/people/directory.js';
import { queueLaunch } from '../../store/running/jobs.js';
import { instantOf, lineProblem, unknownPerson, type Change, type Take } from './taking.js';

/** The version of a training whose list does not say which. */
const FIRST_VERSION = '1';

interface Completed extends NewCompletion {
  /** Where the file knows the day only: the day, and the zone in which it is one. */
  day: { date: IsoDate; zone: string } | null;
  line: number;
  /** As the file names them. */
  who: string;
}

/** Takes a completion list; what is new opens loops in every launched program that the training leads to. */
export const takeCompletions: Take<CompletionRow> = async (rows, { tx, now }) => {
  const trainings = await trainingIds(tx);
  const { completed, problems } = resolve(rows, await readDirectory(tx), trainings, now);
  const latest = new Map<string, Completed>();
  for (const one of completed) {
    const before = latest.get(completionKey(one));
    if (!before || before.completedAt < one.completedAt) latest.set(completionKey(one), one);
  }
  const stored = await completionsOf(tx, [...new Set(completed.map(({ trainingId }) => trainingId))]);
  const created = [...latest].filter(([key]) => !stored.has(key));
  const updated = [...latest].filter(([key, one]) => stored.has(key) && isLater(one, stored.get(key)!));
  const news = [...created, ...updated].map(([, { day: _, line: __, who: ___, ...one }]) => one);
  await saveCompletions(tx, news, now);
  const touched = [...new Set(news.map(({ trainingId }) => trainingId))];
  for (const program of await launchedProgramsCovering(tx, touched)) await queueLaunch(tx, program, now);
  return {
    problems,
    changes: [
      ...created.map(([, one]) => changeOf(one, 'created')),
      ...updated.map(([, one]) => changeOf(one, 'updated')),
    ].sort((a, b) => a.line - b.line),
    counts: {
      created: created.length,
      updated: updated.length,
      unchanged: latest.size - news.length,
      skipped: completed.length - latest.size,
    },
  };
};

const changeOf = ({ line, who }: Completed, what: Change['what']): Change => ({
  line,
  what,
  who,
  fields: what === 'updated' ? ['completedAt'] : [],
});

/** Trained again. A day that had only begun when it was first imported is not later than itself. */
const isLater = ({ completedAt, day }: Completed, before: Instant): boolean =>
  completedAt > before && (day === null || day.date > localDate(day.zone, before));

function resolve(
  rows: readonly AcceptedRow<CompletionRow>[],
  directory: Directory,
  trainings: ReadonlyMap<string, string>,
  now: Instant,
): { completed: Completed[]; problems: ImportProblem[] } {
  const completed: Completed[] = [];
  const problems: ImportProblem[] = [];
  for (const { line, row } of rows) {
    const rep = directory.find(row.rep);
    const trainingId = trainings.get(row.training);
    if (!rep) problems.push(unknownPerson(line, 'rep', refKey(row.rep)));
    if (trainingId === undefined)
      problems.push(lineProblem(line, 'training', row.training, unknownTraining(trainings)));
    if (!rep || trainingId === undefined) continue;
    const at = instantOf(row.completedAt, rep.zone);
    const day =
      'date' in row.completedAt && !('time' in row.completedAt)
        ? { date: row.completedAt.date, zone: rep.zone }
        : null;
    if (at > now && (day === null ? 'date' in row.completedAt : day.date > localDate(rep.zone, now))) {
      problems.push(lineProblem(line, 'completedAt', new Date(at).toISOString(), faultOf('completionAhead')));
      continue;
    }
    const contentVersion = row.contentVersion ?? FIRST_VERSION;
    completed.push({
      personId: rep.id,
      trainingId,
      contentVersion,
      completedAt: Math.min(at, now),
      day,
      line,
      who: `${refKey(row.rep)}, ${row.training}`,
    });
  }
  return { completed, problems };
}

function unknownTraining(trainings: ReadonlyMap<string, string>): ImportFault {
  const codes = [...trainings.keys()].sort();
  const more = codes.length > 10 ? `, … (${codes.length})` : '';
  return codes.length === 0
    ? faultOf('noTrainings')
    : faultOf('trainingUnknown', { codes: `${codes.slice(0, 10).join(', ')}${more}` });
}
