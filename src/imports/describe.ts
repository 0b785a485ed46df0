import { completions } from './completions.js';
import { MAX_COLUMNS, MAX_RECORD } from './csv.js';
import type { Fields } from './field.js';
import { people } from './people.js';
import { MOST_BYTES, MOST_LINES } from './read-import.js';
import { visits } from './visits.js';

interface Described {
  title: string;
  about: string;
  rules: readonly string[];
  fields: Fields;
}

/** docs/imports.md, made of the same tables that the import reads by. */
export function describeImports(): string {
  return [
    INTRODUCTION,
    section('people', people),
    section('completions', completions),
    section('visits', visits),
  ].join('\n');
}

const number = new Intl.NumberFormat('en');

const INTRODUCTION = `# Imports

Three kinds of CSV file are read: \`people\`, \`completions\` and \`visits\`. Samples are in \`demo/sample/\`. This page is made by \`describeImports()\` in \`src/imports/describe.ts\`; change the tables there, not here.

## What a file may look like

- **Encoding**: UTF-8, with or without a byte order mark, or UTF-16LE with one. Anything else is refused with the line.
- **Form**: comma, semicolon or tab, whichever the header line has most of; LF, CRLF or CR; cells in double quotes may hold delimiters and line breaks, and a quote as two. At most ${MAX_COLUMNS} columns and ${number.format(MAX_RECORD)} characters a line, ${number.format(MOST_LINES)} lines and ${MOST_BYTES / 1024 / 1024} MB a file.
- **Header**: the first line names the columns, by the field's own name or one of its other names. Case, spaces, underscores and punctuation do not matter: \`external_id\` is \`External ID\`. A \`mapping\` parameter, \`{ "Learner ID": "rep" }\`, says it for any other name and wins over the known ones; an empty field leaves a column out. Two columns for one field are refused.
- **Other columns** are not read, and named once in a note.
- **Cells** are trimmed. Control characters and texts that are too long are refused.
- **Dates**: ISO 8601, also DD.MM.YYYY and YYYY/MM/DD. MM/DD/YYYY and DD/MM/YYYY are taken only where there is one way to read them (03/24/2026, 24/03/2026); 03/04/2026 is refused, with both readings. Times as 14:10 or 2:10 PM.
- **Before**: \`POST /api/v1/imports/columns?kind=people\` with the beginning of a file says how its columns are read, and \`dryRun=true\` what it would change, line by line. The screen Imports asks both.
- **Answers** name the line of the file, as an editor counts it, the column, what was wrong and what would be right, in the language of whoever asks and as a \`code\` with its \`params\`.
`;

function section(name: string, { title, about, rules, fields }: Described): string {
  const rows = Object.entries(fields).map(([field, { column, cell, meaning, aliases }]) => [
    `\`${field}\``,
    column === 'optional' ? 'may be missing' : cell === 'optional' ? 'column required' : 'required',
    meaning,
    aliases.join(', '),
  ]);
  const lines = [table(['field', 'needed', 'meaning', 'other names of the column'], rows), ...rules];
  return `## ${title} (\`${name}\`)\n\n${about}\n\n${lines.join('\n\n')}\n`;
}

/** Columns as wide as their widest cell, as the formatter of this repository wants them. */
function table(head: string[], body: string[][]): string {
  const escaped = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, i) => Math.max(...escaped.map((row) => row[i]!.length)));
  const [first, ...rest] = escaped.map(
    (row) => `| ${row.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`,
  );
  return [first, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest].join('\n');
}
