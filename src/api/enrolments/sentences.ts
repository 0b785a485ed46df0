import type { Answer, AnyFact, Fact, FactKind, MoveCause, TrialOutcome } from '../../domain/facts.js';
import type { Kept } from '../../domain/loop/holds.js';
import { CLEARING } from '../../domain/loop/stall.js';
import { isNotice, kindOf, MORNING } from '../../domain/message/subject.js';
import type { Audience } from '../../domain/people.js';
import { toIso, type Instant } from '../../domain/time.js';
import type { MessageKind, Phase, StallReason } from '../../domain/words.js';

/** Names of people by id; whoever was erased has none. */
export type NameOf = (id: string | null) => string;

const minute = (at: Instant): string => `${toIso(at).slice(0, 16).replace('T', ' ')} UTC`;
const day = (at: Instant | null): string => (at === null ? 'a day nobody can say' : minute(at));
const due = (at: Instant | null): string => (at === null ? 'nobody can say when' : `due ${minute(at)}`);

export const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  observe: 'to be observed',
  feedback: 'feedback',
  develop: 'development',
  followUp: 'follow-up',
  evaluate: 'evaluation',
  sustain: 'sustaining',
  completed: 'completed',
  withdrawn: 'withdrawn',
  paused: 'paused',
  excused: 'excused',
};

const ABOUT_WORDS: Readonly<Record<MessageKind, string>> = {
  observe: 'an observation',
  feedback: 'feedback',
  action: 'a development action',
  followUp: 'a follow-up',
  acknowledge: 'the rep’s answer',
  regroup: 'a talk about the dispute',
  checkIn: 'a check-in',
  cover: 'somebody who takes the loop',
  handOver: 'the hand-over to a new manager',
  pulse: 'the monthly question',
};

const VISIT_WORDS = ['the visit of the day', 'a visit that took place'] as const;

/** What a message or an obligation is about. */
export function owed(subject: string, rung = MORNING): string {
  const kind = kindOf(subject, rung);
  if (kind === 'visitMorning') return VISIT_WORDS[0];
  if (kind === 'visitAfterwards') return VISIT_WORDS[1];
  return isNotice(subject) ? `help with ${ABOUT_WORDS[kind]}` : ABOUT_WORDS[kind];
}

export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  rep: 'the rep',
  manager: 'the manager',
  coCoach: 'a co-coach',
  secondLine: 'the second line',
  programOwner: 'the program owner',
  sponsor: 'the sponsor',
};

/** What changed, never why somebody is away. */
const CHANGE_WORDS: Readonly<Record<MoveCause, string>> = {
  launch: 'the loop opened',
  manager: 'the manager changed',
  line: 'the line above changed',
  delegate: 'the delegate changed',
  coach: 'the co-coaches changed',
  owner: 'the program owner or sponsor changed',
  absence: 'days away changed',
  holidays: 'the holiday calendar changed',
  zone: 'a place or time zone changed',
  hours: 'working hours or message times changed',
  blackout: 'the blackout changed',
  calendar: 'a calendar changed',
  pause: 'a pause began or ended',
  correction: 'something was put right',
};

/** Why a message is kept back. */
export const HOLD_WORDS: Readonly<Record<Kept['because'], string>> = {
  visitPlanned: 'a visit is planned',
  snoozed: 'it was snoozed',
  noOpportunity: 'there is no opportunity yet',
  notPossible: 'it is not possible before',
  notMyRep: 'the program owner looks whose rep this is',
  opening: 'the loop is too young to be told above the manager',
  talkFirst: 'the two should talk first',
  handOver: 'the message before is not in anybody’s hands yet',
  noRoom: 'the message of the day was full',
  helpFirst: 'the manager is offered help first',
  weekly: 'it comes with the message of the week',
  nobodyThere: 'nobody works on any day within a year',
  paused: 'the loop is paused',
  excused: 'the rep is excused',
};

