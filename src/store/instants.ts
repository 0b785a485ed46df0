import { toIso, type Instant } from '../domain/time.js';

/** SQL: an instant as milliseconds since 1970, as the domain counts. */
export const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;

/** The day of an instant, in UTC: by which people have come or left. */
export const dayOf = (at: Instant): string => toIso(at).slice(0, 10);
