import type { ItemKind } from '../../domain/message/subject.js';
import type { Fault } from '../../domain/message/about.js';
import type { Told } from './told.js';

/** What can be done about an item. The same action has the same words in mail, Slack and app. */
export const ACTIONS = [
  'planVisit',
  'openVisit',
  'sawAlready',
  'anotherDay',
  'notPossible',
  'noOpportunity',
  'notMyRep',
  'sayReady',
  'writeFeedback',
  'visitMoved',
  'didNotHappen',
  'extend',
  'askForHelp',
  'itHelped',
  'itDidNot',
  'notYet',
  'seenWorking',
  'keepIt',
  'talk',
  'confirm',
  'dispute',
  'freeHour',
  'newVisit',
  'leaveIt',
  'takeIt',
  'nameSomeone',
  'assignManager',
  'mendContact',
  'freeVisitDays',
  'seeLoops',
  'seenHelped',
  'seenOnly',
  'notSeen',
] as const;
export type Action = (typeof ACTIONS)[number];

const SEEN_WITH_VISIT: Action[] = ['openVisit', 'sawAlready', 'anotherDay', 'noOpportunity', 'notMyRep'];
const SEEN_WITHOUT_VISIT: Action[] = ['planVisit', 'sawAlready', 'notPossible', 'noOpportunity', 'notMyRep'];
const HOLDING: Action[] = ['seenWorking', 'keepIt', 'talk'];
const SEEN_BEFORE_IT_GOES_ON: Action[] = ['planVisit', 'sawAlready', 'extend', 'noOpportunity', 'askForHelp'];
const AROUND_VISIT: Action[] = ['talk', 'anotherDay'];
const TRIED: Action[] = ['itHelped', 'itDidNot', 'notYet'];
const PROPOSED: Action[] = ['freeHour', 'extend', 'newVisit', 'leaveIt'];
const COVERED: Action[] = ['takeIt', 'nameSomeone', 'leaveIt'];

interface Offer {
  usual: Action[];
  /** Where a visit is planned. */
  withVisit?: Action[];
  /** On the working day before it goes on to somebody else; never without a way out. */
  beforeItGoesOn?: Action[];
}

export const OFFERS: Record<ItemKind, Record<Told, Offer>> = {
  observe: {
    manager: {
      usual: SEEN_WITHOUT_VISIT,
      withVisit: SEEN_WITH_VISIT,
      beforeItGoesOn: SEEN_BEFORE_IT_GOES_ON,
    },
    rep: { usual: ['sayReady', 'noOpportunity'], withVisit: ['openVisit', 'sayReady', 'noOpportunity'] },
    secondLine: { usual: PROPOSED },
  },
  feedback: {
    manager: {
      usual: ['writeFeedback', 'visitMoved', 'didNotHappen'],
      beforeItGoesOn: ['writeFeedback', 'extend', 'askForHelp'],
    },
    rep: { usual: ['talk', 'didNotHappen'] },
    secondLine: { usual: PROPOSED },
  },
  action: { manager: { usual: HOLDING }, rep: { usual: TRIED }, secondLine: { usual: PROPOSED } },
  followUp: {
    manager: { usual: HOLDING, beforeItGoesOn: ['seenWorking', 'keepIt', 'extend', 'askForHelp'] },
    rep: { usual: TRIED },
    secondLine: { usual: PROPOSED },
  },
  acknowledge: {
    manager: { usual: ['talk'] },
    rep: { usual: ['confirm', 'dispute', 'talk'] },
    secondLine: { usual: ['leaveIt'] },
  },
  regroup: {
    manager: { usual: ['talk', 'askForHelp'], beforeItGoesOn: ['talk', 'extend', 'askForHelp'] },
    rep: { usual: ['talk', 'confirm'] },
    secondLine: { usual: PROPOSED },
  },
  checkIn: {
    manager: {
      usual: SEEN_WITHOUT_VISIT,
      withVisit: SEEN_WITH_VISIT,
      beforeItGoesOn: SEEN_BEFORE_IT_GOES_ON,
    },
    rep: { usual: ['sayReady', 'noOpportunity'], withVisit: ['openVisit', 'sayReady', 'noOpportunity'] },
    secondLine: { usual: PROPOSED },
  },
  cover: {
    manager: { usual: ['nameSomeone', 'takeIt'] },
    rep: { usual: ['talk'] },
    secondLine: { usual: COVERED },
  },
  handOver: {
    manager: { usual: ['planVisit', 'notMyRep'], withVisit: ['openVisit', 'notMyRep'] },
    rep: { usual: ['talk'] },
    secondLine: { usual: ['leaveIt'] },
  },
  pulse: {
    manager: { usual: ['leaveIt'] },
    rep: { usual: ['seenHelped', 'seenOnly', 'notSeen'] },
    secondLine: { usual: ['leaveIt'] },
  },
  visitMorning: {
    manager: { usual: ['openVisit', 'visitMoved', 'notPossible'] },
    rep: { usual: AROUND_VISIT },
    secondLine: { usual: ['leaveIt'] },
  },
  visitAfterwards: {
    manager: { usual: ['writeFeedback', 'visitMoved', 'didNotHappen'] },
    rep: { usual: AROUND_VISIT },
    secondLine: { usual: ['leaveIt'] },
  },
};

export const MENDING: Record<Fault, Action> = {
  noManager: 'assignManager',
  unreachable: 'mendContact',
  overCapacity: 'freeVisitDays',
};
