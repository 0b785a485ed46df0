import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { localeOf } from '../../channels/wording/locale.js';
import { cadenceSchema, readCadence, type Cadence } from '../../domain/cadence.js';
import { differenceOf } from '../../domain/cadence-review/difference.js';
import { CadenceVoice } from './cadence-voice.js';
import { reviewed } from './review.js';

const USAGE = `npm run cadence -- check FILE         what keeps it from being published, and what is to be thought over
npm run cadence -- diff BEFORE AFTER  what differs, in words
npm run cadence -- schema             its JSON Schema, as docs/cadence.schema.json has it

  FILE, BEFORE, AFTER   JSON files, each a cadence document`;

/** The command cannot be carried out as it was given. */
class UsageError extends Error {}

const LANGUAGE = 'en';

/**
 * A cadence as code, for reviews and pipelines: nothing here asks the API or changes anything.
 * @returns the exit code: 0, or 1 where a document cannot be published, or 2 where the command is none
 */
export async function runCadence(args: readonly string[], print: (text: string) => void): Promise<0 | 1 | 2> {
  const [what, ...files] = args;
  try {
    if (what === 'schema' && files.length === 0) return say(print, schemaText());
    if (what === 'check' && files.length === 1) return await check(files[0]!, print);
    if (what === 'diff' && files.length === 2) return await diff(files[0]!, files[1]!, print);
    throw new UsageError(USAGE);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    print(error.message);
    return 2;
  }
}

const say = (print: (text: string) => void, text: string): 0 => {
  print(text);
  return 0;
};

/** What a cadence document may be, for editors and other tools. */
export const schemaText = (): string =>
  JSON.stringify({ title: 'Cadence', ...z.toJSONSchema(cadenceSchema, { io: 'input' }) }, null, 2);

async function check(file: string, print: (text: string) => void): Promise<0 | 1> {
  const { problems, concerns, pace } = reviewed(await readJson(file), LANGUAGE);
  for (const { path, message } of problems) print(`${file}: ${path || 'the document'}: ${message}`);
  for (const { path, text } of concerns) print(`${file}: to think over, ${path}: ${text}`);
  if (problems.length > 0) return 1;
  print(`${file} can be published. ${pace!.text}`);
  return 0;
}

async function diff(before: string, after: string, print: (text: string) => void): Promise<0 | 1> {
  const read: Cadence[] = [];
  for (const file of [before, after]) {
    const result = readCadence(await readJson(file));
    if ('cadence' in result) read.push(result.cadence);
    else
      for (const { path, message } of result.problems)
        print(`${file}: ${path || 'the document'}: ${message}`);
  }
  const [old, now] = read;
  if (!old || !now) return 1;
  const voice = new CadenceVoice(localeOf(LANGUAGE), now.clock);
  const lines = differenceOf(old, now).map((one) => voice.difference(one, old.clock));
  print(lines.length > 0 ? lines.join('\n') : 'They say the same.');
  return 0;
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`The file ${file} cannot be read. Check its name and permissions.`);
  });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(
      `The file ${file} is no JSON: ${(error as Error).message}. Expected a cadence document.`,
    );
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  process.exitCode = await runCadence(process.argv.slice(2), (text) => console.log(text));
