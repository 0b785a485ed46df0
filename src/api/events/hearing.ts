import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

/** In milliseconds. */
interface Pace {
  /** So often Postgres is asked whether it is still there: a way that was lost without a word looks like one where nothing is told. */
  probeEvery: number;
  /** What takes longer is taken for lost. */
  answersWithin: number;
  /** So long after a connection was lost the next is tried. */
  againAfter: number;
}
const PACE: Pace = { probeEvery: 30_000, answersWithin: 10_000, againAfter: 5_000 };

/** Hears one channel of Postgres over one connection of its own, until it is closed. */
export class Hearing {
  private readonly closing = new AbortController();
  private readonly over: Promise<void>;

  /**
   * @param on what to do with each message; null: it was empty, or messages may have been missed
   */
  constructor(
    private readonly connectionString: string,
    private readonly channel: string,
    private readonly on: (message: string | null) => void,
    private readonly pace = PACE,
  ) {
    this.over = this.listen();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.over;
  }

  private async listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.listenOnce();
      await pause(this.pace.againAfter, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Until the connection is lost, or all is closed. */
  private async listenOnce(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'followthrough api events',
      keepAlive: true,
      connectionTimeoutMillis: this.pace.answersWithin,
      query_timeout: this.pace.answersWithin,
    });
    const lost = new AbortController();
    client.on('error', () => lost.abort()).on('end', () => lost.abort());
    client.on('notification', ({ payload }) => this.on(payload || null));
    try {
      await client.connect();
      await client.query(`LISTEN ${this.channel}`);
      this.on(null);
      await this.probe(client, AbortSignal.any([lost.signal, this.closing.signal]));
    } catch {
      // Down, or on its way: nobody hears anything meanwhile, and everything is read anew afterwards.
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** Throws once no answer comes, and at the signal. */
  private async probe(client: pg.Client, signal: AbortSignal): Promise<void> {
    for (;;) {
      await pause(this.pace.probeEvery, undefined, { signal });
      await client.query('SELECT 1');
    }
  }
}
