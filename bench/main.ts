import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { grid } from './app/grid.js';
import { lighthouse } from './app/lighthouse.js';
import { screens } from './app/screens.js';
import { facts } from './facts.js';
import { herd } from './herd.js';
import { insights } from './insights.js';
import { launch } from './launch.js';
import { simulateCompany } from './simulate.js';
import type { Bench, BenchOptions, Measured } from './support/bench.js';
import { benchPostgres } from './support/scene.js';

const BENCHES: Readonly<Record<string, { run: Bench; loops: number; rounds: number }>> = {
  launch: { run: launch, loops: 600, rounds: 3 },
  facts: { run: facts, loops: 600, rounds: 3 },
  herd: { run: herd, loops: 10_000, rounds: 1 },
  insights: { run: insights, loops: 100_000, rounds: 1 },
};

/** Of the core alone, without a database. */
const OF_CORE: Readonly<
  Record<string, { run: (options: BenchOptions) => Promise<Measured>; loops: number; rounds: number }>
> = { simulate: { run: simulateCompany, loops: 50_000, rounds: 3 } };

/** Of the app: on a demo, which `--url` names if one runs; the grid has data of its own. */
const OF_APP: Readonly<Record<string, (url: string | undefined, rounds: number) => Promise<void>>> = {
  lighthouse,
  screens,
  grid: (_, rounds) => grid(rounds),
};
const ROUNDS_OF_APP = 9;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    url: { type: 'string' },
    loops: { type: 'string' },
    rounds: { type: 'string' },
    cache: { type: 'string', default: '400' },
  },
});
const name = positionals[0] ?? '';
const ofApp = OF_APP[name];
if (ofApp) {
  await ofApp(values.url, Number(values.rounds ?? ROUNDS_OF_APP));
  process.exit();
}
const stored = BENCHES[name];
const bench = OF_CORE[name] ?? stored;
if (!bench) {
  console.error(
    `Usage: npm run bench -- ${Object.keys({ ...BENCHES, ...OF_CORE }).join('|')} [--loops N] [--rounds N] [--cache 400] [--json FILE]\n` +
      `       npm run bench -- ${Object.keys(OF_APP).join('|')} [--url http://127.0.0.1:3000] [--rounds N]`,
  );
  process.exit(2);
}
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const options = {
  loops: Number(values.loops ?? bench.loops),
  rounds: Number(values.rounds ?? bench.rounds),
  cachedLoops: Number(values.cache),
};
const ofCore = OF_CORE[name];
const { rows, figures, limit } = await (ofCore ? ofCore.run(options) : withPostgres(stored!.run, options));
console.log(`\n${name} on ${machine}; median of ${options.rounds} (lowest–highest)`);
console.table(Object.fromEntries(rows.map(({ what, ...contenders }) => [what, contenders])));
console.log(`What limits it: ${limit}`);
console.log(JSON.stringify({ name, machine, figures }));
if (values.json) await writeFile(values.json, `${JSON.stringify({ name, machine, figures }, null, 2)}\n`);

async function withPostgres(run: Bench, options: BenchOptions): Promise<Measured> {
  const { postgres, close } = await benchPostgres();
  try {
    return await run(postgres, options);
  } finally {
    await close();
  }
}
