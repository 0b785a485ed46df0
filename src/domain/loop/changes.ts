import type { Clock } from '../time.js';
import type { ObligationKind } from '../words.js';
import type { Kept } from './holds.js';

/** What would change something that lies ahead, before it comes. */
export const CHANGES = [
  // It would not come: what is owed is met.
  'visitWritten',
  'feedbackGiven',
  'actionTold',
  'followedUp',
  'acknowledged',
  'talkedOver',
  'covered',
  // It would come at another time.
  'visitPlanned',
  'moreTime',
  'daysAway',
  'paused',
  'visitMoved',
  'talked',
  'handedOver',
  'resumed',
  'told',
] as const;
export type Change = (typeof CHANGES)[number];

/** What meets each obligation. */
const ENDED_BY: Readonly<Record<ObligationKind, Change>> = {
  observe: 'visitWritten',
  checkIn: 'visitWritten',
  feedback: 'feedbackGiven',
  action: 'actionTold',
  followUp: 'followedUp',
  acknowledge: 'acknowledged',
  regroup: 'talkedOver',
  cover: 'covered',
};

/** What lets a message go before the end of what keeps it back, where it is not that it becomes needless. */
const FREED_BY: Readonly<Partial<Record<Kept['because'], Change>>> = {
  visitPlanned: 'visitMoved',
  talkFirst: 'talked',
  handOver: 'handedOver',
  nobodyThere: 'covered',
  paused: 'resumed',
  excused: 'resumed',
};

const NEEDS_VISIT: ReadonlySet<string> = new Set<ObligationKind>(['observe', 'checkIn']);

const endsOf = (kind: string): Change[] => (kind in ENDED_BY ? [ENDED_BY[kind as ObligationKind]] : []);
const movesOf = (clock: Clock): Change[] => (clock === 'working' ? ['daysAway', 'paused'] : ['paused']);

/** What would change the date of something owed. */
export const changesOfDue = (kind: string, clock: Clock): Change[] => [...endsOf(kind), ...movesOf(clock)];

/** What would change a message about something owed, or about a visit of the day. */
export const changesOfMessage = (kind: string, clock: Clock): Change[] =>
  kind in ENDED_BY
    ? [
        ...endsOf(kind),
        ...(NEEDS_VISIT.has(kind) ? (['visitPlanned'] as const) : []),
        'moreTime',
        ...movesOf(clock),
      ]
    : kind.startsWith('visit')
      ? ['visitMoved']
      : ['daysAway'];

/** What would change until when a message is kept back. */
export const changesOfHold = (kind: string, because: Kept['because']): Change[] => {
  const freed = FREED_BY[because];
  return [...endsOf(kind), ...(freed && !endsOf(kind).includes(freed) ? [freed] : [])];
};
