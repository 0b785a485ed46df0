import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { holdersOf } from '../../access/policy.js';
import type { Holder } from '../../access/words.js';
import type { ApiSettings } from '../../config/index.js';
import { partState, type Patience } from '../../domain/part-state.js';
import { HOUR, MINUTE, SECOND, toIso, type Instant } from '../../domain/time.js';
import { whoActs } from '../../store/acting.js';
import { noteDone } from '../../store/rights/audit.js';
import {
  listDeliveries,
  listJobs,
  retryDelivery,
  ringJob,
  type ListedDelivery,
  type ListedJob,
} from '../../store/messages/delivery-list.js';
import { lastRoundAt } from '../../store/running/findings.js';
import { readParts, type ChannelReading, type PartReadings } from '../../store/running/parts.js';
import { inTransaction } from '../../store/transaction.js';
import type { Actor, Allowed } from '../common/caller.js';
import { readPage, type Page } from '../common/page.js';
import { Clock, SETTINGS } from '../common/parts.js';
import { HealthService } from '../health/health.service.js';
import type {
  DeliveriesQuery,
  DeliveryAnswer,
  JobAnswer,
  JobsQuery,
  PartName,
  PartsAnswer,
} from './operations.dto.js';

const DELIVERIES = { name: 'deliveries by age', keys: 1, positionOf: ({ id }: DeliveryAnswer) => [id] };
const JOBS = { name: 'jobs by age', keys: 1, positionOf: ({ id }: JobAnswer) => [id] };

/** What a part says of itself, before it is judged. */
interface Said {
  count?: number;
  since?: Instant | null;
  lastAt?: Instant | null;
  checkedAt: Instant | null;
  /** Since when something is amiss, and how long that may last; left out: nothing can be. */
  amiss?: { since: Instant | null; patience: Patience };
  off?: boolean;
}

const AT_ONCE: Patience = { watch: 0, wrong: 0 };
/** What wakes by itself: the relay's pauses and a lane's tries lie well below. */
const SOON: Patience = { watch: 2 * MINUTE, wrong: 15 * MINUTE };
/** Figures are published every week. */
const WEEK_AND_A_NIGHT = 8 * 24 * HOUR;
const NEVER = Number.POSITIVE_INFINITY;

