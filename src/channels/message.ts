import type { Audience } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import type { ObligationKind, StallReason } from '../domain/words.js';

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
  obligation: string;
  kind: ObligationKind;
  audience: Audience;
  rep: string;
  /** The rep's manager, for whoever stands above; null where the line is vacant. */
  manager: string | null;
  capability: string;
  program: string;
  dueAt: Instant | null;
  /** The next joint visit of these two, if one is planned. */
  visit: { at: Instant; institution: string | null } | null;
  observedAt: Instant | null;
  /** What was agreed; only for those who agreed it. */
  action: string | null;
  /** The rep asked to be seen. */
  ready: boolean;
  stall: StallReason | null;
  /** To whom it goes on, and when, if nothing happens: said before it does. */
  goesOn: { to: Audience; name: string | null; at: Instant } | null;
  why: { cadence: string; version: number };
  /** Set once there is nothing left to do: by whom (null: by itself) and when. */
  done: { by: string | null; at: Instant } | null;
}

/** One message to one person, with everything in it. */
export interface Message {
  /** The delivery's id: the key under which a provider can be asked whether it has the message already. */
  key: string;
  to: Recipient;
  items: MessageItem[];
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
    };

/** A way to a person. Providers' own words go to the log through `onTrouble`, never into results. */
export interface MessageChannel {
  send(message: Message): Promise<HandOver>;
  /** After a crash: the reference of a message that did arrive, or null. Absent where the provider cannot be asked. */
  find?(message: Message): Promise<ProviderRef | null>;
  /** Shows the message as it is now, in place. Absent where what was sent cannot be changed. */
  update?(message: Message, ref: ProviderRef): Promise<HandOver>;
}
