import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { HOUR } from '../../domain/time.js';
import { queuesTouched } from '../../store/messages/queue.js';
import { LOG } from '../common/parts.js';
import { Changes, type Change, type Changed } from '../events/changes.js';
import { Home } from './home.js';
import { Members, type Member } from './members.js';

/** Somebody who has not opened it for so long finds it as it is when they do. */
const KEPT_FOR = 24 * HOUR;
/** The one that was opened first is forgotten first. */
const MOST_KEPT = 2_000;
/** Slack takes about a hundred of these calls a minute. */
const APART_MS = 600;

interface OpenHome {
  personId: string;
  address: string;
  openedAt: number;
}

/**
 * Home tabs that were opened here lately are kept true: shown anew when the queue of whose they are changes. This
 * process alone remembers them; after its end the next opening does.
 */
@Injectable()
export class OpenHomes implements OnModuleDestroy {
  private readonly homes = new Map<string, OpenHome>();
  /** Members whose tab may show what is not so any more, the first to hear of it first. */
  private readonly stale = new Set<string>();
  private readonly closing = new AbortController();

  constructor(
    private readonly dataSource: DataSource,
    private readonly changes: Changes,
    private readonly home: Home,
    private readonly members: Members,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  async open(slackUser: string, member: Member, address: string): Promise<void> {
    this.homes.delete(slackUser);
    if (member.presser) {
      const { personId } = member.presser.actor;
      this.homes.set(slackUser, { personId, address, openedAt: Date.now() });
      const [oldest] = this.homes.keys();
      if (this.homes.size > MOST_KEPT) this.homes.delete(oldest!);
      this.changes.tell(this.heard);
    }
    await this.home.show(slackUser, member);
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  private readonly heard = async (changed: Changed): Promise<void> => {
    try {
      for (const [member, { openedAt }] of this.homes)
        if (openedAt < Date.now() - KEPT_FOR) this.homes.delete(member);
      const people = [...this.homes.values()].map(({ personId }) => personId);
      if (people.length === 0) return;
      const touched = changed && (await this.touchedBy(changed, people));
      for (const [member, { personId }] of this.homes)
        if (touched === null || touched.has(personId)) this.stale.add(member);
      await this.showStale();
    } catch (error) {
      this.log.warn({ err: error }, 'home tabs in Slack were not shown anew');
    }
  };

  private async touchedBy(changed: readonly Change[], people: string[]): Promise<Set<string>> {
    const ids = [...new Set(changed.map(({ id }) => id))];
    const touched = await queuesTouched(this.dataSource.manager, ids, people);
    return new Set([...touched, ...changed.flatMap(({ lostBy }) => lostBy ?? [])]);
  }

  private async showStale(): Promise<void> {
    // One that goes stale again meanwhile comes again.
    for (const member of this.stale) {
      this.stale.delete(member);
      if (this.closing.signal.aborted) break;
      const shown = await this.showAnew(member).catch((error: unknown) => {
        this.log.warn({ err: error }, 'a home tab in Slack was not shown anew');
      });
      if (shown) await pause(APART_MS, undefined, { signal: this.closing.signal }).catch(() => undefined);
    }
  }

  /** Whether it had to be. */
  private async showAnew(slackUser: string): Promise<boolean> {
    const home = this.homes.get(slackUser);
    if (!home) return false;
    return this.home.showIfChanged(slackUser, await this.members.member(slackUser, home.address));
  }
}
