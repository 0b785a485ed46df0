import type { AdoptionRule } from './cadence.js';
import type { PersonId } from './people.js';
import type { Instant } from './time.js';

/** What the adoption rule looks at in one observation. */
export interface Evidence {
  id: string;
  at: Instant;
  /** Local day of the observer, so that "on different days" means what a person would say. */
  day: string;
  channel: string;
  customer: string | null;
  observer: PersonId;
  prompted: boolean;
  level: number | null;
  confirmed: boolean;
}

export interface Verdict {
  /** Everything the rule asks for is there. */
  holds: boolean;
  /** Everything but the confirmation by somebody else than the manager. */
  lacksOnlyConfirmation: boolean;
  /** The observations that count, oldest first. */
  evidence: string[];
}

const distinct = <T>(values: readonly T[]): number => new Set(values).size;

/**
 * Judges a capability by the adoption rule: enough observations at the level or better, varied enough that a
 * behaviour performed for one visit is not mistaken for adoption, and the latest one still at the level.
 * @param observations oldest first, only those not in dispute
 * @param level the lowest rubric level that counts, as its number
 * @param farEnough whether an observation keeps the cadence's distance from the one counted before it
 */
export function judge(
  rule: AdoptionRule,
  level: number,
  observations: readonly Evidence[],
  farEnough: (before: Instant, at: Instant) => boolean,
): Verdict {
  const reached = (one: Evidence): boolean => one.level !== null && one.level >= level;
  const counted: Evidence[] = [];
  for (const one of observations) {
    const before = counted.at(-1);
    if (reached(one) && (!before || farEnough(before.at, one.at))) counted.push(one);
  }
  const latest = observations.filter((one) => one.level !== null).at(-1);
  const customers = counted.flatMap((one) => (one.customer === null ? [] : [one.customer]));
  const varied =
    latest !== undefined &&
    reached(latest) &&
    counted.length >= rule.observations &&
    distinct(counted.map((one) => one.channel)) >= rule.channels &&
    distinct(customers) >= rule.customers &&
    distinct(counted.map((one) => one.day)) >= rule.days &&
    distinct(counted.map((one) => one.observer)) >= rule.observers &&
    counted.filter((one) => !one.prompted).length >= rule.unprompted;
  const confirmed = counted.filter((one) => one.confirmed).length >= rule.confirmed;
  return {
    holds: varied && confirmed,
    lacksOnlyConfirmation: varied && !confirmed,
    evidence: counted.map((one) => one.id),
  };
}
