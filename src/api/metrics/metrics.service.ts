import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { DataSource } from 'typeorm';
import { readBacklog, type Backlog } from '../../store/running/backlog.js';
import { countFindings, lastRoundAt } from '../../store/running/findings.js';

const GAUGES: Readonly<Record<keyof Backlog, { name: string; help: string }>> = {
  faultedEnrolments: {
    name: 'followthrough_enrolments_faulted',
    help: 'Enrolments whose loop could not decide.',
  },
  unappliedEnrolments: {
    name: 'followthrough_enrolments_waiting',
    help: 'Enrolments with facts that their loop has not looked at.',
  },
  queuedNudges: { name: 'followthrough_nudges_queued', help: 'Nudges that wait for their slot.' },
  unreachableNudges: {
    name: 'followthrough_nudges_unreachable',
    help: 'Nudges that no channel could deliver.',
  },
  inDoubtDeliveries: {
    name: 'followthrough_deliveries_in_doubt',
    help: 'Messages that may have arrived before they were repeated.',
  },
};

@Injectable()
export class MetricsService implements OnModuleInit {
  private readonly registry = new Registry();

  private readonly durations = new Histogram({
    name: 'followthrough_http_request_duration_seconds',
    help: 'How long requests took, by route.',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [this.registry],
  });

  private readonly gauges = Object.entries(GAUGES).map(([key, { name, help }]) => ({
    key: key as keyof Backlog,
    gauge: new Gauge({ name, help, registers: [this.registry] }),
  }));

  private readonly findings = new Gauge({
    name: 'followthrough_findings',
    help: 'Promises found broken and not yet repaired, by code.',
    labelNames: ['code'],
    registers: [this.registry],
  });

  private readonly promisesChecked = new Gauge({
    name: 'followthrough_promises_checked_timestamp_seconds',
    help: 'When all promises were last looked after (Unix time); 0: not yet.',
    registers: [this.registry],
  });

  constructor(
    private readonly dataSource: DataSource,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    collectDefaultMetrics({ register: this.registry });
    this.host.httpAdapter.getInstance().addHook('onResponse', async (request, reply) => {
      const labels = {
        method: request.method,
        route: request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
      };
      this.durations.observe(labels, reply.elapsedTime / 1_000);
    });
  }

  /** All figures in the Prometheus text format; the backlog as it is at this moment. */
  async scrape(): Promise<string> {
    const backlog = await readBacklog(this.dataSource.manager);
    for (const { key, gauge } of this.gauges) gauge.set(backlog[key]);
    for (const [code, count] of Object.entries(await countFindings(this.dataSource.manager)))
      this.findings.set({ code }, count);
    this.promisesChecked.set(((await lastRoundAt(this.dataSource.manager)) ?? 0) / 1_000);
    return this.registry.metrics();
  }
}
