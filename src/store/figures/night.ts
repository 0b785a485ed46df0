import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { evaluateAlerts } from './alerts.js';
import { queueDigests } from './digests.js';
import { releaseFigures, type Released } from './releases.js';

/**
 * What the closing of a week asks for of a program, all or nothing: its figures are published, rules look at them, and
 * who is told of the week is queued. Done twice it changes nothing.
 * @param lanes how many delivery lanes there are
 */
export async function publishWhatClosed(
  tx: EntityManager,
  programId: string,
  lanes: number,
  now: Instant,
): Promise<Released> {
  const released = await releaseFigures(tx, programId, now);
  await evaluateAlerts(tx, programId, lanes, now);
  await queueDigests(tx, programId, lanes, now);
  return released;
}
