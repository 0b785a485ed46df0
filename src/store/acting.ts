import { AsyncLocalStorage } from 'node:async_hooks';
import type { Instant } from '../domain/time.js';

/** How a person comes in themselves: signed in, by a button in Slack, by a link in a mail. */
export const OWN_WAYS = ['session', 'slack', 'link'] as const;

/** What let somebody in: the key of a machine, or a way of their own. */
export interface LetIn {
  kind: 'key' | (typeof OWN_WAYS)[number];
  /** Of the key, the session, the member in Slack or the message. */
  id: string;
}

export const isOwnWay = (kind: string): boolean => (OWN_WAYS as readonly string[]).includes(kind);

/** Who does what, and in which request: what the audit says of everything done meanwhile. */
export interface Acting {
  by: LetIn | { kind: 'nobody'; id: null };
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
