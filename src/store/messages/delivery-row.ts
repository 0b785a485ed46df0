import type { Channel } from '../../domain/cadence.js';
import type { Instant } from '../../domain/time.js';

/** A message on its way to one person, or with them. */
export interface DeliveryRow {
  id: string;
  personId: string;
  channel: Channel;
  otherChannels: Channel[];
  state: 'sending' | 'retrying' | 'handedOver' | 'failed' | 'withdrawn';
  attempts: number;
  /** The answer to an earlier call got lost: the provider is asked before it is called again. */
  inDoubt: boolean;
  /** Its loops have heard of it: it came back, or was given up and is tried once more. They hear only what becomes of it now. */
  told: boolean;
  /** About how many more reps there was something to tell. */
  waiting: number;
  /** How often something on its card has changed. */
  marks: number;
  providerRef: Record<string, string> | null;
  createdAt: Instant;
}

export const DELIVERY_COLUMNS = `id, person_id AS "personId", channel, other_channels AS "otherChannels", state, attempts, in_doubt AS "inDoubt",
  (reports <> '{}' OR retried_at IS NOT NULL) AS told, waiting, marks, provider_ref AS "providerRef", (extract(epoch FROM created_at) * 1000)::float8 AS "createdAt"`;
