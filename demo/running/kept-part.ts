import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage } from '../parts/errors.js';
import type { Log } from '../parts/log.js';
import { isAlive } from '../parts/processes.js';
import { Backoff } from './backoff.js';

const LOOK_MS = 300;

/** A server that runs in the background; `pid` is absent where it is not ours to restart. */
export interface Part {
  pid?: number;
  stop(): Promise<void>;
}

/** Looks after a background server and starts it again, on the same data and port, when it has ended. */
export class KeptPart<P extends Part> {
  private stopping = false;
  private readonly cancel = new AbortController();
  private readonly looking: Promise<void>;

  private constructor(
    private readonly name: string,
    private readonly begin: () => Promise<P>,
    private current: P,
    private readonly log: Log,
  ) {
    this.looking = this.look();
  }

  /** @param begin starts it; what it throws the first time is the caller's */
  static async start<P extends Part>(name: string, begin: () => Promise<P>, log: Log): Promise<KeptPart<P>> {
    return new KeptPart(name, begin, await begin(), log);
  }

  get part(): P {
    return this.current;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.cancel.abort();
    await this.looking;
    await this.current.stop();
  }

  private async look(): Promise<void> {
    const backoff = new Backoff();
    let began = Date.now();
    while (!this.stopping) {
      await this.rest(LOOK_MS);
      const { pid } = this.current;
      if (this.stopping || pid === undefined || isAlive(pid)) continue;
      this.log(`${this.name} ended. It is started again.`);
      await this.current.stop();
      await this.rest(backoff.next(Date.now() - began));
      if (this.stopping) return;
      began = Date.now();
      try {
        this.current = await this.begin();
      } catch (error) {
        this.log(`${this.name} does not start, and is tried again: ${errorMessage(error)}`);
      }
    }
  }

  private async rest(ms: number): Promise<void> {
    await pause(ms, undefined, { signal: this.cancel.signal }).catch(() => undefined);
  }
}
