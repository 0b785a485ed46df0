import type { DisputeReason, TrialOutcome } from '../domain/facts.js';
import type { Held } from '../domain/loop/holds.js';
import type { Because } from '../domain/message/rank.js';
import type { Audience, FigureReader } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import type { ObligationKind, StallReason } from '../domain/words.js';
import type { StopReason, StopRules } from '../domain/waves.js';
import type { Words } from './wording/locale.js';

export interface Recipient {
  personId: string;
  name: string;
  email: string;
  /** BCP 47. */
  language: string;
  /** IANA. */
  zone: string;
  /** Mail to this address came back for good: it is not used. */
  bounced?: boolean;
}

/** A joint visit, and where: an institution or its CRM id, never a person. */
export interface VisitAt {
  at: Instant;
  institution: string | null;
}

/** Whom and what an item is about. */
interface About {
  /** Why it stands where it stands. */
  because: Because;
  enrolmentId: string;
  /** What it speaks of: an obligation's key, a notice of one, or a visit at its time. */
  subject: string;
  audience: Audience;
  /** What belongs to one rep is told together; two reps may share a name. */
  repId: string;
  rep: string;
  /** The rep's manager, for whoever stands above; null where the line is vacant. */
  manager: string | null;
  capability: string;
  program: string;
  why: { cadence: string; version: number };
  /** It is somebody else's by now: whose, if there is somebody. */
  passedOn: { to: string | null } | null;
  /** What was answered for a while, where that keeps this reader from being asked. */
  held?: Held | null;
  /** Set once there is nothing left to do: by whom (null: by itself), when, and how where it was not simply done. */
  done: { by: string | null; at: Instant; how?: 'freeHour' | 'leaveIt' | 'noAnswer' | 'dropped' } | null;
}

/** Something owed that would help, or the offer before it goes on. Escalations carry status and dates, never text. */
export interface ObligationItem extends About {
  kind: ObligationKind;
  dueAt: Instant | null;
  /** The next joint visit of these two, if one is planned. */
  visit: VisitAt | null;
  /** Where none is planned: days on which both are at work, soonest first. */
  proposals?: readonly Instant[];
  /** The manager asks whoever stands above for help with it. */
  asksForHelp: boolean;
  /** The rep would like to talk about it. */
  wantsTalk: boolean;
  /** Somebody above frees an hour for it; null: nobody said so. */
  hourFreed: { by: string | null } | null;
  /** How what was agreed went, in the rep's own word. */
  tried: TrialOutcome | null;
  /** Why the rep sees it differently; only for who leads or saw it. */
  disputed?: { reason: DisputeReason; note: string | null } | null;
  observedAt: Instant | null;
  /** What was agreed; only for those who agreed it. */
  action: string | null;
  /** What was written of the visit, for the rep who answers it. */
  seen: { evidence: string | null; suggestion: string | null };
  /** The rep asked to be seen. */
  ready: boolean;
  /** Observations still missing for adoption, where that is known. */
  toAdoption?: number;
  stall: StallReason | null;
  /** To whom it goes on, and when, if nothing happens: said before it does. */
  goesOn: { to: Audience; name: string | null; at: Instant } | null;
  /** Who has been told of it since, so that it goes on no more. */
  heardBy: { to: Audience; name: string | null } | null;
}

/** On the morning of a visit, for the manager: what was agreed last, what to watch for, how to open. */
export interface VisitMorningItem extends About {
  kind: 'visitMorning';
  visit: VisitAt;
  action: string | null;
  /** One behavioural anchor of the rubric. */
  anchor: string | null;
  /** One opening question of the rubric. */
  question: string | null;
}

/** After a visit, for the manager: written, moved, or it did not happen. */
export interface VisitAfterItem extends About {
  kind: 'visitAfterwards';
  visit: VisitAt;
}

/** A loop that is this manager's now. Said once. */
export interface HandoverItem extends About {
  kind: 'handOver';
  /** Whose it was; null where nobody's. */
  from: string | null;
  /** Only until the line has a manager again, or theirs is back. */
  meanwhile: boolean;
  dueAt: Instant | null;
  visit: VisitAt | null;
}

/** The monthly question to a rep, whatever was logged. */
export interface PulseItem extends About {
  kind: 'pulse';
  /** How far back it asks. */
  weeks: number;
}

/** One thing about one rep and one capability. */
export type MessageItem = ObligationItem | VisitMorningItem | VisitAfterItem | HandoverItem | PulseItem;
export type ItemKind = MessageItem['kind'];

/** So many of so many; the share from 0 to 1. */
export interface ShareOf {
  numerator: number;
  denominator: number;
  share: number;
}

/** A figure that was released for a period, a week by its Monday or a month; null: none could be shown. */
export interface FigureThen {
  period: string;
  figure: ShareOf | null;
}

