import type { ApiClient } from '../organisation/client.js';
import type { Enrolment } from '../organisation/enrolments.js';
import { until } from './watch.js';

/** Generous: on a busy machine a second takes long. */
const WITHIN_MS = 60_000;

/** One message about an obligation that was handed over, as the timeline tells it. */
export interface Rung {
  obligation: string;
  rung: number;
  audience: string;
  channel: string;
  delivery: string;
  handedOverAt: string;
}

interface TimelineEntry {
  type: string;
  why?: Rung & { state: string };
}

interface LoggedFact {
  kind: string;
  happenedAt: string;
  data: { obligation?: string };
}

/** Watches one loop over the API. */
export class LoopWatch {
  constructor(
    private readonly api: ApiClient,
    readonly loop: Enrolment,
  ) {}

  /** Waits until the loop is in a phase and has looked at everything told so far. */
  async enters(phase: string): Promise<void> {
    await until(`${this.loop.rep.name}'s loop did not enter the phase ${phase}`, WITHIN_MS, async () => {
      const now = await this.now();
      return now.phase === phase && !now.behind ? now : undefined;
    });
  }

  now(): Promise<Enrolment> {
    return this.api.get<Enrolment>(`/enrolments/${this.loop.id}`);
  }

  /** Waits until a message about this loop was handed over to somebody of an audience. */
  async reaches(audience: string): Promise<Rung> {
    return until(`No message about ${this.loop.rep.name} reached the ${audience}`, WITHIN_MS, async () =>
      (await this.rungs()).find((rung) => rung.audience === audience),
    );
  }

  /** Everything handed over about this loop, the oldest first. */
  async rungs(): Promise<Rung[]> {
    const { past } = await this.api.get<{ past: TimelineEntry[] }>(`/enrolments/${this.loop.id}/timeline`);
    return past
      .flatMap(({ type, why }) => (type === 'nudge' && why?.state === 'handedOver' ? [why] : []))
      .reverse();
  }

  /** Messages handed over although their item had been done. */
  async afterDone(): Promise<Rung[]> {
    const facts = await this.api.all<LoggedFact>(`/enrolments/${this.loop.id}/log`);
    const done = facts.filter(({ kind }) => kind === 'obligationMet' || kind === 'obligationClosed');
    return (await this.rungs()).filter(({ obligation, handedOverAt }) =>
      done.some(({ happenedAt, data }) => data.obligation === obligation && happenedAt < handedOverAt),
    );
  }
}
