import type { WorkflowClient } from '@temporalio/client';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { DataSource } from 'typeorm';
import { SECOND, type Instant } from '../src/domain/time.js';
import {
  claimBells,
  claimMissedWakes,
  LANE_GATHERS,
  raiseLanes,
  type Ringable,
} from '../src/store/running/bells.js';
import { readJobKind } from '../src/store/running/jobs.js';
import { inTransaction } from '../src/store/transaction.js';
import type { Log } from '../src/activities/looking.js';

export interface RelayOptions {
  dataSource: DataSource;
  databaseUrl: string;
  workflows: WorkflowClient;
  taskQueue: string;
  /** The domain's clock. */
  now: () => Instant;
  perSecond: number;
  log: Log;
}

/** Looked for without a hint, since a hint can be lost with its connection. */
const SWEEP = SECOND / 2;
/** At the least between two rounds: what many transactions hint at in one moment is rung in one. */
const GATHER = 100;
/** Between two searches for wakes that passed unnoticed. */
const MISSED_SWEEP = 30 * SECOND;
const AT_ONCE = 20;

/**
 * Rings what wants ringing: every enrolment, lane and job whose bell was raised and not answered. It keeps nothing:
 * what it has claimed and could not ring is rung again after a pause, by this relay or another.
 */
export class Relay {
  private stopped = false;
  private announceStop: () => void = () => undefined;
  private readonly stopping = new Promise<void>((resolve) => (this.announceStop = resolve));
  private hinted = false;
  private wake: () => void = () => undefined;
  private lastMissedSweep = 0;
  private troubled = false;
  /** When the last sweep went through; null before the first. */
  sweptAt: number | null = null;
  rings = 0;

  constructor(private readonly options: RelayOptions) {}

  stop(): void {
    this.stopped = true;
    this.announceStop();
    this.wake();
  }

  async run(): Promise<void> {
    const listening = this.listen();
    while (!this.stopped) {
      const { hinted } = this;
      this.hinted = false;
      let busy = false;
      try {
        busy = await this.sweep();
        if (this.troubled) this.options.log.info({}, 'the relay rings again');
        this.troubled = false;
        this.sweptAt = Date.now();
      } catch (error) {
        if (!this.troubled) this.options.log.warn({ err: error }, 'the relay cannot ring; it goes on trying');
        this.troubled = true;
      }
      if (busy || this.stopped) continue;
      await pause(GATHER);
      // What was hinted at may be of a lane that still gathers.
      if (!this.hinted) await this.rest(hinted ? LANE_GATHERS : SWEEP);
    }
    await listening;
  }

  /** One round over everything that has a bell; true if there may be more at once. */
  private async sweep(): Promise<boolean> {
    const { dataSource, now, perSecond } = this.options;
    const batch = Math.max(1, Math.min(200, perSecond));
    const began = performance.now();
    const searching = began - this.lastMissedSweep > MISSED_SWEEP;
    if (searching) this.lastMissedSweep = began;
    await inTransaction(dataSource, (tx) => raiseLanes(tx, now()));
    let most = 0;
    for (const table of ['lane', 'job', 'enrolment'] as const) {
      const ids = await inTransaction(dataSource, (tx) => claimBells(tx, table, now(), batch));
      await this.ring(table, ids);
      most = Math.max(most, ids.length);
      if (searching)
        await this.ring(
          table,
          await inTransaction(dataSource, (tx) => claimMissedWakes(tx, table, now(), batch)),
        );
    }
    // The rate is kept by resting for what this round would have taken at it.
    const owed = (most / perSecond) * SECOND - (performance.now() - began);
    if (owed > 0 && !this.stopped) await pause(owed);
    return most === batch;
  }

  private async ring(table: Ringable, ids: readonly string[]): Promise<void> {
    const queue = ids.values();
    let failure: unknown = null;
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, ids.length) }, async () => {
        for (const id of queue) await this.ringOne(table, id).catch((error: unknown) => (failure = error));
      }),
    );
    if (failure !== null) throw failure;
  }

  private async ringOne(table: Ringable, id: string): Promise<void> {
    const { workflows, taskQueue, dataSource } = this.options;
    const [type, workflowId, argument] = await this.workflowOf(table, id, dataSource);
    await workflows.signalWithStart(type, {
      workflowId,
      taskQueue,
      args: [argument],
      signal: 'bell',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    });
    this.rings += 1;
  }

  private async workflowOf(
    table: Ringable,
    id: string,
    dataSource: DataSource,
  ): Promise<[string, string, string | number]> {
    switch (table) {
      case 'enrolment':
        return ['coachingLoop', `coaching/${id}`, id];
      case 'lane':
        return ['deliveryLane', `delivery/${id}`, Number(id)];
      case 'job':
        return [await readJobKind(dataSource.manager, id), `job/${id}`, id];
    }
  }

  private async rest(atMost: number): Promise<void> {
    const cancel = new AbortController();
    const hint = new Promise<void>((resolve) => (this.wake = resolve));
    if (!this.stopped && !this.hinted)
      await Promise.race([hint, pause(atMost, undefined, { signal: cancel.signal }).catch(() => undefined)]);
    cancel.abort();
  }

  /** Hears the hints that transactions give; without them the sweep alone finds what was raised. */
  private async listen(): Promise<void> {
    while (!this.stopped) {
      const client = new pg.Client({
        connectionString: this.options.databaseUrl,
        application_name: 'followthrough relay',
      });
      try {
        await client.connect();
        const gone = new Promise<void>((resolve) =>
          client.once('error', () => resolve()).once('end', () => resolve()),
        );
        client.on('notification', () => {
          this.hinted = true;
          this.wake();
        });
        await client.query('LISTEN bell');
        await Promise.race([gone, this.stopping]);
      } catch {
        await Promise.race([pause(SECOND), this.stopping]);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }
}
