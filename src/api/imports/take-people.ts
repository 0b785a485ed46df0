import { isSubdivisionOf } from '../../domain/holidays.js';
import { grouped } from '../../domain/grouped.js';
import { findCycles } from '../../domain/reporting-line.js';
import { faultOf } from '../../imports/faults.js';
import type { AcceptedRow, ImportProblem } from '../../imports/item.js';
import { circleOf, PERSON_DEFAULTS, type PersonRow } from '../../imports/people.js';
import {
  keepPeople,
  lockPeopleImport,
  PERSON_FIELDS,
  readPeople,
  writePeople,
  type FullPerson,
  type PeopleChange,
  type StoredPerson,
} from '../../store/people/people-import.js';
import { lineProblem, type Change, type Take, type Taking } from './taking.js';

type Line = AcceptedRow<PersonRow>;

/** Takes a people file: who is new or changed, and who reports to whom from now on. */
export const takePeople: Take<PersonRow> = async (rows, { tx, now, lanes }) => {
  await lockPeopleImport(tx);
  const kept = new Set<string>();
  for (;;) {
    const plan = planOf(rows, await readPeople(tx));
    const others = plan.change.updated.map(({ before }) => before.id).filter((id) => !kept.has(id));
    if (others.length === 0) {
      await writePeople(tx, plan.change, lanes, now);
      return plan.taking;
    }
    // Whoever is to be changed is kept first and read once more: what they choose for themselves meanwhile stays.
    await keepPeople(tx, others);
    for (const id of others) kept.add(id);
  }
};

function planOf(
  rows: readonly Line[],
  stored: readonly StoredPerson[],
): { change: PeopleChange; taking: Taking } {
  const { good, problems } = check(rows, stored);
  const before = new Map(stored.map((person) => [person.externalId, person]));
  const change: PeopleChange = { created: [], updated: [], lines: [] };
  const changes: Change[] = [];
  const counts = { created: 0, updated: 0, unchanged: 0, skipped: 0 };
  for (const { line, row } of good) {
    const known = before.get(row.externalId);
    const after = merge(row, known);
    const { externalId, managerExternalId } = row;
    const moves = (known?.managerExternalId ?? null) !== managerExternalId;
    const others = known ? PERSON_FIELDS.filter((field) => differs(known[field], after[field])) : [];
    if (moves) change.lines.push({ externalId, managerExternalId });
    if (known && others.length > 0) change.updated.push({ before: known, after });
    if (!known) change.created.push(after);
    const what = !known ? 'created' : others.length > 0 || moves ? 'updated' : 'unchanged';
    counts[what] += 1;
    const fields = known && moves ? [...others, 'managerExternalId'] : others;
    if (what !== 'unchanged') changes.push({ line, what, who: `${after.name} (${externalId})`, fields });
  }
  return { change, taking: { counts, problems, changes } };
}

const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

/** For somebody new of whom the file does not say it. */
const NEWCOMER: Partial<FullPerson> = {
  language: PERSON_DEFAULTS.language,
  workingWeek: [...PERSON_DEFAULTS.workingWeek],
  visitDaysPerWeek: PERSON_DEFAULTS.visitDaysPerWeek,
  slot: PERSON_DEFAULTS.slot,
  quietFrom: PERSON_DEFAULTS.quietHours.from,
  quietTo: PERSON_DEFAULTS.quietHours.to,
  hoursFrom: '09:00',
  hoursTo: '18:00',
};

/** What the file does not say stays as it was. */
function merge(
  { quietHours, managerExternalId: _, ...row }: PersonRow,
  known: StoredPerson | undefined,
): FullPerson {
  const quiet =
    quietHours === undefined ? {} : { quietFrom: quietHours?.from ?? null, quietTo: quietHours?.to ?? null };
  const said: Partial<Record<string, unknown>> = { ...row, ...quiet };
  const fallback: Partial<Record<string, unknown>> = known ? { ...known } : NEWCOMER;
  const fields = PERSON_FIELDS.map((field) => [
    field,
    said[field] !== undefined ? said[field] : (fallback[field] ?? null),
  ]);
  const merged = Object.fromEntries(fields) as FullPerson;
  // Who moved to another country without a word of where in it is no longer where they were.
  if (merged.subdivision !== null && !isSubdivisionOf(merged.subdivision, merged.country))
    merged.subdivision = null;
  return merged;
}

