import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LAUNCH_WAVE } from '../src/domain/cadence-templates.js';
import { figuresOf } from '../src/domain/simulation/figures.js';
import { added, type Tally } from '../src/domain/simulation/tally.js';
import { libraryHolidays } from '../src/store/calendars/holidays.js';
import { COUNTRIES, MANAGERS_OF_A_LINE, REPS_OF_A_MANAGER, type Company } from './simulate/company.js';
import type { Done } from './simulate/worker.js';
import type { BenchOptions, Measured } from './support/bench.js';
import { median, round } from './support/statistics.js';

const CAPABILITIES = 5;
const FROM = Date.parse('2026-03-02T07:00:00Z');
/** One quarter. */
const UNTIL = FROM + 13 * 7 * 86_400_000;
/** On so many cores the aim is set. */
const WORKERS = Math.min(2, availableParallelism());

interface Run {
  seconds: number;
  megabytes: number;
  looks: number;
  decisions: number;
  tally: Tally;
}

/**
 * One quarter of a launch in a generated company, played once from beginning to end: its making and the start of the
 * workers are counted too. With five capabilities in one training; and, of a tenth of it, with a launch of another
 * capability every other week, so that no two loops begin alike.
 */
export async function simulateCompany({ loops, rounds }: BenchOptions): Promise<Measured> {
  const lines = Math.ceil(loops / (CAPABILITIES * REPS_OF_A_MANAGER * MANAGERS_OF_A_LINE));
  const holidays = Object.fromEntries(
    COUNTRIES.map((country) => [country, libraryHolidays(country, null, { first: 2026, last: 2026 })]),
  );
  const company = {
    cadence: LAUNCH_WAVE,
    capabilities: CAPABILITIES,
    from: FROM,
    until: UNTIL,
    holidays,
    seed: 1,
  };
  const together: Run[] = [];
  const apart: Run[] = [];
  for (let turn = 0; turn < rounds; turn++) {
    together.push(await play(lines, { ...company, weeksApart: 0 }));
    apart.push(await play(Math.ceil(lines / 10), { ...company, weeksApart: 2 }));
  }
  const middle = (runs: readonly Run[], of: (run: Run) => number): number => round(median(runs.map(of)));
  const row = (what: string, of: (run: Run) => number) => ({
    what,
    'one training': String(middle(together, of)),
    'a launch every other week': String(middle(apart, of)),
  });
  const { numbers } = figuresOf(together[0]!.tally);
  return {
    rows: [
      row('loops', ({ tally }) => tally.loops),
      row('seconds', ({ seconds }) => seconds),
      row('loops a second', ({ seconds, tally }) => tally.loops / seconds),
      row('looks a loop', ({ looks, tally }) => looks / tally.loops),
      row('looks decided anew, of a hundred', ({ looks, decisions }) => (100 * decisions) / looks),
      row('memory, MiB at most', ({ megabytes }) => megabytes),
    ],
    figures: {
      loops: together[0]!.tally.loops,
      seconds: middle(together, ({ seconds }) => seconds),
      loopsASecond: middle(together, ({ seconds, tally }) => tally.loops / seconds),
      loopsASecondApart: middle(apart, ({ seconds, tally }) => tally.loops / seconds),
      megabytes: Math.max(...[...together, ...apart].map(({ megabytes }) => round(megabytes))),
      workers: WORKERS,
      ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, round(value)])),
    },
    limit: 'Deciding: what people owe, their ladders and their working days, each look anew.',
  };
}

/** Hands the lines to the workers, one at a time, and adds up what they count. */
async function play(lines: number, company: Company): Promise<Run> {
  const began = performance.now();
  const left = Array.from({ length: lines }, (_, line) => line).values();
  const tallies: Tally[] = [];
  const counts = { looks: 0, decisions: 0 };
  await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      const worker = new Worker(new URL('./simulate/worker.js', import.meta.url), {
        workerData: company,
        resourceLimits: { maxYoungGenerationSizeMb: 64 },
      });
      for (const line of left) {
        const done = await ask(worker, line);
        tallies.push(done.tally);
        counts.looks += done.counts.looks;
        counts.decisions += done.counts.decisions;
      }
      await worker.terminate();
    }),
  );
  return {
    seconds: (performance.now() - began) / 1000,
    megabytes: process.resourceUsage().maxRSS / 1024,
    ...counts,
    tally: added(tallies),
  };
}

const ask = (worker: Worker, line: number): Promise<Done> =>
  new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', (done: Done) => {
      worker.off('error', reject);
      resolve(done);
    });
    worker.postMessage(line);
  });