@Injectable()
export class OperationsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly health: HealthService,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  async parts(): Promise<PartsAnswer> {
    const now = this.clock.now();
    const seen = Date.now();
    const tx = this.dataSource.manager;
    const [read, { temporal }, roundAt] = await Promise.all([
      readParts(tx, now, seen),
      this.health.readiness(),
      lastRoundAt(tx),
    ]);
    const said = this.say(read, temporal === 'up', roundAt, now, seen);
    const items = Object.entries(said).map(([part, one]) => {
      const { count = null, since = null, lastAt = null, checkedAt, amiss, off = false } = one;
      const signs = { since: amiss?.since ?? null, patience: amiss?.patience ?? AT_ONCE, checkedAt };
      return {
        part: part as PartName,
        state: off ? ('off' as const) : partState(signs, part === 'workers' ? seen : now),
        count,
        since: iso(since),
        lastAt: iso(lastAt),
        checkedAt: iso(checkedAt),
      };
    });
    return { at: toIso(now), items };
  }

  private say(
    read: PartReadings,
    reachesTemporal: boolean,
    roundAt: Instant | null,
    now: Instant,
    seen: Instant,
  ): Record<PartName, Said> {
    const waiting = (count: number, since: Instant | null, patience: Patience): Said => ({
      count,
      since,
      checkedAt: now,
      amiss: { since, patience },
    });
    const figuresAt = read.figuresAt ?? read.launchedSince;
    return {
      api: { since: seen - Math.round(process.uptime() * SECOND), checkedAt: now },
      postgres: { since: read.postgresSince, checkedAt: now },
      temporal: {
        checkedAt: now,
        amiss: { since: reachesTemporal ? null : now, patience: AT_ONCE },
      },
      workers: {
        count: read.builds,
        lastAt: read.workerSeenAt,
        checkedAt: read.workerSeenAt,
        amiss: { since: read.builds > 0 ? null : (read.workerSeenAt ?? seen), patience: AT_ONCE },
      },
      relay: waiting(read.bells, read.bellsSince, SOON),
      lanes: waiting(read.due, read.dueSince, SOON),
      email: byChannel(read.email, this.settings.mail !== null),
      slack: byChannel(read.slack, this.settings.slack !== null),
      givenUp: waiting(read.givenUp, read.givenUpSince, { watch: 0, wrong: NEVER }),
      loops: waiting(read.faults, read.faultsSince, AT_ONCE),
      jobs: waiting(read.jobs, read.jobsSince, { watch: 10 * MINUTE, wrong: HOUR }),
      promises: {
        count: read.findings,
        since: read.findingsSince,
        lastAt: roundAt,
        checkedAt: roundAt,
        amiss:
          read.findings > 0
            ? { since: read.findingsSince, patience: { watch: 0, wrong: 15 * MINUTE } }
            : // Every five minutes somebody looks; who has not for three rounds does not any more.
              { since: roundAt, patience: { watch: 15 * MINUTE, wrong: HOUR } },
      },
      figures: {
        lastAt: read.figuresAt,
        checkedAt: now,
        amiss: { since: figuresAt, patience: { watch: WEEK_AND_A_NIGHT, wrong: 2 * WEEK_AND_A_NIGHT } },
      },
      audit: {
        lastAt: read.auditAt,
        checkedAt: now,
        amiss: { since: read.auditGuarded ? null : now, patience: AT_ONCE },
      },
    };
  }

  deliveries(
    { limit, cursor, ...filter }: DeliveriesQuery,
    { personId, scopes }: Actor,
    { holds }: Allowed,
  ): Promise<Page<DeliveryAnswer>> {
    const maySeeNames =
      (scopes === undefined || mayName(scopes)) && (personId === null || mayName([...holds]));
    return readPage(DELIVERIES, { limit, cursor }, async (after, most) =>
      (await listDeliveries(this.dataSource.manager, filter, after?.[0] ?? null, most)).map((row) =>
        deliveryOf(row, maySeeNames),
      ),
    );
  }

  retry(id: string): Promise<{ id: string }> {
    return this.noted('delivery', id, async (tx) => [await retryDelivery(tx, id, this.clock.now())]);
  }

  jobs({ done = false, ...query }: JobsQuery): Promise<Page<JobAnswer>> {
    return readPage(JOBS, query, async (after, limit) =>
      (await listJobs(this.dataSource.manager, done, after?.[0] ?? null, limit)).map(jobOf),
    );
  }

  ring(id: string): Promise<{ id: string }> {
    return this.noted('job', id, async (tx) => {
      await ringJob(tx, id);
      return [];
    });
  }

  /** Does it, and says so in the audit: these tables have no trigger for that. */
  private noted(
    type: string,
    id: string,
    work: (tx: EntityManager) => Promise<readonly string[]>,
  ): Promise<{ id: string }> {
    return inTransaction(this.dataSource, async (tx) => {
      const people = await work(tx);
      await noteDone(tx, whoActs()!, { type, id }, people, { retried: true });
      return { id };
    });
  }
}

/** A provider shows by taking a message that it works; one whose messages wait is tried again by itself. */
const byChannel = ({ waiting, since, lastAt }: ChannelReading, isSetUp: boolean): Said => ({
  count: waiting,
  since,
  lastAt,
  checkedAt: lastAt,
  amiss: { since, patience: { watch: 0, wrong: HOUR } },
  off: !isSetUp && waiting === 0 && lastAt === null,
});

/** Who may see who somebody is, whoever that is. */
const NAMERS = new Set<Holder>(
  holdersOf('person.read').filter((holder) => holder === 'operator' || holder === 'people'),
);
const mayName = (holds: readonly Holder[]): boolean => holds.some((holder) => NAMERS.has(holder));

const iso = (at: Instant | null): string | null => (at === null ? null : toIso(at));

const deliveryOf = (
  { personId, personName, createdAt, nextTryAt, handedOverAt, retriedAt, ...row }: ListedDelivery,
  maySeeNames: boolean,
): DeliveryAnswer => ({
  ...row,
  to: maySeeNames ? { id: personId, name: personName } : null,
  createdAt: createdAt.toISOString(),
  nextTryAt: nextTryAt?.toISOString() ?? null,
  handedOverAt: handedOverAt?.toISOString() ?? null,
  retriedAt: retriedAt?.toISOString() ?? null,
  mayRetry: row.state === 'failed' && !row.inDoubt,
});

const jobOf = ({ createdAt, finishedAt, ...job }: ListedJob): JobAnswer => ({
  ...job,
  createdAt: createdAt.toISOString(),
  finishedAt: finishedAt?.toISOString() ?? null,
});
