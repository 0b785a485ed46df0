import type { Locale } from '../../channels/wording/locale.js';
import type { ReaderDates } from '../../channels/dates.js';
import type { ObligationKind } from '../../domain/words.js';
import type { Rubric } from '../../domain/rubric.js';
import type { Instant } from '../../domain/time.js';
import type { EnrolmentDetail } from '../enrolments/enrolments.dto.js';
import type { Taker } from '../../store/people/stand-ins.js';
import type { Visit } from '../visits/visits.dto.js';

/** What a button is about. */
export interface ItemRef {
  /** Null: it speaks of figures. */
  enrolment: string | null;
  /** An obligation's key, a notice of one, a visit at its time, or an alert. */
  subject: string;
}

/** One enrolment, and what of it is spoken of. */
export interface LoopRef extends ItemRef {
  enrolment: string;
}

/** A loop of which something seen can be written down. */
export interface Reportable {
  loop: Pick<EnrolmentDetail, 'id' | 'capability' | 'rep'>;
  /** What the capability is called. */
  capability: string;
  rubric: Rubric;
  /** What was agreed before, and nobody has said yet whether it works. Empty where it is not for whoever presses. */
  toClose: readonly { id: string; text: string }[];
}

/** One item as the person who presses may see it. */
export interface ActItem extends Reportable {
  ref: LoopRef;
  loop: EnrolmentDetail;
  /** The key of the obligation; null: it speaks of a visit. */
  owed: string | null;
  kind: ObligationKind | null;
  /** The id that the key names after its kind: an observation, an action, a question. */
  named: string | null;
}

/** Everything that one button is about: the items of its card, all of one rep, and who presses it. */
export interface ActCard {
  personId: string;
  /** IANA; days and times are meant there. */
  zone: string;
  locale: Locale;
  dates: ReaderDates;
  now: Instant;
  /** Never empty. */
  items: ActItem[];
  /** Of what was seen on the visit, or anyhow: the rep's open loops. Empty where the act reports nothing. */
  reportable: Reportable[];
  /** So many capabilities are asked about at once. */
  mostCapabilities: number;
  /** The visit that is spoken of, or the next one. */
  visit: Visit | null;
  /** Of what puts off: how long the cadence lets it wait at most; null: nothing limits it, or it puts nothing off. */
  heldAtMost: Instant | null;
  /** Until when it waits already, because whoever owes it or somebody for them said so. */
  heldUntil: Instant | null;
  /** Days on which both are at work. */
  proposals: readonly Instant[];
  /** Who could take the loop. Empty where the act names nobody. */
  takers: readonly Taker[];
}
