import type { Audience, PersonId, Roster } from './people.js';
import type { Instant } from './time.js';
import type { ObligationKind, Phase, StallReason } from './words.js';

/**
 * A fact is one row of an enrolment's log: what happened, when, and when we were told. Data holds opaque ids and
 * codes only; what a person wrote lives beside the log.
 */
export interface Fact<K extends FactKind = FactKind> {
  id: string;
  kind: K;
  happenedAt: Instant;
  recordedAt: Instant;
  data: FactData[K];
}

/** A fact of any kind whose data follows its kind. */
export type AnyFact = { [K in FactKind]: Fact<K> }[FactKind];

export const VISIT_CHANNELS = ['faceToFace', 'remote', 'phone', 'event'] as const;
export type VisitChannel = (typeof VISIT_CHANNELS)[number];

export interface AgreedAction {
  actionId: string;
  /** Null: the cadence's default for actions counts. */
  dueAt: Instant | null;
}

export interface FeedbackContent {
  /** When it was given; one report can carry an observation of Tuesday and its feedback of Thursday. */
  givenAt: Instant;
  /** Overall rubric level, 1 is the lowest; null where no anchor had an occasion. */
  level: number | null;
  actions: AgreedAction[];
  /** The two have talked already, so the rep may read it at once. */
  talked?: boolean;
}

export const DISPUTE_REASONS = ['seenDifferently', 'didNotHappen', 'notActionable'] as const;
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

export const REGROUP_OUTCOMES = ['upheld', 'changed', 'withdrawn'] as const;
export type RegroupOutcome = (typeof REGROUP_OUTCOMES)[number];

/** What can be said to an obligation that neither meets it nor keeps it back. */
export const ANSWERS = ['askForHelp', 'freeHour', 'leaveIt', 'talkAbout', 'takeIt'] as const;
export type Answer = (typeof ANSWERS)[number];

export const TRIAL_OUTCOMES = ['helped', 'didNotHelp'] as const;
/** How it went, in the rep's own word. */
export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number];

/** Why a roster was written anew: what changed, never why somebody is away. */
export const ROSTER_CAUSES = [
  'launch',
  'manager',
  'line',
  'delegate',
  'coach',
  'owner',
  'absence',
  'holidays',
  'zone',
  'hours',
  'blackout',
  'calendar',
  'visitDays',
] as const;
export type RosterCause = (typeof ROSTER_CAUSES)[number];

/** Why a due date moved. */
export type MoveCause = RosterCause | 'pause' | 'correction' | 'cadence';

/** What people did. Each kind is one intent that the API takes. */
export interface HumanFactData {
  trained: {
    contentVersion: string;
    /** The later of training and launch starts the clock. */
    launchedAt: Instant;
    /** Working days by which the first due date is spread over the manager's visit days. */
    spreadDays: number;
    /** False: the manager's visit days cannot hold this loop. */
    fits: boolean;
  };
  /** `fits` where the loop had no room on the manager's visit days until now. */
  rosterChanged: { cause: RosterCause; roster: Roster; fits?: true };
  /**
   * The loop goes by another version of the cadence from now on, or from its next cycle on (`versionBegun` says when
   * that came). Where `from` is `to`, what was planned for the next cycle is taken back.
   */
  cadenceMoved: { moveId: string; from: string; to: string; begins?: 'nextCycle' };
  /** Who comes along; absent in older logs, where the manager does. */
  visitPlanned: { visitId: string; at: Instant; observers?: PersonId[] };
  visitMoved: { visitId: string; at: Instant; observers?: PersonId[] };
  visitCancelled: { visitId: string };
  visitHeld: { visitId: string };
  observed: {
    observationId: string;
    visitId: string | null;
    observer: PersonId;
    channel: VisitChannel;
    /** Opaque id of the customer or institution; null where none was named. */
    customer: string | null;
    prompted: boolean;
    /** Feedback written in the same report. */
    feedback: FeedbackContent | null;
  };
  feedbackGiven: { observationId: string } & FeedbackContent;
  /** The two have talked about it: the rep may read the feedback. */
  talked: { observationId: string };
  acknowledged: { observationId: string };
  disputed: { observationId: string; reason: DisputeReason };
  regrouped: { observationId: string; outcome: RegroupOutcome; level: number | null };
  /** Somebody else than manager and rep vouches for an observation: a co-observer or a call record. */
  confirmed: { observationId: string; by: 'coObserver' | 'callRecord' };
  actionAgreed: { observationId: string; actionId: string; dueAt: Instant | null };
  actionDone: { actionId: string; outcome?: TrialOutcome };
  actionVerified: { actionId: string; outcome: 'working' | 'notYet' };
  ready: Record<string, never>;
  selfAssessed: { level: number };
  /** `owedBy` where it speaks of what the rep owes; else of what the manager does. `forTalk`: then the two talk. */
  snoozed: { until: Instant; owedBy?: 'rep'; forTalk?: true };
  /** `person` gives the answer; of `takeIt` it is who takes the loop. Null: a machine said so for nobody. */
  answered: { obligation: string; answer: Answer; person: PersonId | null };
  noOpportunity: { until: Instant };
  notPossible: { until: Instant };
  notMyRep: { until: Instant };
  excused: { until: Instant | null };
  paused: Record<string, never>;
  resumed: Record<string, never>;
  /** `because` where nobody said so: the rep's last day is over. */
  withdrawn: { because?: 'repLeft' };
  reopened: Record<string, never>;
  /** Takes an earlier human fact back, or gives it other data. */
  corrected: { factId: string; data: Record<string, unknown> | null };
}

