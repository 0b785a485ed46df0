import { v7 as uuid } from 'uuid';
import type { Instant } from '../../domain/time.js';
import { faultOf } from '../../imports/faults.js';
import type { AcceptedRow, ImportProblem } from '../../imports/item.js';
import { refKey } from '../../imports/values.js';
import type { VisitRow as FileRow, VisitStatus } from '../../imports/visits.js';
import { readDirectory, type Directory } from '../../store/people/directory.js';
import {
  insertVisits,
  lockVisitsImport,
  lockVisitsOf,
  tellOfVisits,
  updateVisits,
  type VisitNews,
  type VisitRow,
} from '../../store/coaching/visits.js';
import { instantOf, lineProblem, unknownPerson, type Change, type Take } from './taking.js';

/** Takes the joint visits of a CRM: plans, moves, cancels and holds them, and tells the loops of their reps. */
export const takeVisits: Take<FileRow> = async (rows, { tx, now, actorId }) => {
  await lockVisitsImport(tx);
  const stored = new Map(
    (
      await lockVisitsOf(
        tx,
        rows.map(({ row }) => row.externalId),
      )
    ).map((visit) => [visit.externalId, visit]),
  );
  const { visits, problems } = resolve(rows, await readDirectory(tx), stored);
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0 };
  const created: VisitRow[] = [];
  const updated: VisitRow[] = [];
  const news: VisitNews[] = [];
  const changes: Change[] = [];
  for (const { line, told, status } of visits) {
    const before = stored.get(told.externalId);
    const after = before
      ? change(before, told, status)
      : { visit: { ...told, state: stateOf(status) }, kinds: BEGUN[status] };
    if (after === 'skipped') counts.skipped += 1;
    else if (before && differing(before, after.visit).length === 0) counts.unchanged += 1;
    else {
      const what = before ? 'updated' : 'created';
      counts[what] += 1;
      changes.push({
        line,
        what,
        who: told.externalId!,
        fields: before ? differing(before, after.visit) : [],
      });
      (before ? updated : created).push(after.visit);
      for (const kind of after.kinds) news.push(newsOf(kind, after.visit, now, actorId));
    }
  }
  if (created.length > 0) await insertVisits(tx, created, now);
  if (updated.length > 0) await updateVisits(tx, updated, now);
  await tellOfVisits(tx, news, now);
  return { counts, problems, changes };
};

type Kinds = readonly VisitNews['kind'][];

/** What a loop hears of a visit that was not known before. One that was called off already concerns nobody. */
const BEGUN: Readonly<Record<VisitStatus, Kinds>> = {
  planned: ['visitPlanned'],
  moved: ['visitPlanned'],
  held: ['visitPlanned', 'visitHeld'],
  cancelled: [],
};

const stateOf = (status: VisitStatus): VisitRow['state'] => (status === 'moved' ? 'planned' : status);

/** What a line changes in a visit that is known; an older truth than the one that stands is left out. */
function change(
  before: VisitRow,
  told: VisitRow,
  status: VisitStatus,
): { visit: VisitRow; kinds: Kinds } | 'skipped' {
  const state = stateOf(status);
  const moves = before.at === told.at ? before.moves : before.moves + 1;
  const visit: VisitRow = { ...told, id: before.id, state, moves };
  if (before.state === state)
    return { visit, kinds: state === 'planned' && moves > before.moves ? ['visitMoved'] : [] };
  if (before.state === 'held') return 'skipped';
  if (state === 'held') return { visit, kinds: before.state === 'cancelled' ? BEGUN.held : ['visitHeld'] };
  if (state === 'cancelled') return { visit, kinds: ['visitCancelled'] };
  // Called off here meanwhile: the same plan does not bring it back, a new time does.
  return moves > before.moves ? { visit, kinds: ['visitPlanned'] } : 'skipped';
}

/** Fields of the file in which two states of a visit are not the same. */
const differing = (a: VisitRow, b: VisitRow): string[] => [
  ...(a.at === b.at ? [] : ['date']),
  ...(a.state === b.state ? [] : ['status']),
  ...(['channel', 'institution'] as const).filter((field) => a[field] !== b[field]),
  ...(a.observers.join() === b.observers.join() ? [] : ['observers']),
];

const newsOf = (
  kind: VisitNews['kind'],
  { id, repId, at, observers }: VisitRow,
  now: Instant,
  actorId: string | null,
): VisitNews => ({
  kind,
  visitId: id,
  repId,
  at,
  observers,
  happenedAt: kind === 'visitHeld' ? Math.min(at, now) : now,
  actorId,
});

interface Told {
  line: number;
  told: VisitRow;
  status: VisitStatus;
}

function resolve(
  rows: readonly AcceptedRow<FileRow>[],
  directory: Directory,
  stored: ReadonlyMap<string | null, VisitRow>,
): { visits: Told[]; problems: ImportProblem[] } {
  const visits: Told[] = [];
  const problems: ImportProblem[] = [];
  for (const { line, row } of rows) {
    const rep = directory.find(row.rep);
    const found = row.observers.map((ref) => ({ ref, person: directory.find(ref) }));
    const wrong = found.flatMap(({ ref, person }) =>
      person ? [] : [unknownPerson(line, 'observers', refKey(ref))],
    );
    if (!rep) wrong.push(unknownPerson(line, 'rep', refKey(row.rep)));
    const before = stored.get(row.externalId);
    if (rep && before && before.repId !== rep.id)
      wrong.push(lineProblem(line, 'rep', refKey(row.rep), faultOf('otherRep')));
    const observers = found.flatMap(({ person }) => person?.id ?? []);
    if (rep && observers.includes(rep.id))
      wrong.push(lineProblem(line, 'observers', rep.externalId, faultOf('ownVisit')));
    problems.push(...wrong);
    if (!rep || wrong.length > 0) continue;
    const told: VisitRow = {
      id: uuid(),
      externalId: row.externalId,
      repId: rep.id,
      at: instantOf(row.when, rep.zone),
      institution: row.institution ?? before?.institution ?? null,
      channel: row.channel,
      state: 'planned',
      moves: 0,
      observers: [...new Set(observers)].sort(),
    };
    visits.push({ line, told, status: row.status });
  }
  return { visits, problems };
}
