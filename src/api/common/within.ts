import { Global, Injectable, Module } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from './caller.js';
import { PREFIX } from './prefix.js';

const TOKEN = 'x-within';

export interface Asked {
  method: 'GET' | 'POST' | 'PUT';
  /** Behind the prefix, such as `/enrolments/…/ready`. */
  path: string;
  body?: unknown;
  /** Its Idempotency-Key. */
  key?: string | undefined;
}

export interface Answered<T> {
  status: number;
  body: T;
}

/**
 * Requests that this process makes of its own API for a person who pressed a button or followed a link. They pass the
 * same guards, are validated, audited and remembered as any other: there is no second way to do anything.
 */
@Injectable()
export class Within {
  private readonly coming = new Map<string, Actor>();

  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  async ask<T>(actor: Actor, address: string, { method, path, body, key }: Asked): Promise<Answered<T>> {
    const token = randomUUID();
    this.coming.set(token, actor);
    try {
      const reply = await this.server.inject({
        method,
        url: `/${PREFIX}${path}`,
        headers: { [TOKEN]: token, ...(key !== undefined && { 'idempotency-key': key }) },
        remoteAddress: address,
        ...(body !== undefined && { payload: body as object }),
      });
      return { status: reply.statusCode, body: (reply.body === '' ? null : reply.json()) as T };
    } finally {
      this.coming.delete(token);
    }
  }

  /** Whether this process made the request: it counts as the one that it was made for. */
  isComing({ headers }: FastifyRequest): boolean {
    const token = headers[TOKEN];
    return typeof token === 'string' && this.coming.has(token);
  }

  /** Who is behind a request that this process made; null for any other. A token lets in once. */
  takeActor({ headers }: FastifyRequest): Actor | null {
    const token = headers[TOKEN];
    if (typeof token !== 'string') return null;
    const actor = this.coming.get(token) ?? null;
    this.coming.delete(token);
    return actor;
  }

  private get server(): FastifyInstance {
    return this.host.httpAdapter.getInstance() as unknown as FastifyInstance;
  }
}

@Global()
@Module({ providers: [Within], exports: [Within] })
export class WithinModule {}
