import pg from 'pg';
import { setTimeout as pause } from 'node:timers/promises';

const AGAIN_AFTER_MS = 5_000;

/** Hears one channel of Postgres over one connection of its own, until it is closed. */
export class Hearing {
  private readonly closing = new AbortController();
  private readonly over: Promise<void>;

  /**
   * @param on what to do with each message; null: messages may have been missed
   */
  constructor(
    private readonly connectionString: string,
    private readonly channel: string,
    private readonly on: (message: string | null) => void,
  ) {
    this.over = this.listen();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.over;
  }

  private async listen(): Promise<void> {
    const { signal } = this.closing;
    const closed = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    while (!signal.aborted) {
      const client = new pg.Client({
        connectionString: this.connectionString,
        application_name: 'followthrough api events',
      });
      try {
        const gone = new Promise<void>((resolve) =>
          client.once('error', () => resolve()).once('end', () => resolve()),
        );
        client.on('notification', ({ payload }) => this.on(payload ?? ''));
        await client.connect();
        await client.query(`LISTEN ${this.channel}`);
        this.on(null);
        await Promise.race([gone, closed]);
      } catch {
        // Down, or on its way: nobody hears anything meanwhile, and everything is read anew afterwards.
      } finally {
        await client.end().catch(() => undefined);
      }
      await pause(AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
