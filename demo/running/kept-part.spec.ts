import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../parts/processes.js';
import { KeptPart } from './kept-part.js';

const children: ChildProcess[] = [];
const told: string[] = [];
let tries = 0;

/** A background process; the second start fails, as one does whose port is not free yet. */
async function begin() {
  tries += 1;
  if (tries === 2) throw new Error('not yet');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  return {
    pid: child.pid!,
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

it('a background server that ended is started again until it runs, and stopped with its keeper', async () => {
  const kept = await KeptPart.start('Temporal', begin, (line) => told.push(line));
  const first = kept.part.pid;

  process.kill(first, 'SIGKILL');
  while (kept.part.pid === first) await pause(20);

  expect(told).toEqual([
    'Temporal ended. It is started again.',
    'Temporal does not start, and is tried again: not yet',
    'Temporal ended. It is started again.',
  ]);
  await kept.stop();
  expect(isAlive(kept.part.pid)).toBe(false);
});
