import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ApiSettings } from '../../config/index.js';
import { CHANGES } from '../../store/loops/log.js';
import { SETTINGS } from '../common/parts.js';
import { Hearing } from './hearing.js';

/** Changes are told together, so that a burst of them is one question to the database for each listener. */
const TOGETHER_MS = 300;
/** More than so many at once are not told by name. */
const MOST_NAMED = 200;

/** Which enrolments have changed; null: too many to name, or some that nobody heard of. */
export type Changed = readonly string[] | null;

/** Hears of every change of an enrolment, from when somebody first wants to know. */
@Injectable()
export class Changes implements OnModuleDestroy {
  private readonly listeners = new Set<(changed: Changed) => Promise<void>>();
  private hearing: Hearing | null = null;
  /** Since the last telling. */
  private changed: Set<string> | null = new Set();
  private telling: NodeJS.Timeout | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: ApiSettings) {}

  /** From now on; the same listener is told once, however often it asks. What it throws it has to catch itself. */
  tell(listener: (changed: Changed) => Promise<void>): void {
    this.listeners.add(listener);
    this.hearing ??= new Hearing(this.settings.database.url, CHANGES, (id) => this.heard(id));
  }

  async onModuleDestroy(): Promise<void> {
    await this.hearing?.close();
    if (this.telling) clearTimeout(this.telling);
  }

  private heard(id: string | null): void {
    if (id === null) this.changed = null;
    this.changed?.add(id!);
    if (this.changed && this.changed.size > MOST_NAMED) this.changed = null;
    this.telling ??= setTimeout(() => this.pass(), TOGETHER_MS);
  }

  private pass(): void {
    const changed = this.changed && [...this.changed];
    this.changed = new Set();
    this.telling = null;
    for (const listener of this.listeners) void listener(changed);
  }
}