export const STALL_WORDS: Readonly<Record<StallReason, string>> = {
  noVisitPlanned: 'no visit is planned',
  visitSlipped: 'the planned visit slipped',
  observedNoFeedback: 'it was observed, and feedback is missing',
  feedbackNotActionable: 'the rep cannot act on the feedback',
  disputeOpen: 'a dispute is open',
  actionOverdue: 'a development action is overdue',
  followUpMissed: 'the follow-up was missed',
  managerAbsent: 'the manager is away',
  noManager: 'the line is vacant',
  overCapacity: 'there are more loops than visit days',
  noOpportunity: 'there is no opportunity',
  unreachable: 'somebody could not be reached',
};

const WITHHELD =
  ' The second line is not told by name: the rules of this country ask for a works agreement first, or forbid it.';

const TRIED_WORDS: Readonly<Record<TrialOutcome, string>> = {
  helped: 'it helped',
  didNotHelp: 'it did not help',
};

const ANSWER_SENTENCES: Readonly<Record<Answer, (what: string, who: string) => string>> = {
  askForHelp: (what, who) => `${who} asked for help with ${what}.`,
  freeHour: (what, who) => `${who} frees an hour for ${what}.`,
  leaveIt: (what, who) => `${who} leaves ${what} as it is, and hears no more of it.`,
  talkAbout: (what) => `The rep would like to talk about ${what}.`,
  takeIt: (_, who) => `${who} takes the loop meanwhile.`,
};

type Sentences = { [K in FactKind]: (data: Fact<K>['data'], name: NameOf) => string };