/** What the channels report of a message. They need no reaction unless the loop waits for one. */
export interface DeliveryFactData {
  handedOver: { obligation: string; rung: number; person: PersonId; channel: 'email' | 'slack' };
  /** No channel reaches this person: the ladder may climb at once. */
  unreachable: { obligation: string; rung: number; person: PersonId };
  /** The person's message of the day had no room for it, so it waits for a later one. Counted is not told. */
  putOff: { obligation: string; rung: number; person: PersonId };
  /** The person chose not to be told of such things: nothing was sent, and the ladder goes on as if they had been. */
  unwanted: { obligation: string; rung: number; person: PersonId };
}

/** What the loop itself has said. Said once, it stays said. */
export interface EngineFactData {
  phaseEntered: { phase: Phase; cycle: number };
  /** The next cycle has begun, and with it another version of the cadence, as a move had planned it. */
  versionBegun: { moveId: string; from: string; to: string };
  obligationOpened: {
    obligation: string;
    kind: ObligationKind;
    cycle: number;
    owner: Audience;
    dueAt: Instant | null;
  };
  obligationMoved: {
    obligation: string;
    from: Instant | null;
    dueAt: Instant | null;
    /** Left out where nothing that moves due dates was told since. */
    why?: MoveCause;
  };
  obligationMet: { obligation: string; late: boolean };
  obligationMissed: { obligation: string };
  obligationClosed: { obligation: string; how: 'noAnswer' | 'dropped' };
  rungReached: {
    obligation: string;
    rung: number;
    audience: Audience;
    unreachable: boolean;
    /** Who sits there had heard of it in another part that they play, so nothing was sent. */
    knew?: true;
  };
  stalled: { obligation: string; reason: StallReason; clearer: Audience };
  recovered: { obligation: string };
  adopted: { cycle: number; evidence: string[] };
  sustained: { cycle: number };
  lapsed: { observationId: string | null };
  ended: { how: 'completed' | 'withdrawn' };
}

export type FactData = HumanFactData & DeliveryFactData & EngineFactData;
export type HumanFactKind = keyof HumanFactData;
export type EngineFactKind = keyof EngineFactData;
export type FactKind = keyof FactData;

/** An engine fact before the store gives it an id and the instant of its recording. */
export type EngineFact = {
  [K in EngineFactKind]: { kind: K; happenedAt: Instant; data: EngineFactData[K] };
}[EngineFactKind];

const ENGINE_KINDS: ReadonlySet<string> = new Set<EngineFactKind>([
  'phaseEntered',
  'versionBegun',
  'obligationOpened',
  'obligationMoved',
  'obligationMet',
  'obligationMissed',
  'obligationClosed',
  'rungReached',
  'stalled',
  'recovered',
  'adopted',
  'sustained',
  'lapsed',
  'ended',
]);

const DELIVERY_KINDS: ReadonlySet<string> = new Set<keyof DeliveryFactData>([
  'handedOver',
  'unreachable',
  'putOff',
  'unwanted',
]);

export const isHumanKind = (kind: FactKind): kind is HumanFactKind =>
  !ENGINE_KINDS.has(kind) && !DELIVERY_KINDS.has(kind);

export const isEngineKind = (kind: FactKind): kind is EngineFactKind => ENGINE_KINDS.has(kind);
