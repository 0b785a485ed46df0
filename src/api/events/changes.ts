import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ApiSettings } from '../../config/index.js';
import { CHANGES } from '../../store/loops/log.js';
import { SETTINGS } from '../common/parts.js';
import { Hearing } from './hearing.js';

/** Changes are told together, so that a burst of them is one question to the database for each page that listens. */
const TOGETHER_MS = 100;
/** More than so many at once are not told by name. */
const MOST_NAMED = 200;

/** An enrolment that has changed; to somebody who sees it no more it is lost. */
export interface Change {
  id: string;
  lostBy: string | null;
}

/** What has changed; null: too much to name, or something that nobody heard of. */
export type Changed = readonly Change[] | null;

const changeIn = (told: string): Change => {
  const [id, lostBy] = told.split(' ');
  return { id: id!, lostBy: lostBy ?? null };
};

type Listener = (changed: Changed) => Promise<void>;

/** What one listener was not told yet. It is told nothing new while it is at what it was told before. */
class Untold {
  private changed: Set<string> | null = new Set();
  private telling: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(private readonly listener: Listener) {}

  add(told: string | null): void {
    if (told === null) this.changed = null;
    else this.changed?.add(told);
    if (this.changed && this.changed.size > MOST_NAMED) this.changed = null;
    this.tellSoon();
  }

  stop(): void {
    this.stopped = true;
    if (this.telling) clearTimeout(this.telling);
  }

  private tellSoon(): void {
    if (!this.stopped) this.telling ??= setTimeout(() => void this.tell(), TOGETHER_MS);
  }

  private async tell(): Promise<void> {
    const changed = this.changed && [...this.changed].map(changeIn);
    this.changed = new Set();
    await this.listener(changed);
    this.telling = null;
    if (this.changed === null || this.changed.size > 0) this.tellSoon();
  }
}

/** Hears of every change of an enrolment, from when somebody first wants to know. */
@Injectable()
export class Changes implements OnModuleDestroy {
  private readonly listeners = new Map<Listener, Untold>();
  private hearing: Hearing | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  /** From now on; the same listener is told once, however often it asks. What it throws it has to catch itself. */
  tell(listener: Listener): void {
    if (!this.listeners.has(listener)) this.listeners.set(listener, new Untold(listener));
    this.hearing ??= new Hearing(this.settings.database.url, CHANGES, (told) => {
      for (const untold of this.listeners.values()) untold.add(told);
    });
  }

  async onModuleDestroy(): Promise<void> {
    for (const untold of this.listeners.values()) untold.stop();
    await this.hearing?.close();
  }
}
