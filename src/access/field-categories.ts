/** Who reads, in groups. The policy names the single permissions; here stands what each group may come to see. */
export const READERS = {
  self: { who: 'the person themselves', view: 'whole' },
  manager: { who: 'their first-line manager, for the time in which they lead or led', view: 'ownLine' },
  delegate: { who: 'whoever stands in for that manager, meanwhile', view: 'ownLine' },
  coCoach: { who: 'a co-coach, what was shared with them and what they observed', view: 'ownLine' },
  secondLine: { who: 'the second line, of a loop about which it was told', view: 'status' },
  programOwner: { who: 'the program owner, of a loop with a fault in its data', view: 'status' },
  leadership: { who: 'leadership and training team, in figures that are not suppressed', view: 'counts' },
  masterData: { who: 'whoever keeps the master data (keys with the scope people)', view: 'whole' },
  operator: { who: 'the operator, where something failed', view: 'status' },
  auditor: { who: 'the auditor', view: 'whole' },
  legal: { who: 'legal, of one named person for thirty days at most, audited', view: 'whole' },
} as const satisfies Readonly<
  Record<string, { who: string; view: 'whole' | 'ownLine' | 'status' | 'counts' }>
>;
export type Reader = keyof typeof READERS;

export interface Category {
  title: string;
  readers: readonly Reader[];
  kept: string;
  /** What follows from it for a person. */
  consequences: string;
  never: string;
}

const UNTIL_ERASED = 'Until the person is erased, which can be asked for once they have left.';
const BESIDE_THE_LOG = 'With the log, under an opaque id that names nobody once the person is erased.';
const UNTIL_OLD =
  'Until the loop has ended for as long as the country’s profile says (12 months in Germany), or the person is erased.';

export const CATEGORIES = {
  identity: {
    title: 'Identity',
    readers: ['self', 'manager', 'delegate', 'coCoach', 'secondLine', 'programOwner', 'masterData', 'legal'],
    kept: UNTIL_ERASED,
    consequences: 'None of its own.',
    never: 'Never shown in a figure, never sent to Temporal, never written into the log.',
  },
  contact: {
    title: 'Contact',
    readers: ['self', 'masterData', 'operator'],
    kept: UNTIL_ERASED,
    consequences: 'Messages reach them, at the times they keep free for that.',
    never: 'Never passed on to others, never used to see whether or when somebody reads.',
  },
  place: {
    title: 'Place in the organisation',
    readers: [
      'self',
      'manager',
      'delegate',
      'coCoach',
      'secondLine',
      'programOwner',
      'leadership',
      'masterData',
      'legal',
    ],
    kept: UNTIL_ERASED,
    consequences: 'Decides who coaches, who stands in, and who may see what.',
    never: 'A rank by itself never opens a record.',
  },
  time: {
    title: 'Time and absence',
    readers: ['self', 'masterData'],
    kept: 'Absences until the person is erased. Past versions of a calendar stay under an opaque id: old due dates rest on them.',
    consequences: 'Nothing falls due, and no message comes, while somebody is away.',
    never: 'Never counted, never compared, never a reason: why somebody is away is not stored.',
  },
  status: {
    title: 'Status and dates',
    readers: [
      'self',
      'manager',
      'delegate',
      'coCoach',
      'secondLine',
      'programOwner',
      'leadership',
      'operator',
      'legal',
    ],
    kept: BESIDE_THE_LOG,
    consequences: 'Decides what is due next and who hears of it.',
    never:
      'Never a measure of a manager’s time, never a ranking of people, never a basis for pay or a warning.',
  },
  texts: {
    title: 'Texts',
    readers: ['self', 'manager', 'delegate', 'coCoach', 'legal'],
    kept: UNTIL_OLD,
    consequences: 'The rep reads it, and can disagree.',
    never: 'Never in a message to a superior, never in a figure, never searched for words.',
  },
  ratings: {
    title: 'Ratings',
    readers: ['self', 'manager', 'delegate', 'coCoach', 'legal'],
    kept: `${UNTIL_OLD} The overall level stays in the log under an opaque id.`,
    consequences: 'With enough observations at the level asked for, the capability counts as adopted.',
    never:
      'Never in a message to a superior, never shown for one person in a figure, never a basis for pay or a warning.',
  },
  messages: {
    title: 'Messages',
    readers: ['self', 'manager', 'delegate', 'operator', 'legal'],
    kept: BESIDE_THE_LOG,
    consequences: 'The next rung of a ladder waits for it.',
    never: 'Opens and clicks are not tracked; that somebody did not answer is never counted against them.',
  },
  access: {
    title: 'Access',
    readers: ['operator', 'auditor'],
    kept: 'As long as the access lasts; remembered answers for as long as a request may be repeated.',
    consequences: 'Lets somebody in, or keeps them out.',
    never: 'Never used to see who works when.',
  },
} as const satisfies Readonly<Record<string, Category>>;
export type CategoryName = keyof typeof CATEGORIES;
