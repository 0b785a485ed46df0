import { Global, Inject, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ApiSettings } from '../../config/index.js';
import type { CalledRequest } from './caller.js';
import { SETTINGS } from './parts.js';
import { Problem } from './problem.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Wrong keys and failed sign-ins that an address may have in a minute. */
export const FAILURES_PER_MINUTE = 30;
/** Messages that a person may have sent to themselves as a test in an hour. */
export const TESTS_PER_HOUR = 20;

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;

/** Counts, in this process, what one caller asks and what one address gets wrong. All of an address is counted before. */
@Injectable()
export class Limits implements OnModuleInit {
  private calls!: Limiter;
  private failures!: Limiter;
  private tests!: Limiter;

  constructor(
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance() as unknown as FastifyInstance;
    this.calls = server.createRateLimit({
      max: this.settings.requestsPerMinute,
      timeWindow: MINUTE,
      keyGenerator: (request) => (request as CalledRequest).caller!.by.id,
    });
    this.failures = server.createRateLimit({ max: FAILURES_PER_MINUTE, timeWindow: MINUTE });
    this.tests = server.createRateLimit({
      max: TESTS_PER_HOUR,
      timeWindow: HOUR,
      keyGenerator: (request) => (request as CalledRequest).caller!.personId ?? 'nobody',
    });
  }

  /** Counts a request of a caller who is known by now. @throws Problem beyond the limit */
  async called(request: FastifyRequest): Promise<void> {
    refuseBeyond(await this.calls(request));
  }

  /** Counts a message that a person has sent to themselves. @throws Problem beyond the limit */
  async tested(request: FastifyRequest): Promise<void> {
    refuseBeyond(await this.tests(request));
  }

  /** Counts something that an address got wrong. @throws Problem beyond the limit, in place of what was wrong */
  async failed(request: FastifyRequest): Promise<void> {
    refuseBeyond(await this.failures(request));
  }

  /** @throws Problem where an address got so much wrong that it is not even heard */
  async requireFewFailures(request: FastifyRequest): Promise<void> {
    const counted = await this.failures(request, { increment: false });
    if (!counted.isAllowed && counted.remaining === 0) throw tooMany(counted.ttlInSeconds);
  }
}

function refuseBeyond(counted: Awaited<ReturnType<Limiter>>): void {
  if (!counted.isAllowed && counted.isExceeded) throw tooMany(counted.ttlInSeconds);
}

const tooMany = (seconds: number): Problem =>
  new Problem(429, 'Too many requests. Wait as long as Retry-After says.', {
    headers: { 'retry-after': String(seconds) },
    refused: { code: 'tooMany' },
  });

@Global()
@Module({ providers: [Limits], exports: [Limits] })
export class LimitsModule {}
