import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

describe('each screen', () => {
  it('loads at most 200 kB of compressed script at first', () => {
    const root = join(import.meta.dirname, '../..');
    // Fails beyond the limit, and says which.
    const said = execFileSync(process.execPath, ['scripts/web-sizes.mjs'], { cwd: root, encoding: 'utf8' });
    expect(said.trim().split('\n').length).toBeGreaterThanOrEqual(5);
  });
});
