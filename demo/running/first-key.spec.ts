import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepFirstKey } from './first-key.js';

const KEY = `ft_${'aB3-_'.repeat(8)}xyz`;
let dir: string;
let keyFile: string;
let apiLog: string;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'first-key-'));
  keyFile = join(dir, 'admin-key');
  apiLog = join(dir, 'api.log');
});

afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the first administrator key', () => {
  it('moves from the log to a file that only its user may read, and is in no log any more', async () => {
    await writeFile(apiLog, `Überschrift: shown this once\n\n  ${KEY}\n\n{"msg":"listening"}\n`);

    expect(keepFirstKey(keyFile, apiLog)).toBe(KEY);

    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const log = await readFile(apiLog, 'utf8');
    expect(log).not.toContain(KEY);
    expect(log).toMatch(/^Überschrift: shown this once\n\n {2}\*{46}\n\n\{"msg":"listening"\}\n$/);
    expect(keepFirstKey(keyFile, apiLog)).toBe(KEY);
  });

  it('that is lost cannot be had again, which is said with the way out', async () => {
    await writeFile(apiLog, '{"msg":"listening"}\n');

    expect(() => keepFirstKey(keyFile, apiLog)).toThrow(/admin-key is missing.*start over with --fresh/);
  });
});
