import type { Audience, FigureReader } from '../people.js';
import type { StallReason } from '../words.js';
import { isWhose } from './subject.js';

const STALLING = ['noManager', 'unreachable', 'overCapacity'] as const satisfies readonly StallReason[];

/** Faults in the data: the one case in which program owner and sponsor see names. Not all of them stall. */
export type Fault = (typeof STALLING)[number] | 'notMyRep';

/** The fault that is spoken of; null: none is. */
export const faultIn = (subject: string, stall: StallReason | null): Fault | null =>
  isWhose(subject) ? 'notMyRep' : (STALLING.find((fault) => fault === stall) ?? null);

export const hearsCounts = (audience: Audience | FigureReader): boolean =>
  audience === 'programOwner' || audience === 'sponsor';

interface Spoken {
  subject: string;
  audience: Audience;
  stall: StallReason | null;
  repId: string;
  managerId: string | null;
  programId: string;
}

const COUNTS = 'counts/';

/** Whom an item is about. A program's counts are one thing however many loops they count. */
export function aboutOf({ subject, audience, stall, repId, managerId, programId }: Spoken): string {
  const fault = faultIn(subject, stall);
  if (hearsCounts(audience) && !fault) return `${COUNTS}${programId}`;
  return hearsCounts(audience) && fault === 'overCapacity' ? `manager/${managerId}` : `rep/${repId}`;
}

/** Figures are about nobody either, and each about something of its own. */
export const aboutFigures = (subject: string): string => `${COUNTS}${subject}`;

/** Counts name nobody and take nobody's place. */
export const isCount = (about: string): boolean => about.startsWith(COUNTS);
