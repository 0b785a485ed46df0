import type { Rubric } from '../../domain/rubric.js';

/** Why a cadence cannot be coached by: its level stands in no rubric of a capability. */
export const lacksLevel = (level: string, capability: string, { levels }: Rubric): string =>
  `The cadence asks for the level "${level}", which the rubric of ${capability} does not have; it has ${levels.map(({ code }) => code).join(', ')}.`;
