import { execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { errorCode } from './errors.js';

const run = promisify(execFile);
const POLL_MS = 25;

export interface Account {
  uid: number;
  gid: number;
}

export interface BackgroundCommand {
  command: string;
  args: readonly string[];
  /** Its output is appended here: a pipe would break, and take the child along, when this process is killed. */
  logFile: string;
  env?: Record<string, string>;
  account?: Account;
  cwd?: string;
}

/** A server of ours in a process of its own, started by us now or by a predecessor that was killed. */
export interface BackgroundProcess {
  pid: number;
  /** Signals and waits until it is gone; after `graceMs` it is killed. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/**
 * Starts a server in its own process group, so that Ctrl-C reaches only the caller, who stops its parts in order.
 * When the caller exits without having done so, the server is told to end; when the caller is killed, it stays.
 */
export async function startInBackground(what: BackgroundCommand): Promise<BackgroundProcess> {
  mkdirSync(dirname(what.logFile), { recursive: true });
  const output = openSync(what.logFile, 'a');
  try {
    const child = spawn(what.command, what.args, {
      detached: true,
      stdio: ['ignore', output, output],
      env: { ...process.env, ...what.env },
      cwd: what.cwd,
      ...what.account,
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    return backgroundProcess(child.pid!);
  } finally {
    closeSync(output);
  }
}

/** Takes over a process that is already running: from now on it ends with this one. */
export function backgroundProcess(pid: number): BackgroundProcess {
  const endWithUs = () => signalIfAlive(pid, 'SIGINT');
  process.once('exit', endWithUs);
  return {
    pid,
    async stop(signal, graceMs) {
      process.removeListener('exit', endWithUs);
      signalIfAlive(pid, signal);
      if (await ended(pid, graceMs)) return;
      signalIfAlive(pid, 'SIGKILL');
      if (await ended(pid, graceMs)) return;
      throw new Error(`Process ${pid} does not end, not even when killed. End it by hand, then start again.`);
    },
  };
}

/** Whether the process runs. One that has ended and only waits to be collected by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
  if (process.platform !== 'linux') return true;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).charAt(0) !== 'Z';
  } catch {
    return false;
  }
}

/** The command line of a running process, its words joined by blanks; empty if there is none. */
export async function commandLine(pid: number): Promise<string> {
  try {
    if (process.platform === 'linux') {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
    }
    return (await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout.trim();
  } catch {
    return '';
  }
}

/** The last lines of a log file, for an error message. */
export function lastLines(logFile: string, count = 8): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-count).join('\n');
  } catch {
    return '';
  }
}

async function ended(pid: number, withinMs: number): Promise<boolean> {
  for (const deadline = Date.now() + withinMs; isAlive(pid); await pause(POLL_MS)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
