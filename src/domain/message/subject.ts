import type { Instant } from '../time.js';
import type { MessageKind } from '../words.js';

/** What an item of a message speaks of: something owed, a word that nobody owes, or a joint visit of the day. */
export type ItemKind = MessageKind | 'visitMorning' | 'visitAfterwards';

/** What a message tells of figures. */
export const FIGURE_KINDS = ['alert', 'digest'] as const;

/** What is about many and about no loop: figures, and the waves of a rollout. */
const MANY_KINDS = [...FIGURE_KINDS, 'wave'] as const;
export type ManyKind = (typeof MANY_KINDS)[number];

/**
 * A nudge is named by what it speaks of, and is never repeated under that name: an obligation's key itself, the offer
 * before an obligation goes on to somebody else, the wish to talk about one, the doubt whose rep one is about, a hand-over,
 * or a visit at its time.
 */
const NOTICE = 'notice/';
const TALK = 'talk/';
const WHOSE = 'whose/';
const HAND_OVER = 'handOver/';
const SELF_ASSESSMENT = 'selfAssessment/';
const VISIT = 'visit/';

/** The offer of help before a rung of this obligation speaks to somebody above the manager. */
export const noticeOf = (obligation: string): string => `${NOTICE}${obligation}`;

/** The rep would like to talk about this obligation. */
export const talkOf = (obligation: string): string => `${TALK}${obligation}`;

/** Whoever was asked for this obligation says by a fact that the rep is not theirs: each time news to each program owner. */
export const whoseOf = (obligation: string, doubt: string, owner: string): string =>
  `${WHOSE}${doubt}/${owner}/${obligation}`;

/** A loop is somebody's now: by the fact that made them its manager, or the cover that they took. */
export const handOverOf = (what: string): string => `${HAND_OVER}${what}`;
export const isMeanwhile = (subject: string): boolean => subject.startsWith(`${HAND_OVER}cover/`);

/** Where a rep sees themselves: nobody is asked for it, and it may be said at any time. */
export const isSelfAssessment = (subject: string): boolean => subject.startsWith(SELF_ASSESSMENT);

/** A visit that is moved is another one: its new morning is told as well. */
export const visitKey = (visitId: string, at: Instant): string => `${VISIT}${visitId}/${at}`;

/** Its rungs. */
export const MORNING = 0;
export const AFTERWARDS = 1;

/** An alert about figures. Its rungs: that it opened, that it closed, and each time that it has rested long enough or somebody is asked to take it. */
export const alertKey = (alertId: string): string => `alert/${alertId}`;
export const OPENED = 0;
export const CLOSED = 1;

/** The weeks of a program in figures begin so. */
export const digestsOf = (programId: string): string => `digest/${programId}/`;
export const digestKey = (programId: string, week: string): string => `${digestsOf(programId)}${week}`;

/** A wave of a program's rollout, counted from 0. Its rungs: that it opened, and that a rule stopped it before. */
export const waveKey = (programId: string, wave: number): string => `wave/${programId}/${wave}`;
export const STOPPED = 1;

/** The id of the alert that is spoken of; null: something else is. */
export const alertIn = (subject: string): string | null =>
  manyKindIn(subject) === 'alert' ? subject.split('/')[1]! : null;

/** Null: it speaks of a loop. */
export const manyKindIn = (subject: string): ManyKind | null =>
  MANY_KINDS.find((kind) => subject.startsWith(`${kind}/`)) ?? null;

export const isNotice = (subject: string): boolean => subject.startsWith(NOTICE);
export const isTalk = (subject: string): boolean => subject.startsWith(TALK);
export const isWhose = (subject: string): boolean => subject.startsWith(WHOSE);
export const isVisit = (subject: string): boolean => subject.startsWith(VISIT);

/** The key of the obligation that a nudge speaks of; null: it speaks of a visit. */
export function owedIn(subject: string): string | null {
  if (isVisit(subject)) return null;
  if (isWhose(subject)) return subject.split('/').slice(3).join('/');
  const before = [NOTICE, TALK].find((prefix) => subject.startsWith(prefix)) ?? '';
  return subject.slice(before.length);
}

export function kindOf(subject: string, rung: number): ItemKind {
  const owed = owedIn(subject);
  if (owed === null) return rung === MORNING ? 'visitMorning' : 'visitAfterwards';
  return owed.split('/')[0] as MessageKind;
}

export const dueKindOf = (subject: string, rung: number): ItemKind | ManyKind =>
  manyKindIn(subject) ?? kindOf(subject, rung);