const SENTENCES: Sentences = {
  trained: ({ contentVersion }) => `The rep was trained (content ${contentVersion}).`,
  rosterChanged: ({ roster, cause }, name) =>
    `${capital(CHANGE_WORDS[cause])}: ${roster.manager ? `${name(roster.manager.person)} leads this rep` : 'the line is vacant'}.${roster.secondLineWithheld ? WITHHELD : ''}`,
  visitPlanned: ({ at }) => `A joint visit is planned for ${minute(at)}.`,
  visitMoved: ({ at }) => `The joint visit was moved to ${minute(at)}.`,
  visitCancelled: () => 'The joint visit was cancelled.',
  visitHeld: () => 'The joint visit took place.',
  observed: ({ observer, channel, feedback }, name) =>
    `${name(observer)} saw it in front of a customer (${channel})${feedback ? ', with feedback' : ''}.`,
  feedbackGiven: ({ level, actions }) =>
    `Feedback was given${level === null ? '' : `, level ${level}`}${actions.length > 0 ? ', with an action' : ''}.`,
  talked: () => 'The two have talked about the feedback.',
  acknowledged: () => 'The rep accepted the feedback.',
  disputed: ({ reason }) => `The rep disputed the feedback (${reason}).`,
  regrouped: ({ outcome }) => `The two talked about the dispute: ${outcome}.`,
  confirmed: ({ by }) => `The observation was confirmed (${by}).`,
  actionAgreed: ({ dueAt }) => `A development action was agreed${dueAt === null ? '' : `, ${due(dueAt)}`}.`,
  actionDone: ({ outcome }) => `The rep did what was agreed${outcome ? `: ${TRIED_WORDS[outcome]}` : ''}.`,
  actionVerified: ({ outcome }) =>
    outcome === 'working' ? 'The action was checked: it works.' : 'The action was checked: not yet.',
  ready: () => 'The rep is ready to be seen.',
  selfAssessed: ({ level }) => `The rep sees themselves at level ${level}.`,
  snoozed: ({ until, owedBy }) =>
    `${owedBy === 'rep' ? 'The rep asked for more time' : 'Snoozed'} until ${minute(until)}.`,
  answered: ({ obligation, answer, person }, name) =>
    ANSWER_SENTENCES[answer](owed(obligation), name(person)),
  noOpportunity: ({ until }) => `No opportunity until ${minute(until)}.`,
  notPossible: ({ until }) => `Not possible until ${minute(until)}.`,
  notMyRep: ({ until }) => `“Not my rep”: the program owner looks into it, until ${minute(until)}.`,
  excused: ({ until }) => `Excused${until === null ? '' : ` until ${minute(until)}`}.`,
  paused: () => 'Paused.',
  resumed: () => 'Resumed.',
  withdrawn: ({ because }) => (because === 'repLeft' ? 'Withdrawn: the rep has left.' : 'Withdrawn.'),
  reopened: () => 'Reopened.',
  corrected: ({ data }) =>
    data === null ? 'An earlier fact was taken back.' : 'An earlier fact was put right.',
  handedOver: ({ person, channel, obligation, rung }, name) =>
    `A message about ${owed(obligation, rung)} was handed over to ${name(person)} by ${channel}.`,
  unreachable: ({ person, obligation, rung }, name) =>
    `${name(person)} could not be reached about ${owed(obligation, rung)}.`,
  putOff: ({ person, obligation, rung }, name) =>
    `${name(person)}’s message of the day had no room for ${owed(obligation, rung)}; it waits for a later one.`,
  unwanted: ({ person, obligation, rung }, name) =>
    `${name(person)} chose not to be told such counts, so nothing was sent about ${owed(obligation, rung)}.`,
  phaseEntered: ({ phase, cycle }) => `The loop is in ${PHASE_WORDS[phase]}, cycle ${cycle}.`,
  obligationOpened: ({ obligation, owner, dueAt }) =>
    `Owed by ${AUDIENCE_WORDS[owner]}: ${owed(obligation)}, ${due(dueAt)}.`,
  obligationMoved: ({ obligation, from, dueAt, why }) =>
    `Moved from ${day(from)} to ${day(dueAt)}: ${owed(obligation)}${why ? `, since ${CHANGE_WORDS[why]}` : ''}.`,
  obligationMet: ({ obligation, late }) => `Done${late ? ', late' : ''}: ${owed(obligation)}.`,
  obligationMissed: ({ obligation }) => `Past its date: ${owed(obligation)}.`,
  obligationClosed: ({ obligation, how }) =>
    how === 'noAnswer'
      ? `Closed without an answer: ${owed(obligation)}.`
      : `No longer owed: ${owed(obligation)}.`,
  rungReached: ({ obligation, rung, audience, unreachable, knew }) =>
    `Rung ${rung + 1} of ${owed(obligation)} was reached: ${goesTo(AUDIENCE_WORDS[audience], unreachable, knew)}.`,
  stalled: ({ reason, clearer }) =>
    `Stalled: ${STALL_WORDS[reason]}. ${capital(AUDIENCE_WORDS[clearer])} can clear it (${CLEARING[reason].nextStep}).`,
  recovered: () => 'It moves again.',
  adopted: ({ evidence }) => `Adopted, on ${evidence.length} observations.`,
  sustained: () => 'Sustained: it holds.',
  lapsed: () => 'It did not hold.',
  ended: ({ how }) => `The loop has ended: ${how}.`,
};

function goesTo(audience: string, unreachable: boolean, knew = false): string {
  if (knew) return `${audience} knows already, so it goes on in time`;
  return unreachable ? `nobody could be reached as ${audience}, so it goes on` : `it goes to ${audience}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Facts that tell a rating or a judgement, and what is said of them to whoever does not see those. */
const WITHOUT_RATING: Readonly<Partial<Record<FactKind, string | null>>> = {
  /** Its sentence names none; its data does. */
  observed: null,
  feedbackGiven: 'Feedback was given.',
  disputed: 'The rep disputed the feedback.',
  regrouped: 'The two talked about the dispute.',
  actionDone: 'The rep did what was agreed.',
  actionVerified: 'The action was checked.',
  selfAssessed: 'The rep has said where they see themselves.',
  corrected: 'An earlier fact was corrected.',
};

export const tellsRating = (kind: FactKind): boolean => kind in WITHOUT_RATING;

/** What a fact says, as one sentence. */
export const sentenceOf = (fact: AnyFact, name: NameOf, ratings: boolean): string =>
  (ratings ? null : WITHOUT_RATING[fact.kind]) ??
  (SENTENCES[fact.kind] as (data: AnyFact['data'], name: NameOf) => string)(fact.data, name);
