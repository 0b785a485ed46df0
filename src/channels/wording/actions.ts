import type { ObligationKind } from '../../domain/words.js';
import type { Words } from './locale.js';
import type { Fault } from '../../domain/message/about.js';
import type { Told } from './told.js';

/** What can be done about an item. The same action has the same words in mail, Slack and app: `actions` of a language. */
export type Action = keyof Words['actions'];

/** These lead to a page; all others do something. */
const LEADING = [
  'assignManager',
  'mendContact',
  'freeVisitDays',
  'seeLoops',
  'seeFigures',
  'seeRollout',
  'openQueue',
  'chooseChannels',
  'reportSideEffect',
  'stopPulse',
  'stopCounts',
  'stopAlert',
  'stopDigest',
  'seePlace',
] as const satisfies Action[];

/** An action that does something when its button is pressed. */
export type Pressed = Exclude<Action, (typeof LEADING)[number]>;

export const isPressed = (action: Action): action is Pressed =>
  !(LEADING as readonly Action[]).includes(action);

/** What can be done about an alert. */
export const ALERT_ACTIONS = ['takeIt', 'letRest', 'closeIt'] as const satisfies Pressed[];
export type AlertAction = (typeof ALERT_ACTIONS)[number];

/** What can be done about a loop. */
export type LoopAction = Exclude<Pressed, 'letRest' | 'closeIt'>;

/** What these do is not undone by another button, and asks for nothing before. */
const FOR_GOOD = ['callOff', 'didNotHappen'] as const satisfies LoopAction[];

export const cannotBeUndone = (action: Pressed): action is (typeof FOR_GOOD)[number] =>
  (FOR_GOOD as readonly Pressed[]).includes(action);

const SEEN_WITH_VISIT: Action[] = ['openVisit', 'sawAlready', 'anotherDay', 'noOpportunity', 'notMyRep'];
const SEEN_WITHOUT_VISIT: Action[] = ['planVisit', 'sawAlready', 'notPossible', 'noOpportunity', 'notMyRep'];
const HOLDING: Action[] = ['seenWorking', 'keepIt', 'talk'];
const SEEN_BEFORE_IT_GOES_ON: Action[] = ['planVisit', 'sawAlready', 'extend', 'noOpportunity', 'askForHelp'];
const TRIED: Action[] = ['itHelped', 'itDidNot', 'notYet'];
const PROPOSED: Action[] = ['freeHour', 'extend', 'newVisit', 'leaveIt'];
export const COVERED: Action[] = ['takeIt', 'nameSomeone', 'leaveIt'];

export interface Offer {
  usual: Action[];
  /** Where a visit is planned. */
  withVisit?: Action[];
  /** On the working day before it goes on to somebody else. */
  beforeItGoesOn?: Action[];
}

export const OFFERS: Record<ObligationKind, Record<Told, Offer>> = {
  observe: {
    manager: {
      usual: SEEN_WITHOUT_VISIT,
      withVisit: SEEN_WITH_VISIT,
      beforeItGoesOn: SEEN_BEFORE_IT_GOES_ON,
    },
    rep: { usual: ['sayReady', 'noOpportunity'], withVisit: ['sayReady', 'anotherDay', 'noOpportunity'] },
    secondLine: { usual: PROPOSED },
  },
  feedback: {
    manager: {
      usual: ['writeFeedback', 'extend'],
      beforeItGoesOn: ['writeFeedback', 'extend', 'askForHelp'],
    },
    rep: { usual: ['talkAbout'] },
    secondLine: { usual: PROPOSED },
  },
  action: { manager: { usual: HOLDING }, rep: { usual: TRIED }, secondLine: { usual: PROPOSED } },
  followUp: {
    manager: { usual: HOLDING, beforeItGoesOn: ['seenWorking', 'keepIt', 'extend', 'askForHelp'] },
    rep: { usual: TRIED },
    secondLine: { usual: PROPOSED },
  },
  acknowledge: {
    manager: { usual: ['talked', 'talk'] },
    rep: { usual: ['confirm', 'dispute', 'talkAbout'] },
    secondLine: { usual: ['leaveIt'] },
  },
  regroup: {
    manager: {
      usual: ['settled', 'talk', 'askForHelp'],
      beforeItGoesOn: ['settled', 'extend', 'askForHelp'],
    },
    rep: { usual: ['talkAbout'] },
    secondLine: { usual: PROPOSED },
  },
  checkIn: {
    manager: {
      usual: SEEN_WITHOUT_VISIT,
      withVisit: SEEN_WITH_VISIT,
      beforeItGoesOn: SEEN_BEFORE_IT_GOES_ON,
    },
    rep: { usual: ['sayReady', 'noOpportunity'], withVisit: ['sayReady', 'anotherDay', 'noOpportunity'] },
    secondLine: { usual: PROPOSED },
  },
  cover: {
    manager: { usual: ['takeIt', 'nameSomeone'] },
    rep: { usual: ['sayReady', 'noOpportunity'] },
    secondLine: { usual: COVERED },
  },
};

/** These bring on what is owed, so that they stay while it is put off: what was to be done later may be done sooner. */
const BRINGS_ON: ReadonlySet<Action> = new Set<Action>([
  'planVisit',
  'openVisit',
  'sawAlready',
  'writeFeedback',
  'seenWorking',
  'keepIt',
  'itHelped',
  'itDidNot',
  'confirm',
  'dispute',
  'talked',
  'settled',
  'takeIt',
  'nameSomeone',
]);

export const bringsOn = (action: Action): boolean => BRINGS_ON.has(action);

export const MENDING: Record<Fault, Action> = {
  noManager: 'assignManager',
  unreachable: 'mendContact',
  overCapacity: 'freeVisitDays',
  notMyRep: 'assignManager',
};

export const BEFORE_VISIT: Action[] = ['openVisit', 'anotherDay', 'sawAlready', 'callOff'];
export const AFTER_VISIT: Action[] = ['writeReport', 'visitMoved', 'didNotHappen'];
export const TAKEN_OVER: Action[] = ['planVisit', 'notMyRep'];
export const TAKEN_OVER_PLANNED: Action[] = ['openVisit', 'anotherDay', 'notMyRep'];
export const ANSWERED_MONTHLY: Action[] = ['seenHelped', 'seenDidNotHelp', 'notSeen'];

/** These lead to a text field. */
export const WRITING: ReadonlySet<string> = new Set<Action>([
  'writeFeedback',
  'writeReport',
  'openVisit',
  'sawAlready',
  'dispute',
  'settled',
  'askForHelp',
]);
