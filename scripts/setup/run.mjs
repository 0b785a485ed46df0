import { spawn } from 'node:child_process';

const SAY_EVERY_MS = 15_000;

/**
 * Runs a command quietly and keeps what it said; every quarter of a minute a line tells that it still goes on.
 * @returns its exit code and everything it wrote
 */
export function runQuietly(command, args, { cwd, say }) {
  const began = Date.now();
  const still = setInterval(() => say(`  … ${Math.round((Date.now() - began) / 1_000)} s`), SAY_EVERY_MS);
  return new Promise((resolve) => {
    const said = [];
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk) => said.push(chunk));
    child.stderr.on('data', (chunk) => said.push(chunk));
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(said).toString() }));
  }).finally(() => clearInterval(still));
}
