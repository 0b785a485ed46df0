import { faultOf } from './faults.js';
import { optional, required, plain, type CellContext, type CellsOf } from './field.js';
import type { Columns } from './header.js';
import type { ImportNote } from './item.js';
import type { ImportKind, Reading } from './kind.js';
import type { Line } from './line.js';
import { isFuture, moment, type Moment } from './moments.js';
import { shown } from './problem.js';
import { id, personRef, type PersonRef } from './values.js';

/** Words of an LMS for a training that was completed. Every other word opens no loop. */
export const COMPLETED_WORDS = [
  'completed',
  'complete',
  'passed',
  'pass',
  'successful',
  'bestanden',
  'abgeschlossen',
  'absolviert',
  'erledigt',
  'completato',
  'completado',
] as const;

export interface CompletionRow {
  rep: PersonRef;
  /** The training's code. */
  training: string;
  /** Undefined: the file does not say which. */
  contentVersion?: string;
  /** The caller resolves what is not an instant in the rep's zone; a date is 09:00 of that day. */
  completedAt: Moment;
}

const fields = {
  rep: required({
    aliases: [
      'Learner',
      'Learner ID',
      'User',
      'User ID',
      'Employee ID',
      'Email',
      'Teilnehmer',
      'Personalnummer',
    ],
    meaning: 'Who was trained: the externalId or the email address of the person.',
    read: personRef,
  }),
  training: required({
    aliases: [
      'Training code',
      'Course',
      'Course code',
      'Course ID',
      'Training ID',
      'Kurs',
      'Kursnummer',
      'Schulung',
    ],
    meaning: 'The code of the training, e.g. OBJ-101.',
    read: id,
  }),
  contentVersion: optional({
    aliases: ['Version', 'Course version', 'Kursversion', 'Inhaltsversion'],
    meaning: 'Which version of the content. Default: the one of the training at that time.',
    read: id,
  }),
  completedAt: required({
    aliases: [
      'Completed',
      'Completed on',
      'Completion date',
      'Date completed',
      'Abgeschlossen am',
      'Abschlussdatum',
    ],
    meaning: 'When it was completed, e.g. 2026-03-02 or 2026-03-02T16:30+01:00; not in the future.',
    read: (cell, { zone }) => moment(cell, zone),
  }),
  status: optional({
    aliases: ['Completion status', 'Course status', 'Result', 'Ergebnis'],
    meaning: `Only what was completed opens a loop: ${COMPLETED_WORDS.join(', ')}. Other lines are counted and left out.`,
    read: (cell) => cell,
  }),
};

export const completions: ImportKind<typeof fields, CompletionRow> = {
  title: 'Training completions',
  about: 'Who completed which training, as a learning management system exports it.',
  rules: [
    'Lines of any other status (in progress, failed, expired, enrolled…) are no errors: they are left out, and ' +
      'counted at the end by their word. A file without a status column is taken as a list of completions.',
    'A date without a time stands for the start of that working day, 09:00 in the zone of the person trained. A ' +
      'time without an offset is meant in the zone given with the import, else in that of the person trained.',
    'A completion in the future is refused. Scores are not read.',
  ],
  fields,
  begin: (context, columns) => new CompletionReading(context, columns),
};

const completedWords = new Set(COMPLETED_WORDS.map(plain));
/** Different words that are counted each; beyond them the file's column is hardly a status. */
const WORDS_COUNTED = 20;
const OTHER_WORDS = 'other words';

class CompletionReading implements Reading<typeof fields, CompletionRow> {
  private readonly leftOut = new Map<string, number>();
  private readonly hasStatus: boolean;

  constructor(
    private readonly context: CellContext,
    columns: Columns,
  ) {
    this.hasStatus = columns.of.has('status');
  }

  wants(line: Line): boolean {
    if (!this.hasStatus || completedWords.has(plain(line.text('status')))) return true;
    const word = shown(line.text('status').toLowerCase()) || 'empty';
    const counted = this.leftOut.has(word) || this.leftOut.size < WORDS_COUNTED ? word : OTHER_WORDS;
    this.leftOut.set(counted, (this.leftOut.get(counted) ?? 0) + 1);
    return false;
  }

  take(line: Line, { status: _, ...row }: CellsOf<typeof fields>) {
    if (!isFuture(row.completedAt, this.context.now, this.context.zone)) return { row };
    return { problems: [line.problem('completedAt', faultOf('completionAhead'))] };
  }

  finish(): ImportNote[] {
    if (!this.hasStatus) {
      const text = 'The file has no status column, so every line is taken as completed.';
      return [{ type: 'note', code: 'noStatusColumn', text, count: 1 }];
    }
    const count = [...this.leftOut.values()].reduce((sum, n) => sum + n, 0);
    if (count === 0) return [];
    const words = [...this.leftOut].map(([word, n]) => `${n} × ${word}`).join(', ');
    const text = `${count} ${count === 1 ? 'line was' : 'lines were'} not completed and left out: ${words}.`;
    return [{ type: 'note', code: 'notCompleted', text, count }];
  }
}
