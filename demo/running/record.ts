import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { backgroundProcess, commandLine, isAlive } from '../parts/processes.js';

const GRACE_MS = 15_000;

interface Recorded {
  pid: number;
  /** Its whole command line: a number alone may belong to somebody else by now. */
  command: string;
}

/** Which processes of ours run on a data folder, so that the next start finds what a killed one left behind. */
export class ProcessRecord {
  constructor(private readonly folder: string) {
    mkdirSync(folder, { recursive: true });
  }

  async note(name: string, pid: number): Promise<void> {
    const recorded: Recorded = { pid, command: await commandLine(pid) };
    writeFileSync(this.file(name), JSON.stringify(recorded));
  }

  forget(name: string): void {
    rmSync(this.file(name), { force: true });
  }

  /** The number of the process noted under a name, if it still runs. */
  async running(name: string): Promise<number | undefined> {
    const recorded = this.read(name);
    if (!recorded || !isAlive(recorded.pid)) return undefined;
    return (await commandLine(recorded.pid)) === recorded.command ? recorded.pid : undefined;
  }

  /** Ends what still runs under a name; it gets the time to finish what it is at. */
  async end(name: string): Promise<void> {
    const pid = await this.running(name);
    if (pid !== undefined) await backgroundProcess(pid).stop('SIGTERM', GRACE_MS);
    this.forget(name);
  }

  names(): string[] {
    return readdirSync(this.folder).flatMap((file) =>
      file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [],
    );
  }

  private read(name: string): Recorded | undefined {
    try {
      return JSON.parse(readFileSync(this.file(name), 'utf8')) as Recorded;
    } catch {
      return undefined;
    }
  }

  private file(name: string): string {
    return join(this.folder, `${name}.json`);
  }
}
