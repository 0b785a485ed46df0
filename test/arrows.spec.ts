import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..');

/** What the rules say of a tree with these files: the names of the rules that are broken. */
async function violationsOf(files: Record<string, string>): Promise<string[]> {
  const dir = await mkdtemp(join(ROOT, 'var-arrows-'));
  try {
    for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json'])
      await cp(join(ROOT, file), join(dir, file));
    await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(dir, path)), { recursive: true });
      await writeFile(join(dir, path), text);
    }
    const cruise = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const { stdout } = await run(
      process.execPath,
      [cruise, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src'],
      {
        cwd: dir,
        maxBuffer: 1 << 26,
        env: { ...process.env, NODE_OPTIONS: '' },
      },
    ).catch((error: { stdout: string }) => error);
    const { summary } = JSON.parse(stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return [...new Set(summary.violations.map(({ rule }) => rule.name))].sort();
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const leaf = 'export const leaf = 1;\n';
const uses = (path: string): string => `import { leaf } from '${path}';\nexport const used = leaf;\n`;

describe('the arrows between the rooms', () => {
  it('let a file of the store use the domain', async () => {
    expect(
      await violationsOf({ 'src/domain/leaf.ts': leaf, 'src/store/use.ts': uses('../domain/leaf.js') }),
    ).toEqual([]);
  });

  it.each([
    [
      'the core that asks the store',
      { 'src/store/leaf.ts': leaf, 'src/domain/use.ts': uses('../store/leaf.js') },
      'domain-imports-itself',
    ],
    [
      'the core that reads a file',
      { 'src/domain/use.ts': "import { readFileSync } from 'node:fs';\nexport const used = readFileSync;\n" },
      'domain-is-pure',
    ],
    [
      'the API that talks to Temporal',
      { 'src/api/use.ts': "import { Client } from '@temporalio/client';\nexport const used = Client;\n" },
      'api-without-temporal',
    ],
    [
      'a channel that reads tables',
      { 'src/store/leaf.ts': leaf, 'src/channels/use.ts': uses('../store/leaf.js') },
      'channels',
    ],
    [
      'a workflow that runs an activity’s code',
      { 'src/activities/leaf.ts': leaf, 'src/workflows/use.ts': uses('../activities/leaf.js') },
      'workflows-take-activities-by-type',
    ],
    [
      'two files that import each other',
      {
        'src/domain/a.ts': "import { b } from './b.js';\nexport const a = (): number => b();\n",
        'src/domain/b.ts': "import { a } from './a.js';\nexport const b = (): number => a();\n",
      },
      'no-circular',
    ],
  ] as [string, Record<string, string>, string][])('refuse %s', async (_, files, rule) => {
    expect(await violationsOf(files)).toContain(rule);
  });
});
