import { errorMessage } from '../parts/errors.js';
import type { Log } from '../parts/log.js';

type Stop = () => Promise<void> | void;

/** What has to be stopped, from the last started to the first. */
export class Stops {
  private readonly waiting: Stop[] = [];
  private running: Promise<void> | undefined;

  constructor(private readonly log: Log) {}

  readonly add = (stop: Stop): void => void this.waiting.push(stop);

  /** Stops everything, once. What does not stop is told, and the rest is stopped all the same. */
  run(): Promise<void> {
    this.running ??= this.stopAll();
    return this.running;
  }

  /** On Ctrl-C, a kill or a closed terminal: stops everything in order, and a second time at once. */
  onSignal(line: string, exitCode: number): void {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(130);
      asked = true;
      this.log(`\n${line}`);
      void this.run().then(() => process.exit(exitCode));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  }

  private async stopAll(): Promise<void> {
    for (let stop = this.waiting.pop(); stop; stop = this.waiting.pop()) {
      try {
        await stop();
      } catch (error) {
        this.log(errorMessage(error));
      }
    }
  }
}
