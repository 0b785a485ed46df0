import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const BUILT = join(ROOT, 'dist/web/assets');

const namesIn = (text: string): Set<string> => new Set(text.match(/\bm_[0-9a-f]{5,8}\b/g));
const built = (ending: string): Set<string> =>
  namesIn(
    readdirSync(BUILT)
      .filter((file) => file.endsWith(ending))
      .map((file) => readFileSync(join(BUILT, file), 'utf8'))
      .join('\n'),
  );

describe('what the app takes of its library', () => {
  it('brings its styles along: whoever uses a further component imports its file in frame/styles.css', () => {
    const styled = namesIn(readFileSync(join(ROOT, 'node_modules/@mantine/core/styles.css'), 'utf8'));
    const here = built('.css');
    expect(here.size).toBeGreaterThan(50);
    expect([...built('.js')].filter((name) => styled.has(name) && !here.has(name))).toEqual([]);
  });
});
