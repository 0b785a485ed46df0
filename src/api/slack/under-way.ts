import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';

/** Slack tells its user that something went wrong after three seconds. */
const ANSWER_WITHIN = 2_000;

/** What takes longer than Slack waits goes on after the answer; a stop waits for it. */
@Injectable()
export class UnderWay implements BeforeApplicationShutdown {
  private readonly works = new Map<string, Promise<unknown>>();

  /** Does the work, and says `late` where Slack cannot wait for it. The same work at once is done once. */
  async inTime<T>(key: string, work: () => Promise<T>): Promise<T | 'late'> {
    const known = this.works.get(key) as Promise<T> | undefined;
    const doing = known ?? this.begin(key, work);
    const stop = new AbortController();
    try {
      return await Promise.race([doing, pause(ANSWER_WITHIN, 'late' as const, { signal: stop.signal })]);
    } finally {
      stop.abort();
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.works.values());
  }

  private begin<T>(key: string, work: () => Promise<T>): Promise<T> {
    const doing = work().finally(() => this.works.delete(key));
    // Whoever waits for it hears of a failure; once nobody does, it has been told already.
    doing.catch(() => undefined);
    this.works.set(key, doing);
    return doing;
  }
}
