import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAUNCH_WAVE } from '../../domain/cadence-templates.js';
import { runCadence, schemaText } from './command.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cadence-'));
});
afterEach(() => rm(folder, { recursive: true }));

const file = async (name: string, content: unknown): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

async function run(...args: string[]): Promise<{ code: number; text: string }> {
  const lines: string[] = [];
  const code = await runCadence(args, (line) => lines.push(line));
  return { code, text: lines.join('\n').replaceAll(`${folder}/`, '') };
}

describe('a cadence kept as a file', () => {
  it('is checked: what keeps it from being published ends with 1, what is to be thought over does not', async () => {
    const good = await file('good.json', LAUNCH_WAVE);
    expect(await run('check', good)).toEqual({
      code: 0,
      text: 'good.json can be published. Where everything is done on its last day, adoption takes 76 working days.',
    });
    const odd = await file('odd.json', { ...LAUNCH_WAVE, followUp: { within: 'P2D' } });
    expect(await run('check', odd)).toEqual({
      code: 0,
      text: expect.stringMatching(
        /^odd.json: to think over, followUp.within: The follow-up .*\n.*can be published/,
      ),
    });
    const wrong = await file('wrong.json', { ...LAUNCH_WAVE, folowUp: { within: 'P2D' } });
    expect(await run('check', wrong)).toEqual({
      code: 1,
      text: 'wrong.json: the document: no such field: folowUp (did you mean followUp?)',
    });
  });

  it('is compared with another, in words', async () => {
    const before = await file('before.json', LAUNCH_WAVE);
    const after = await file('after.json', { ...LAUNCH_WAVE, feedback: { within: 'P1D' } });
    expect(await run('diff', before, after)).toEqual({
      code: 0,
      text: 'Feedback, after the observation: 1 working day instead of 2 working days.',
    });
    expect((await run('diff', before, before)).text).toBe('They say the same.');
  });

  it('that cannot be read is named, and a command that is none is answered with those that are', async () => {
    expect(await run('check', join(folder, 'none.json'))).toEqual({
      code: 2,
      text: 'The file none.json cannot be read. Check its name and permissions.',
    });
    const text = await file('text.json', 'clock: working');
    expect(await run('check', text)).toMatchObject({ code: 2, text: expect.stringMatching(/is no JSON/) });
    expect(await run('publish', 'x')).toMatchObject({
      code: 2,
      text: expect.stringMatching(/cadence -- check/),
    });
  });

  it('has a JSON Schema, and the one among the documents is that of today', async () => {
    const written = await readFile(join(import.meta.dirname, '../../../docs/cadence.schema.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(JSON.parse(schemaText()));
  });
});