/** A figure of a region that left what was hoped for, as it stands now. It is about many: no rep and no manager is in it. */
export interface AlertItem {
  alertId: string;
  /** Why its reader is told. */
  reader: FigureReader;
  program: string;
  programId: string;
  capability: string;
  capabilityCode: string;
  /** Empty: it is not known of the people there. */
  region: string;
  /** Of the people who are counted; null: any. */
  function: 'commercial' | 'medical' | null;
  kind: 'crossed' | 'noData';
  kpi: keyof Words['alert']['kpis'];
  direction: 'above' | 'below';
  /** A trend: held against so many periods before; null: it is none. */
  earlier: number | null;
  /** From 0 to 1, and by how much it must be passed the other way before the alert closes. */
  threshold: number;
  margin: number;
  /** For how many periods in a row. */
  periods: number;
  every: 'week' | 'month';
  state: 'open' | 'acknowledged' | 'snoozed' | 'over' | 'resolved' | 'ended';
  /** Who said so, by name, and when; null: nobody, or by itself. */
  by: string | null;
  at: Instant | null;
  /** Who asked them to take it, by name; null: nobody else. */
  askedBy: string | null;
  /** A day. */
  snoozedUntil: string | null;
  note: string | null;
  opened: FigureThen;
  newest: FigureThen;
  /** Of a trend: the periods before, taken together. */
  before: ShareOf | null;
  /** All other regions together. */
  elsewhere: ShareOf | null;
  withinNoise: boolean;
  /** Why coaching stalls there, the most frequent first. */
  reasons: readonly { reason: StallReason; count: number; clearer: Audience }[];
}

/** One sentence of a week about one region in one capability. */
export interface DigestPlace {
  region: string;
  capability: string;
  because: keyof Words['digest']['because'];
  figure: ShareOf;
  /** The other regions, or the same one before. */
  against: ShareOf;
  withinNoise: boolean;
  reason: { reason: StallReason; count: number } | null;
}

/** The week of a program in figures, or, for who coaches in it, in what became of their own line. */
export interface DigestItem {
  reader: FigureReader;
  program: string;
  programId: string;
  /** By its Monday. */
  week: string;
  figures: readonly { kpi: AlertItem['kpi']; now: ShareOf; before: ShareOf | null }[];
  intervene: readonly DigestPlace[];
  works: readonly DigestPlace[];
  /** How many adopted what they were taught within so many weeks, by the version of the content. */
  versions: readonly { capability: string; version: string; weeks: number; figure: ShareOf }[];
  /** Anchors that few meet when they are first rated. */
  seldomMet: readonly { capability: string; anchor: string; version: string; figure: ShareOf }[];
  alerts: { open: number; untaken: number };
  /** Null: it is about many. */
  own: {
    loops: number;
    observed: number;
    adopted: number;
    stalled: number;
    reason: StallReason | null;
  } | null;
}

/** A wave of a program's rollout, for whoever answers for the program. */
export interface WaveItem {
  program: string;
  /** Counted from 1. */
  wave: number;
  of: number;
  /** Those that it names; empty: all that no wave names. */
  regions: readonly string[];
  /** Which rules stopped it; empty: it has begun. */
  because: readonly StopReason[];
  stopWhen: StopRules;
  /** When the one after it begins, if nothing stops it. */
  nextAt: Instant | null;
}

/** One message to one person, with everything in it. */
export interface Message {
  /** The delivery's id: the key under which a provider can be asked whether it has the message already. */
  key: string;
  to: Recipient;
  /** Most useful first. The same order on `update`, so that what is done stays where it was. */
  items: MessageItem[];
  /** What it says of figures, before all that is about reps. */
  alerts?: readonly AlertItem[];
  /** What it says of a week, after all else. */
  digests?: readonly DigestItem[];
  /** What it says of a rollout, with what it says of figures. */
  waves?: readonly WaveItem[];
  /** Things about others that had no room and come with a later message. */
  waiting: number;
  /** Where the items can be worked on. */
  appUrl: string;
  /** It was asked for to see how it reads, and says so. */
  test?: true;
  /** When it is handed over; dates in it are relative to this only within a week. */
  at: Instant;
}

/** A joint visit for one calendar. It says when, where and with whom; never what will be looked at. */
export interface Invitation {
  /** Of this person and this state of the visit: the mail's key. */
  key: string;
  to: Recipient;
  visitId: string;
  /** Rises with every change of the visit. */
  sequence: number;
  news: 'planned' | 'changed' | 'cancelled';
  visit: VisitAt;
  /** Whom they go with. */
  company: readonly string[];
  appUrl: string;
  /** When it was planned or changed; dates in it are relative to this only within a week. */
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
  /** Brings a visit into a calendar. Absent where none is reached this way. */
  invite?(invitation: Invitation): Promise<HandOver>;
  /** Shows the message as it is now, in place. Absent where what was sent cannot be changed. */
  update?(message: Message, ref: ProviderRef): Promise<HandOver>;
}
