import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { atLocal } from '../../domain/working-time/index.js';
import { faultOf, type ImportFault } from '../../imports/faults.js';
import { rowProblem, type AcceptedRow, type ImportProblem } from '../../imports/item.js';
import type { Moment } from '../../imports/moments.js';
import { shown } from '../../imports/problem.js';

/** What a kind of import makes of the rows of a file, inside the transaction that stores them. */
export interface Taking {
  counts: { created: number; updated: number; unchanged: number; skipped: number };
  problems: ImportProblem[];
  /** Every line that changes something, in the order of the file. */
  changes: Change[];
}

/** What a line changes. */
export interface Change {
  line: number;
  what: 'created' | 'updated';
  /** The person or the visit, as the file names them. */
  who: string;
  /** What is another than before; of somebody new: empty. */
  fields: string[];
}

export interface TakeContext {
  tx: EntityManager;
  now: Instant;
  lanes: number;
  /** Whoever sends the file, where a machine names them. */
  actorId: string | null;
}

export type Take<Row> = (rows: readonly AcceptedRow<Row>[], context: TakeContext) => Promise<Taking>;

/** What is wrong with a line that only whoever knows the organisation can tell. The column is the field's own name. */
export const lineProblem = (
  line: number,
  column: string,
  value: string | null,
  fault: ImportFault,
): ImportProblem => rowProblem(line, { column, value: value === null ? null : shown(value) }, fault);

export const unknownPerson = (line: number, column: string, value: string): ImportProblem =>
  lineProblem(line, column, value, faultOf('personUnknown'));

const START_OF_DAY = '09:00';

/** A moment of a file as an instant; a day alone stands for the start of its working day. */
export const instantOf = (moment: Moment, zone: string): Instant =>
  'instant' in moment
    ? moment.instant
    : atLocal(zone, moment.date, 'time' in moment ? moment.time : START_OF_DAY);
