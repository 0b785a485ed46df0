import type { Because } from '../domain/message/rank.js';
import type { ItemKind } from '../domain/message/subject.js';
import type { Audience } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import type { StallReason } from '../domain/words.js';

export interface Recipient {
  personId: string;
  name: string;
  email: string;
  /** BCP 47. */
  language: string;
  /** IANA. */
  zone: string;
}

/** One thing that would help, about one rep and one capability. Escalations carry status and dates, never text. */
export interface MessageItem {
  enrolmentId: string;
  /** The obligation, the offer before it goes on, or the visit that it speaks of. */
  obligation: string;
  kind: ItemKind;
  /** Why it stands where it stands. */
  because: Because;
  audience: Audience;
  /** What belongs to one rep is told together; two reps may share a name. */
  repId: string;
  rep: string;
  /** The rep's manager, for whoever stands above; null where the line is vacant. */
  manager: string | null;
  capability: string;
  program: string;
  dueAt: Instant | null;
  /** The joint visit it speaks of, or the next of these two, if one is planned. */
  visit: { at: Instant; institution: string | null } | null;
  observedAt: Instant | null;
  /** What was agreed; only for those who agreed it. */
  action: string | null;
  /** On a visit's morning: the one behaviour to watch for. */
  anchor: string | null;
  /** The rep asked to be seen. */
  ready: boolean;
  stall: StallReason | null;
  /** To whom it goes on, and when, if nothing happens: said before it does. */
  goesOn: { to: Audience; name: string | null; at: Instant } | null;
  why: { cadence: string; version: number };
  /** It is somebody else's by now: whose, if there is somebody. */
  passedOn: { to: string | null } | null;
  /** Set once there is nothing left to do: by whom (null: by itself) and when. */
  done: { by: string | null; at: Instant } | null;
}

/** One message to one person, with everything in it. */
export interface Message {
  /** The delivery's id: the key under which a provider can be asked whether it has the message already. */
  key: string;
  to: Recipient;
  /** Most useful first. The same order on `update`, so that what is done stays where it was. */
  items: MessageItem[];
  /** About how many more reps there is something to tell: they wait for a later message. */
  waiting: number;
  /** Where the items can be worked on. */
  appUrl: string;
  /** When it is handed over; dates in it are relative to this only within a week. */
  at: Instant;
}

export type ProviderRef = Record<string, string>;

export type HandOver =
  | { ok: true; ref: ProviderRef }
  | {
      ok: false;
      /** `unreachable`: this person cannot be had here, trying again is useless; `later`: try again. */
      failure: 'unreachable' | 'later';
      /** A short code for tables and figures; never the provider's words. */
      code: string;
      /** The provider asked for this pause (ms). */
      retryAfter?: number;
      /** The answer got lost: the message may have arrived all the same, so `find` comes before another try. */
      inDoubt?: boolean;
    };

/** The provider did not answer a question, so nothing is known: ask again before sending again. */
export class CannotAsk extends Error {
  override readonly name = 'CannotAsk';

  constructor(
    readonly code: string,
    readonly retryAfter?: number,
  ) {
    super(
      `The provider could not be asked whether it has the message (${code}). Ask again before sending again.`,
    );
  }
}

/** Where a provider's own words go. */
export interface ChannelLog {
  warn(fields: Record<string, unknown>, text: string): void;
}

/** A way to a person. Providers' own words go to the log, never into results. */
export interface MessageChannel {
  send(message: Message): Promise<HandOver>;
  /**
   * After a crash: the reference of a message that did arrive, or null. Looks from a day before `message.at` on.
   * Absent where the provider cannot be asked. Throws `CannotAsk` when it does not answer.
   */
  find?(message: Message): Promise<ProviderRef | null>;
  /** Shows the message as it is now, in place. Absent where what was sent cannot be changed. */
  update?(message: Message, ref: ProviderRef): Promise<HandOver>;
}
