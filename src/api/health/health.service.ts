import { Inject, Injectable } from '@nestjs/common';
import { connect } from 'node:net';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import { SETTINGS } from '../common/parts.js';
import type { Readiness } from './health.dto.js';

const PATIENCE_MS = 2_000;

@Injectable()
export class HealthService {
  constructor(
    private readonly dataSource: DataSource,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  /** Without Temporal the API is still ready, since it takes facts without it; without Postgres it is not. */
  async readiness(): Promise<Readiness> {
    const [postgres, temporal] = await Promise.all([
      answers(within(PATIENCE_MS, this.dataSource.query('SELECT 1'))),
      answers(reach(this.settings.temporalAddress)),
    ]);
    const status = !postgres ? 'notReady' : temporal ? 'ready' : 'degraded';
    return { status, postgres: postgres ? 'up' : 'down', temporal: temporal ? 'up' : 'down' };
  }
}

const answers = (attempt: Promise<unknown>): Promise<boolean> =>
  attempt.then(
    () => true,
    () => false,
  );

function within<T>(ms: number, attempt: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    attempt.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Only whether something listens there: the API never speaks to Temporal. */
function reach(address: string): Promise<void> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port),
      timeout: PATIENCE_MS,
    });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error('no answer')));
    socket.once('error', reject);
  });
}
