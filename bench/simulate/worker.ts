import { parentPort, workerData } from 'node:worker_threads';
import { ASSUMED } from '../../src/domain/simulation/behaviour.js';
import { simulate } from '../../src/domain/simulation/simulate.js';
import type { Tally } from '../../src/domain/simulation/tally.js';
import { lineOf, type Company } from './company.js';

/** What a worker did of one line. */
export interface Done {
  tally: Tally;
  counts: { looks: number; decisions: number };
}

const company = workerData as Company;
const { from, until, seed } = company;

parentPort!.on('message', (line: number) => {
  const { tally, play } = simulate(lineOf(line, company), { from, until, behaviour: ASSUMED, seed });
  const done: Done = { tally, counts: play.counts };
  parentPort!.postMessage(done);
});
