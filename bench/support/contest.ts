import type { RunningPostgres } from '../../demo/parts/postgres.js';
import { openScene, type Scene } from './scene.js';
import { median, round, spread } from './statistics.js';

/** What one contender did in one run. */
export interface Run {
  /** Items a second. */
  rate: number;
  /** CPU milliseconds an item. */
  cpu: Record<'server' | 'worker' | 'postgres', number>;
  memory: Record<'server' | 'worker', number>;
}

/** What was measured, and of each contender what came of it. */
export type Row = { what: string } & Record<string, string>;

export type Contender = 'ours' | 'empty';

export interface Contest {
  ratio: number;
  rows: Row[];
  figures: Record<string, number>;
}

/** Measures what happens to `count` items between two instants: rate, CPU and memory. */
export async function measured(scene: Scene, count: number, work: () => Promise<void>): Promise<Run> {
  const before = scene.cpu();
  const began = performance.now();
  await work();
  const seconds = (performance.now() - began) / 1000;
  const after = scene.cpu();
  const each = (part: keyof Run['cpu']): number => (after[part] - before[part]) / count;
  return {
    rate: count / seconds,
    cpu: { server: each('server'), worker: each('worker'), postgres: each('postgres') },
    memory: scene.memory(),
  };
}

/** Runs ours and the empty loop in turn (A, B, A, B, …), each on fresh databases, and compares the medians. */
export async function contest(
  postgres: RunningPostgres,
  { rounds, cachedLoops }: { rounds: number; cachedLoops: number },
  run: (kind: Contender, scene: Scene) => Promise<Run>,
): Promise<Contest> {
  const runs: Record<Contender, Run[]> = { ours: [], empty: [] };
  for (let round_ = 0; round_ < rounds; round_ += 1)
    for (const kind of ['ours', 'empty'] as const) {
      const scene = await openScene(postgres, cachedLoops);
      try {
        await scene.start(kind);
        const done = await run(kind, scene);
        runs[kind].push(done);
        process.stderr.write(`round ${round_ + 1} of ${rounds}, ${kind}: ${round(done.rate)} a second\n`);
      } finally {
        await scene.close();
      }
    }
  const of = (kind: Contender, value: (run: Run) => number): number[] => runs[kind].map(value);
  const told = (kind: Contender, value: (run: Run) => number): string =>
    `${round(median(of(kind, value)))} (${spread(of(kind, value))})`;
  const row = (what: string, value: (run: Run) => number): Row => ({
    what,
    ours: told('ours', value),
    'empty loop': told('empty', value),
  });
  const rate = (run: Run): number => run.rate;
  const figures: Record<string, number> = {
    ratio: median(of('ours', rate)) / median(of('empty', rate)),
    oursPerSecond: median(of('ours', rate)),
    emptyPerSecond: median(of('empty', rate)),
  };
  for (const part of ['server', 'worker', 'postgres'] as const)
    figures[`${part}CpuMs`] = median(of('ours', ({ cpu }) => cpu[part]));
  for (const part of ['server', 'worker'] as const)
    figures[`${part}MemoryMb`] = median(of('ours', ({ memory }) => memory[part]));
  return {
    ratio: figures.ratio!,
    figures: Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, round(value)])),
    rows: [
      row('items a second', rate),
      row('CPU ms an item, Temporal server', ({ cpu }) => cpu.server),
      row('CPU ms an item, worker', ({ cpu }) => cpu.worker),
      row('CPU ms an item, Postgres', ({ cpu }) => cpu.postgres),
      row('memory of the server, MB', ({ memory }) => memory.server),
      row('memory of the worker, MB', ({ memory }) => memory.worker),
    ],
  };
}
