import type { Instant } from '../time.js';
import type { MessageKind } from '../words.js';

/** What an item of a message speaks of: something owed, a word that nobody owes, or a joint visit of the day. */
export type ItemKind = MessageKind | 'visitMorning' | 'visitAfterwards';

/**
 * A nudge is named by what it speaks of, and is never repeated under that name: an obligation's key itself, the offer
 * before an obligation goes on to somebody else, or a visit at its time.
 */
const NOTICE = 'notice/';
const VISIT = 'visit/';

/** The offer of help before a rung of this obligation speaks to somebody above the manager. */
export const noticeOf = (obligation: string): string => `${NOTICE}${obligation}`;

/** A visit that is moved is another one: its new morning is told as well. */
export const visitKey = (visitId: string, at: Instant): string => `${VISIT}${visitId}/${at}`;

/** Its rungs. */
export const MORNING = 0;
export const AFTERWARDS = 1;

export const isNotice = (subject: string): boolean => subject.startsWith(NOTICE);
export const isVisit = (subject: string): boolean => subject.startsWith(VISIT);

/** The key of the obligation that a nudge speaks of; null: it speaks of a visit. */
export const owedIn = (subject: string): string | null =>
  isVisit(subject) ? null : isNotice(subject) ? subject.slice(NOTICE.length) : subject;

export function kindOf(subject: string, rung: number): ItemKind {
  const owed = owedIn(subject);
  if (owed === null) return rung === MORNING ? 'visitMorning' : 'visitAfterwards';
  return owed.split('/')[0] as MessageKind;
}
