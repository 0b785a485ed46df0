import type { AnyFact, FactData } from '../facts.js';
import type { Course } from '../loop/course.js';
import { GrowingLog } from '../loop/growing-log.js';
import type { World } from '../loop/setting.js';
import { decide, type Outcome } from '../loop/step.js';
import type { Instant } from '../time.js';

/**
 * What has happened in a loop so far. Loops to which the same happened share one, as the capabilities of one rep do
 * for weeks, so that it is read and decided on once for all of them. What happens next leads to another history.
 */
export class History {
  private readonly nexts = new Map<string, History>();
  private looked: { at: Instant; outcome: Outcome; after: History } | null = null;

  private constructor(
    private log: GrowingLog,
    private readonly length: number,
    private readonly world: World,
    private readonly counts: { decisions: number },
  ) {}

  /** @param counts where it is counted how often something was decided */
  static of(log: readonly AnyFact[], world: World, counts: { decisions: number }): History {
    return new History(new GrowingLog(log), log.length, world, counts);
  }

  get facts(): readonly AnyFact[] {
    return this.log.facts.slice(0, this.length);
  }

  get course(): Course {
    return this.own().course;
  }

  /** What the loop decides now, and its history with what it says of that. */
  look(now: Instant): { outcome: Outcome; after: History } {
    if (this.looked?.at !== now) {
      const log = this.own();
      const outcome = decide(log, now, this.world);
      this.counts.decisions += 1;
      for (const { kind, happenedAt, data } of outcome.say) append(log, kind, happenedAt, data, now);
      const after = outcome.say.length === 0 ? this : this.further(log);
      this.looked = { at: now, outcome, after };
    }
    return this.looked;
  }

  told<K extends keyof FactData>(kind: K, happenedAt: Instant, data: FactData[K], now: Instant): History {
    const what = `${kind} ${happenedAt} ${now} ${JSON.stringify(data)}`;
    let next = this.nexts.get(what);
    if (!next) {
      const log = this.own();
      append(log, kind, happenedAt, data, now);
      this.nexts.set(what, (next = this.further(log)));
    }
    return next;
  }

  private further = (log: GrowingLog): History => new History(log, log.facts.length, this.world, this.counts);

  /** The log as of here: where it has grown on for another loop, a copy. */
  private own(): GrowingLog {
    if (this.log.facts.length > this.length) this.log = new GrowingLog(this.facts);
    return this.log;
  }
}

/** Its id sorts behind every UUID, in the order of the telling. */
function append<K extends keyof FactData>(
  log: GrowingLog,
  kind: K,
  happenedAt: Instant,
  data: FactData[K],
  recordedAt: Instant,
): void {
  const id = `~${String(log.facts.length).padStart(6, '0')}`;
  log.append({ id, kind, happenedAt, recordedAt, data } as AnyFact);
}
