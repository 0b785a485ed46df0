import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Log } from '../parts/log.js';
import { lastLines } from '../parts/processes.js';
import { Backoff } from './backoff.js';
import type { ProcessRecord } from './record.js';

const POLL_MS = 100;
const STARTS_WITHIN_MS = 90_000;
const STOPS_WITHIN_MS = 20_000;

export interface SupervisedCommand {
  /** As in "the worker". */
  name: string;
  command: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** Its output is appended here, readable by nobody else: the API prints the first key. */
  logFile: string;
  record: ProcessRecord;
  /** Whether it is up. Asked until it is. */
  isUp: () => Promise<boolean>;
  log: Log;
}

/**
 * Runs a process of its own and starts it again whenever it ends. In its own process group, so that Ctrl-C reaches
 * only us, who stop everything in order. When we are killed it goes on; the next start finds it by the record.
 */
export class Supervised {
  private child: ChildProcess | undefined;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private readonly cancel = new AbortController();
  private readonly endWithUs = () => void this.child?.kill('SIGTERM');

  private constructor(private readonly what: SupervisedCommand) {}

  /** Resolves when it is up. Throws with the end of its log if it does not come up; it is stopped then. */
  static async start(what: SupervisedCommand): Promise<Supervised> {
    const supervised = new Supervised(what);
    await what.record.end(what.name);
    process.once('exit', supervised.endWithUs);
    supervised.running = supervised.keepRunning();
    try {
      await supervised.untilUp();
    } catch (error) {
      await supervised.stop();
      throw error;
    }
    return supervised;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.cancel.abort();
    process.removeListener('exit', this.endWithUs);
    this.child?.kill('SIGTERM');
    const child = this.child;
    const late = setTimeout(() => child?.kill('SIGKILL'), STOPS_WITHIN_MS);
    await this.running;
    clearTimeout(late);
    this.what.record.forget(this.what.name);
  }

  private async keepRunning(): Promise<void> {
    const backoff = new Backoff();
    while (!this.stopping) {
      const began = Date.now();
      const how = await this.runOnce();
      if (this.stopping) return;
      const wait = backoff.next(Date.now() - began);
      this.what.log(
        `The ${this.what.name} ended (${how}). It is started again; its log is ${this.what.logFile}.`,
      );
      await pause(wait, undefined, { signal: this.cancel.signal }).catch(() => undefined);
    }
  }

  /** @returns how it ended */
  private async runOnce(): Promise<string> {
    const { command, args, env, logFile, record, name } = this.what;
    mkdirSync(dirname(logFile), { recursive: true });
    const output = openSync(logFile, 'a', 0o600);
    const child = spawn(command, args, { detached: true, stdio: ['ignore', output, output], env });
    closeSync(output);
    this.child = child;
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message));
      child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
    });
    if (child.pid !== undefined) await record.note(name, child.pid);
    return ended;
  }

  private async untilUp(): Promise<void> {
    const { name, logFile, isUp } = this.what;
    for (const deadline = Date.now() + STARTS_WITHIN_MS; !(await isUp()); await pause(POLL_MS)) {
      if (Date.now() < deadline && !this.failedOnce()) continue;
      throw new Error(`The ${name} does not start. Its log, ${logFile}, ends:\n${lastLines(logFile)}`);
    }
  }

  /** A process that ends by itself before it was ever up has said why. */
  private failedOnce(): boolean {
    return typeof this.child?.exitCode === 'number';
  }
}
