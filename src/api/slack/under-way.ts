import { Inject, Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { LOG } from '../common/parts.js';

/** Slack tells its user that something went wrong after three seconds. */
const ANSWER_WITHIN = 2_000;

/** What takes longer than Slack waits goes on after the answer; a stop waits for it. */
@Injectable()
export class UnderWay implements BeforeApplicationShutdown {
  private readonly works = new Map<string, Promise<unknown>>();

  constructor(@Inject(LOG) private readonly log: Logger) {}

  /**
   * Does the work, and says `late` where Slack cannot wait for it. The same work at once is done once. What becomes of
   * it then is shown by `afterwards`; a failure is logged.
   */
  async inTime<T>(
    key: string,
    work: () => Promise<T>,
    afterwards: (doing: Promise<T>) => Promise<unknown> = (doing) => doing,
  ): Promise<T | 'late'> {
    const known = this.works.get(key) as Promise<T> | undefined;
    const doing = known ?? this.begin(key, work);
    const stop = new AbortController();
    try {
      const answer = await Promise.race([
        doing,
        pause(ANSWER_WITHIN, 'late' as const, { signal: stop.signal }),
      ]);
      if (answer === 'late')
        this.begin(`${key} ${randomUUID()}`, () => afterwards(doing)).catch((error: unknown) =>
          this.log.error({ err: error }, 'what Slack was told to wait for could not be done'),
        );
      return answer;
    } finally {
      stop.abort();
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.works.values());
  }

  private begin<T>(key: string, work: () => Promise<T>): Promise<T> {
    const doing = work().finally(() => this.works.delete(key));
    // Whoever waits for it hears of a failure.
    doing.catch(() => undefined);
    this.works.set(key, doing);
    return doing;
  }
}
