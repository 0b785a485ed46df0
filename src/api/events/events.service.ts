import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PassThrough, type Readable } from 'node:stream';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { shownAmong } from '../../store/loops/enrolments.js';
import { queuesTouched } from '../../store/messages/queue.js';
import { sessionLasts } from '../../store/rights/sessions.js';
import type { Actor } from '../common/caller.js';
import { Clock, LOG } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { Changes, type Changed } from './changes.js';

/** Keeps proxies from closing what is silent, and finds sessions that have ended. */
const HEARTBEAT_MS = 25_000;
export const MOST_OF_A_SESSION = 5;
const MOST_OF_A_PROCESS = 2_000;

interface Listener {
  sessionId: string;
  personId: string;
  stream: PassThrough;
}

/** Tells the pages that are open which of the enrolments that they may show have changed. */
@Injectable()
export class EventsService implements OnModuleDestroy {
  private readonly listeners = new Set<Listener>();
  private heartbeat: NodeJS.Timeout | null = null;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly changes: Changes,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  /** A stream of events for a page. @throws Problem where too many listen already */
  listen({ by, personId }: Actor): Readable {
    if (by.kind !== 'session' || personId === null)
      throw new Problem(403, 'Only the page of a person who signed in listens here. Sign in at /sign-in.');
    const own = [...this.listeners].filter(({ sessionId }) => sessionId === by.id);
    if (own.length >= MOST_OF_A_SESSION || this.listeners.size >= MOST_OF_A_PROCESS)
      throw new Problem(429, 'Too many pages listen already. Close one, or look again by hand.', {
        headers: { 'retry-after': '60' },
      });
    const listener = { sessionId: by.id, personId, stream: new PassThrough() };
    this.listeners.add(listener);
    listener.stream.once('close', () => this.listeners.delete(listener));
    listener.stream.write('retry: 5000\n\n');
    this.changes.tell(this.tell);
    this.heartbeat ??= setInterval(() => void this.beat(), HEARTBEAT_MS).unref();
    return listener.stream;
  }

  onModuleDestroy(): void {
    if (this.heartbeat) clearInterval(this.heartbeat);
    for (const { stream } of this.listeners) stream.end();
  }

  private readonly tell = async (changed: Changed): Promise<void> => {
    const ids = (changed ?? []).map(({ id }) => id);
    // A queue tells also of what is shown to its reader in numbers alone, or is theirs no more.
    const touched = await this.queuesTouched(ids);
    await this.forEach(async ({ personId, stream }, now) => {
      if (changed === null) return say(stream, null);
      const shown = await shownAmong(this.dataSource.manager, ids, { person: personId, now });
      const lost = changed.filter(({ lostBy }) => lostBy === personId).map(({ id }) => id);
      const told = [...new Set([...shown, ...lost])];
      if (told.length > 0 || touched.has(personId)) say(stream, told);
    });
  };

  private async queuesTouched(enrolments: readonly string[]): Promise<ReadonlySet<string>> {
    const people = [...new Set([...this.listeners].map(({ personId }) => personId))];
    if (enrolments.length === 0 || people.length === 0) return new Set();
    try {
      return new Set(await queuesTouched(this.dataSource.manager, enrolments, people));
    } catch (error) {
      this.log.warn({ err: error }, 'it could not be asked whose queues have changed');
      return new Set();
    }
  }

  private beat(): Promise<void> {
    return this.forEach(async ({ stream }) => void stream.write(': still here\n\n'));
  }

  /** One after the other, so that however many listen, the database has one question at a time. */
  private async forEach(work: (listener: Listener, now: number) => Promise<void>): Promise<void> {
    for (const listener of [...this.listeners]) {
      const now = this.clock.now();
      try {
        if (await sessionLasts(this.dataSource.manager, listener.sessionId, now)) await work(listener, now);
        else listener.stream.end();
      } catch (error) {
        // The page asks again by itself, and reads anew what it shows.
        this.log.warn({ err: error }, 'a page could not be told of a change');
        listener.stream.end();
      }
    }
  }
}

const say = (stream: PassThrough, enrolments: string[] | null): void =>
  void stream.write(`event: changed\ndata: ${JSON.stringify({ enrolments })}\n\n`);
