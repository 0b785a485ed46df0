import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant } from '../domain/time.js';

/** Who does what, and in which request: what the audit says of everything done meanwhile. */
export interface Acting {
  by: { kind: 'key' | 'session'; id: string } | { kind: 'nobody'; id: null };
  /** Who it is, or on whose behalf a machine speaks; null: nobody's. */
  personId: string | null;
  /** The permission that is used. */
  action: string;
  route: string;
  requestId: string;
  at: Instant;
}

const acting = new AsyncLocalStorage<Acting>();

/** Does the work in somebody's name: every transaction begun in it tells Postgres who acts. */
export const actingAs = <T>(who: Acting, work: () => T): T => acting.run(who, work);

/** Who acts; null outside of any request, as in the worker. */
export const whoActs = (): Acting | null => acting.getStore() ?? null;
