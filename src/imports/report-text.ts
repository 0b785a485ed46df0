import { shown } from './problem.js';

/** What the API answers to an import. */
export interface Report {
  kind: string;
  dryRun: boolean;
  applied: boolean;
  rows: number;
  counts: { created: number; updated: number; unchanged: number; skipped: number };
  problems: {
    total: number;
    listed: {
      line: number;
      column: string | null;
      value: string | null;
      problem: string;
      expected: string;
    }[];
  };
  notes: { text: string }[];
  ahead?: {
    loops: number;
    played: number;
    messages: number;
    perDay: { day: string; person: { name: string }; items: number; messages: number }[];
  };
}

const DAYS_SHOWN = 20;
const PROBLEMS_SHOWN = 50;

const many = (count: number, one: string, more = `${one}s`): string => `${count} ${count === 1 ? one : more}`;

/** A report as a person reads it in a terminal. */
export function reportText(report: Report): string {
  const { counts, problems } = report;
  const head = report.dryRun
    ? 'Dry run: nothing was changed. The file would give'
    : report.applied
      ? 'Imported:'
      : 'Nothing was changed. Without its errors the file would give';
  return [
    `${head} ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.skipped} skipped (${report.kind}, ${many(report.rows, 'line')}).`,
    ...report.notes.map(({ text }) => `Note: ${shownWhole(text)}`),
    ...problemLines(problems),
    ...aheadLines(report.ahead),
  ].join('\n');
}

function problemLines({ total, listed }: Report['problems']): string[] {
  if (total === 0) return [];
  const lines = listed.slice(0, PROBLEMS_SHOWN).map(({ line, column, value, problem, expected }) => {
    const where = column === null ? '' : `, ${shown(column)}`;
    const what = value === null || value === '' ? '' : ` "${shown(value)}"`;
    return `  line ${line}${where}${what}: ${shownWhole(problem)} Expected: ${shownWhole(expected)}`;
  });
  const rest = total - lines.length;
  return ['', `${many(total, 'error')}:`, ...lines, ...(rest > 0 ? [`  and ${rest} more.`] : [])];
}

function aheadLines(ahead: Report['ahead']): string[] {
  if (!ahead) return [];
  const { loops, played, messages, perDay } = ahead;
  const scope = played < loops ? ` (the first ${played} were played forward)` : '';
  const days = perDay
    .slice(0, DAYS_SHOWN)
    .map(
      (line) =>
        `  ${line.day}  ${shown(line.person.name)}: ${many(line.messages, 'message')}, ${many(line.items, 'item')}`,
    );
  const more = perDay.length > DAYS_SHOWN ? [`  and ${perDay.length - DAYS_SHOWN} more lines.`] : [];
  return [
    '',
    `${many(loops, 'loop')} would open${scope}. If nobody reacted, the first ten working days would bring ${many(messages, 'message')}:`,
    ...days,
    ...more,
  ];
}

/** Texts of the server as they may reach a terminal. */
const shownWhole = (text: string): string => text.split(' ').map(shown).join(' ');
