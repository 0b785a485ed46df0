import type { Audience, FigureReader } from '../people.js';
import type { StallReason } from '../words.js';

/** Faults in the data: the one case in which program owner and sponsor see names. */
export const FAULTS = ['noManager', 'unreachable', 'overCapacity'] as const satisfies readonly StallReason[];
export type Fault = (typeof FAULTS)[number];

export const faultIn = (stall: StallReason | null): Fault | null =>
  FAULTS.find((fault) => fault === stall) ?? null;

export const hearsCounts = (audience: Audience | FigureReader): boolean =>
  audience === 'programOwner' || audience === 'sponsor';

interface Spoken {
  audience: Audience;
  stall: StallReason | null;
  repId: string;
  managerId: string | null;
  programId: string;
}

const COUNTS = 'counts/';

/** Whom an item is about. A program's counts are one thing however many loops they count. */
export function aboutOf({ audience, stall, repId, managerId, programId }: Spoken): string {
  const fault = faultIn(stall);
  if (hearsCounts(audience) && !fault) return `${COUNTS}${programId}`;
  return hearsCounts(audience) && fault === 'overCapacity' ? `manager/${managerId}` : `rep/${repId}`;
}

/** Figures are about nobody either, and each about something of its own. */
export const aboutFigures = (subject: string): string => `${COUNTS}${subject}`;

/** Counts name nobody and take nobody's place. */
export const isCount = (about: string): boolean => about.startsWith(COUNTS);
