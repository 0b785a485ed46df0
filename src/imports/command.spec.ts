import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestApi, type TestApi } from '../../test/support/api.js';
import { runImport } from './command.js';

const HEADER = 'externalId,name,email,role,function,managerExternalId,country,zone\n';
const ADA = 'P1,Ada Okafor,ada@people.example,manager,commercial,,DE,Europe/Berlin\n';

let api: TestApi;
let folder: string;
beforeAll(async () => {
  api = await startTestApi();
  folder = await mkdtemp(join(tmpdir(), 'import-command-'));
});
afterAll(async () => {
  await api.close();
  await rm(folder, { recursive: true });
});

async function run(csv: string | null, ...args: string[]): Promise<{ code: number; said: string }> {
  const file = join(folder, 'people.csv');
  if (csv !== null) await writeFile(file, csv);
  const said: string[] = [];
  const code = await runImport(['people', file, '--url', api.url, '--key', api.key, ...args], (text) =>
    said.push(text),
  );
  return { code, said: said.join('\n') };
}

describe('npm run import', () => {
  it('sends a file and says what became of it', async () => {
    const dry = await run(HEADER + ADA, '--dry-run');
    expect(dry).toMatchObject({
      code: 0,
      said: expect.stringContaining('nothing was changed. The file would give 1 created'),
    });
    expect(await run(HEADER + ADA)).toMatchObject({
      code: 0,
      said: 'Imported: 1 created, 0 updated, 0 unchanged, 0 skipped (people, 1 line).',
    });
    expect((await run(HEADER + ADA)).said).toContain('1 unchanged');
  });

  it('lists the errors of a file and fails, also where the good lines were taken', async () => {
    const bad = `${HEADER}${ADA}P2,Bo,bo@people.example,rep,commercial,P9,DE,Europe/Berlin\n`;
    const refused = await run(bad);
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('Nothing was changed.');
    expect(refused.said).toMatch(
      /line 3, managerExternalId "P9": Nobody has this externalId.* Expected: somebody known/,
    );
    expect((await run(bad, '--partial')).code).toBe(1);
  });

  it('says what it needs where it cannot be carried out', async () => {
    const said: string[] = [];
    const say = (text: string) => said.push(text);
    expect(await runImport([], say)).toBe(2);
    expect(await runImport(['pets', 'file.csv'], say)).toBe(2);
    expect(await runImport(['people', join(folder, 'none.csv')], say)).toBe(2);
    expect(
      await runImport(['people', join(folder, 'people.csv'), '--key', 'ft_wrong', '--url', api.url], say),
    ).toBe(2);
    expect(
      await runImport(
        ['people', join(folder, 'people.csv'), '--key', 'x', '--url', 'http://127.0.0.1:9'],
        say,
      ),
    ).toBe(2);
    for (const words of [
      'npm run import -- KIND FILE',
      '"pets" is no kind',
      'cannot be read',
      'refused (401)',
      'did not answer',
    ])
      expect(said.some((text) => text.includes(words))).toBe(true);
  });
});
