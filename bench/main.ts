import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { facts } from './facts.js';
import { launch } from './launch.js';
import type { Bench } from './support/bench.js';
import { benchPostgres } from './support/scene.js';

const BENCHES: Readonly<Record<string, Bench>> = { launch, facts };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    loops: { type: 'string', default: '600' },
    rounds: { type: 'string', default: '3' },
    cache: { type: 'string', default: '400' },
  },
});
const name = positionals[0] ?? '';
const bench = BENCHES[name];
if (!bench) {
  console.error(
    `Usage: npm run bench -- ${Object.keys(BENCHES).join('|')} [--loops 600] [--rounds 3] [--cache 400] [--json FILE]`,
  );
  process.exit(2);
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const { postgres, close } = await benchPostgres();
try {
  const { rows, figures, limit } = await bench(postgres, {
    loops: Number(values.loops),
    rounds: Number(values.rounds),
    cachedLoops: Number(values.cache),
  });
  console.log(`\n${name} on ${machine}; median of ${values.rounds} (lowest–highest)`);
  console.table(
    Object.fromEntries(rows.map(({ what, ours, empty }) => [what, { ours, 'empty loop': empty }])),
  );
  console.log(`ratio ${figures.ratio}. What limits it: ${limit}`);
  if (values.json) await writeFile(values.json, `${JSON.stringify({ name, machine, figures }, null, 2)}\n`);
} finally {
  await close();
}
