import type { Channel } from '../domain/cadence.js';
import { isSubdivisionOf } from '../domain/holidays.js';
import { findCycles } from '../domain/reporting-line.js';
import type { IsoDate, LocalTime, Weekday } from '../domain/time.js';
import { faultOf, type ImportFault } from './faults.js';
import type { CellsOf } from './field.js';
import { rowProblem, type ImportProblem } from './item.js';
import type { ImportKind, Reading } from './kind.js';
import type { Line } from './line.js';
import { personFields, type LineFunction, type PersonRole } from './person-fields.js';
import { shown } from './problem.js';
import { detached, FirstLines } from './seen.js';

/**
 * One person as the file describes them. What is undefined the file does not say: keep what is stored, or take
 * `PERSON_DEFAULTS` for somebody new.
 */
export interface PersonRow {
  externalId: string;
  name: string;
  email: string;
  /** What they are called in the organisation. It grants nothing; who coaches whom is the reporting line. */
  role: PersonRole;
  function: LineFunction;
  /** Null: the top of a reporting line. */
  managerExternalId: string | null;
  country: string;
  zone: string;
  subdivision?: string;
  territory?: string;
  region?: string;
  market?: string;
  language?: string;
  workingWeek?: Weekday[];
  visitDaysPerWeek?: number;
  slot?: LocalTime;
  /** Null: keeps none. */
  quietHours?: { from: LocalTime; to: LocalTime } | null;
  preferredChannel?: Channel;
  activeFrom?: IsoDate;
  activeUntil?: IsoDate;
}

/** For somebody new of whom the file does not say it. */
export const PERSON_DEFAULTS = {
  language: 'en',
  workingWeek: ['MO', 'TU', 'WE', 'TH', 'FR'],
  visitDaysPerWeek: 1,
  slot: '08:30',
  quietHours: { from: '20:00', to: '07:00' },
} as const satisfies Partial<PersonRow>;

export const people: ImportKind<typeof personFields, PersonRow> = {
  title: 'People',
  about: 'Who works in the field and who reports to whom, as the HR system has it.',
  rules: [
    'An externalId or an email address that stands in two lines is refused in the second; the answer names the first.',
    'Nobody is their own manager, and a reporting line has a top: every line of a circle is refused, with the ' +
      'whole chain. Circles are found at the end of the file, so their lines are given as rows first: store ' +
      'nothing before the end. A circle that closes only together with stored lines is found when the file meets them.',
    'An optional column that is missing, or an empty cell in it, changes nothing for people already known.',
  ],
  fields: personFields,
  begin: (_, columns) => new PeopleReading(columns.of.get('managerExternalId')?.header ?? null),
};

class PeopleReading implements Reading<typeof personFields, PersonRow> {
  private readonly lineOfId = new FirstLines();
  private readonly lineOfEmail = new FirstLines();
  private readonly managerOf = new Map<string, string | null>();

  constructor(private readonly managerColumn: string | null) {}

  take(line: Line, cells: CellsOf<typeof personFields>) {
    const managerExternalId = cells.managerExternalId ?? null;
    const row: PersonRow = { ...cells, managerExternalId };
    const problems = [
      ...this.unique(line, 'externalId', row.externalId, this.lineOfId),
      ...this.unique(line, 'email', row.email, this.lineOfEmail),
    ];
    if (managerExternalId === row.externalId) {
      problems.push(line.problem('managerExternalId', faultOf('ownManager')));
    }
    if (row.subdivision && !isSubdivisionOf(row.subdivision, row.country)) {
      problems.push(line.problem('subdivision', faultOf('otherCountry', { country: row.country })));
    }
    if (row.activeFrom && row.activeUntil && row.activeUntil < row.activeFrom) {
      problems.push(line.problem('activeUntil', faultOf('leavesFirst', { from: row.activeFrom })));
    }
    if (problems.length > 0) return { problems };
    this.managerOf.set(detached(row.externalId), managerExternalId && detached(managerExternalId));
    return { row };
  }

  finish(): ImportProblem[] {
    return [...findCycles(this.managerOf)].flatMap((chain) => this.refuseCircle(chain));
  }

  private unique(line: Line, field: string, value: string, seen: FirstLines): ImportProblem[] {
    const first = seen.take(value, line.number);
    if (first === undefined) return [];
    return [line.problem(field, faultOf('personRepeated', { line: first, field }))];
  }

  private refuseCircle(chain: string[]): ImportProblem[] {
    const fault = circleOf(
      chain,
      chain.map((id) => this.lineOfId.of(id)!),
    );
    return chain.map((id) =>
      rowProblem(
        this.lineOfId.of(id)!,
        { column: this.managerColumn, value: shown(this.managerOf.get(id)!) },
        fault,
      ),
    );
  }
}

/** Names of a circle that fit into one message. */
const CHAIN_SHOWN = 10;

/** A reporting line without a top, and the lines of the file that are part of it. */
export const circleOf = (chain: readonly string[], lines: readonly number[]): ImportFault =>
  faultOf('circle', {
    chain: [...shortened(chain), chain[0]].join(' → '),
    count: lines.length,
    lines: shortened(lines).join(', '),
  });

const shortened = <T>(all: readonly T[]): (T | string)[] =>
  all.length > CHAIN_SHOWN ? [...all.slice(0, CHAIN_SHOWN), '…'] : [...all];