/** Lines that fit the organisation; a line that hangs on a refused one is refused as well. */
function check(
  rows: readonly Line[],
  stored: readonly StoredPerson[],
): { good: Line[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = [];
  let good = [...rows];
  for (;;) {
    const found = [
      ...duplicates(good, stored),
      ...strangers(good, rows, stored),
      ...circles(good, stored),
      ...leftBefore(good, stored),
    ];
    if (found.length === 0) return { good, problems };
    problems.push(...found);
    const refused = new Set(found.map(({ line }) => line));
    good = good.filter(({ line }) => !refused.has(line));
  }
}

/** An address that belongs to somebody whom the file does not give another one. */
function duplicates(good: readonly Line[], stored: readonly StoredPerson[]): ImportProblem[] {
  const inFile = new Set(good.map(({ row }) => row.externalId));
  const owner = new Map(
    stored.flatMap(({ email, externalId }) => (inFile.has(externalId) ? [] : [[email, externalId]])),
  );
  return good.flatMap(({ line, row }) => {
    const other = owner.get(row.email);
    if (other === undefined) return [];
    return [lineProblem(line, 'email', row.email, faultOf('addressTaken', { owner: other }))];
  });
}

/** A manager who is neither known nor in the file, and whoever hangs on a line that is refused for that. */
function strangers(
  good: readonly Line[],
  all: readonly Line[],
  stored: readonly StoredPerson[],
): ImportProblem[] {
  const known = new Set(stored.map(({ externalId }) => externalId));
  const inFile = new Set(good.map(({ row }) => row.externalId));
  const lineOf = new Map(all.map(({ line, row }) => [row.externalId, line]));
  const ledBy = grouped(good, ({ row }) => row.managerExternalId);
  const nobodies = [...ledBy.keys()].filter((id) => id !== null && !known.has(id) && !inFile.has(id));
  const problems: ImportProblem[] = [];
  for (const manager of nobodies) {
    for (const { line, row } of ledBy.get(manager) ?? []) {
      const refusedIn = lineOf.get(manager!);
      const fault =
        refusedIn === undefined ? faultOf('managerUnknown') : faultOf('managerRefused', { line: refusedIn });
      problems.push(lineProblem(line, 'managerExternalId', manager!, fault));
      if (!known.has(row.externalId)) nobodies.push(row.externalId);
    }
  }
  return problems;
}

/** A last day before the first, where the file says one of them alone. */
function leftBefore(good: readonly Line[], stored: readonly StoredPerson[]): ImportProblem[] {
  const known = new Map(stored.map((person) => [person.externalId, person]));
  return good.flatMap(({ line, row }) => {
    const { activeFrom, activeUntil } = merge(row, known.get(row.externalId));
    if (activeFrom === null || activeUntil === null || activeFrom <= activeUntil) return [];
    const [column, value] =
      row.activeUntil === undefined ? ['activeFrom', activeFrom] : ['activeUntil', activeUntil];
    const fault = faultOf('daysTurned', { from: activeFrom, until: activeUntil });
    return [lineProblem(line, column, value, fault)];
  });
}

/** Circles that close only together with stored lines; those of the file alone were found when it was read. */
function circles(good: readonly Line[], stored: readonly StoredPerson[]): ImportProblem[] {
  const managerOf = new Map(
    stored.map(({ externalId, managerExternalId }) => [externalId, managerExternalId]),
  );
  for (const { row } of good) managerOf.set(row.externalId, row.managerExternalId);
  const lineOf = new Map(good.map(({ line, row }) => [row.externalId, { line, row }]));
  return [...findCycles(managerOf)].flatMap((chain) => {
    const within = chain.flatMap((externalId) => lineOf.get(externalId) ?? []);
    const fault = circleOf(
      chain,
      within.map(({ line }) => line),
    );
    return within.map(({ line, row }) =>
      lineProblem(line, 'managerExternalId', row.managerExternalId, fault),
    );
  });
}
