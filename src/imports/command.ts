import { readFile } from 'node:fs/promises';
// A tool for the terminal, not a process of the product: its one secret is all it takes from the environment.
import { env } from 'node:process';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { IMPORT_NAMES } from './read-import.js';
import { reportText, type Report } from './report-text.js';

const USAGE = `npm run import -- KIND FILE [options]

  KIND             ${IMPORT_NAMES.join(', ')}
  FILE             a CSV file; docs/imports.md says what it may look like
  --dry-run        say what would happen, and change nothing
  --partial        take the good lines of a file that has bad ones
  --mapping JSON   which column is which field: '{"Learner ID":"rep"}'
  --zone ZONE      IANA zone of times without an offset
  --url URL        of the API (default http://localhost:3000)
  --key KEY        an API key (default: FOLLOWTHROUGH_KEY, else the file var/admin-key)`;

/** The command cannot be carried out as it was given. */
class UsageError extends Error {}

interface Order {
  /** Whole: the API takes no larger files than memory holds easily, and can refuse one before it is sent. */
  content: Buffer;
  address: URL;
  key: string;
}

/**
 * Sends a file to the API and prints what became of it.
 * @returns the exit code: 0, or 1 where the file has errors, or 2 where it could not be sent
 */
export async function runImport(args: readonly string[], print: (text: string) => void): Promise<0 | 1 | 2> {
  try {
    const { content, address, key } = await readOrder(args);
    const report = await send(content, address, key);
    print(reportText(report));
    return report.problems.total > 0 ? 1 : 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(error.message);
    return 2;
  }
}

async function readOrder(args: readonly string[]): Promise<Order> {
  const { positionals, values } = parse(args);
  const [kind, file] = positionals;
  if (!kind || !file || positionals.length > 2) throw new UsageError(USAGE);
  if (!(IMPORT_NAMES as readonly string[]).includes(kind))
    throw new UsageError(`"${kind}" is no kind of import: expected ${IMPORT_NAMES.join(', ')}.\n\n${USAGE}`);
  const content = await readFile(file).catch(() => {
    throw new UsageError(`The file ${file} cannot be read. Check its name and permissions.`);
  });
  if (!URL.canParse(values.url))
    throw new UsageError(`"${values.url}" is no URL: expected one such as http://localhost:3000.`);
  const address = new URL(`/api/v1/imports/${kind}`, values.url);
  if (values['dry-run']) address.searchParams.set('dryRun', 'true');
  if (values.partial) address.searchParams.set('partial', 'true');
  if (values.mapping !== undefined) address.searchParams.set('mapping', values.mapping);
  if (values.zone !== undefined) address.searchParams.set('zone', values.zone);
  return { content, address, key: values.key ?? env.FOLLOWTHROUGH_KEY ?? (await keyOfThisMachine()) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        partial: { type: 'boolean', default: false },
        mapping: { type: 'string' },
        zone: { type: 'string' },
        url: { type: 'string', default: 'http://localhost:3000' },
        key: { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n\n${USAGE}`);
  }
}

/** The demo keeps its first admin key in a file, for scripts such as this one. */
async function keyOfThisMachine(): Promise<string> {
  try {
    return (await readFile('var/admin-key', 'utf8')).trim();
  } catch {
    throw new UsageError(
      'An API key is needed: send --key, set FOLLOWTHROUGH_KEY, or run where var/admin-key is.',
    );
  }
}

async function send(content: Buffer, address: URL, key: string): Promise<Report> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: new Uint8Array(content),
  }).catch((error: Error) => {
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    throw new UsageError(
      `The API at ${address.origin} did not answer (${cause}). Is it running? --url names another.`,
    );
  });
  const body = (await answer.json().catch(() => null)) as
    (Report & { detail?: string; report?: Report }) | null;
  if (answer.ok && body) return body;
  if (body?.report) return body.report;
  throw new UsageError(`The API refused (${answer.status}): ${body?.detail ?? 'without saying why'}`);
}

const startedFromTerminal =
  process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href;
if (startedFromTerminal)
  process.exitCode = await runImport(process.argv.slice(2), (text) => console.log(text));
