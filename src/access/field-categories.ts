import type { Holder } from './words.js';

/** Who reads, in groups. The policy names the single permissions; here stands what each group may come to see. */
export const READERS = {
  self: { who: 'the person themselves', view: 'whole', holders: ['self'] },
  manager: {
    who: 'their first-line manager, for the time in which they lead or led',
    view: 'ownLine',
    holders: ['manager', 'formerManager'],
  },
  delegate: {
    who: 'whoever stands in for that manager, meanwhile',
    view: 'ownLine',
    holders: ['delegate'],
  },
  coCoach: {
    who: 'a co-coach or whoever came along, what was shared with them and what they observed',
    view: 'ownLine',
    holders: ['coCoach', 'observer'],
  },
  reader: {
    who: 'a third person, of one observation that rep and coach both share with them',
    view: 'ownLine',
    holders: ['reader'],
  },
  secondLine: {
    who: 'the second line, of a loop about which it was told',
    view: 'status',
    holders: ['secondLine'],
  },
  programOwner: {
    who: 'program owner and sponsor, of a loop with a fault in its data',
    view: 'status',
    holders: ['programOwner', 'sponsor'],
  },
  leadership: {
    who: 'leadership and training team, in figures that are not suppressed',
    view: 'counts',
    holders: ['leadership', 'training', 'insights'],
  },
  masterData: {
    who: 'whoever keeps the master data (operators, and keys with the scope people)',
    view: 'whole',
    holders: ['people'],
  },
  operator: {
    who: 'the operator, where something failed (also keys with the scope operate)',
    view: 'status',
    holders: ['operator', 'operate'],
  },
  auditor: {
    who: 'the auditor (also keys with the scope audit)',
    view: 'whole',
    holders: ['auditor', 'audit'],
  },
  legal: {
    who: 'legal, of one named person for thirty days at most, audited',
    view: 'whole',
    holders: ['legal'],
  },
  statusKey: {
    who: 'a machine whose key has the scope status, audited',
    view: 'status',
    holders: ['status'],
  },
  recordsKey: {
    who: 'a machine whose key has the scope records, which only an operator who signed in can give, audited',
    view: 'whole',
    holders: ['records'],
  },
} as const satisfies Readonly<
  Record<string, { who: string; view: 'whole' | 'ownLine' | 'status' | 'counts'; holders: readonly Holder[] }>
>;
export type Reader = keyof typeof READERS;

/** Whoever is a person's record to: they see who it is, where they work and when. */
const OF_A_PERSON = ['self', 'manager', 'delegate', 'coCoach', 'secondLine', 'masterData'] as const;
/** Whom texts and ratings are for. */
const OF_WORDS = ['self', 'manager', 'delegate', 'coCoach', 'reader', 'legal', 'recordsKey'] as const;

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
    readers: [...OF_A_PERSON, 'programOwner', 'legal', 'statusKey', 'recordsKey'],
    kept: UNTIL_ERASED,
    consequences: 'None of its own.',
    never: 'Never shown in a figure, never sent to Temporal, never written into the log.',
  },
  contact: {
    title: 'Contact',
    readers: [...OF_A_PERSON, 'operator'],
    kept: UNTIL_ERASED,
    consequences: 'Messages reach them, at the times they keep free for that.',
    never: 'Never passed on to others, never used to see whether or when somebody reads.',
  },
  place: {
    title: 'Place in the organisation',
    readers: [...OF_A_PERSON, 'programOwner', 'leadership', 'legal', 'statusKey', 'recordsKey'],
    kept: UNTIL_ERASED,
    consequences: 'Decides who coaches, who stands in, and who may see what.',
    never: 'A rank by itself never opens a record.',
  },
  time: {
    title: 'Time and absence',
    readers: OF_A_PERSON,
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
      'statusKey',
      'recordsKey',
    ],
    kept: BESIDE_THE_LOG,
    consequences: 'Decides what is due next and who hears of it.',
    never:
      'Never a measure of a manager’s time, never a ranking of people, never a basis for pay or a warning.',
  },
  texts: {
    title: 'Texts',
    readers: OF_WORDS,
    kept: UNTIL_OLD,
    consequences: 'The rep reads it, and can disagree.',
    never: 'Never in a message to a superior, never in a figure, never searched for words.',
  },
  drafts: {
    title: 'Drafts',
    readers: ['self'],
    kept: 'Until it is sent, for fourteen days at most, or until whoever wrote it or whom it is about is erased.',
    consequences: 'None: it waits for whoever wrote it, and nobody else reads it.',
    never: 'Never shown to anybody else, never counted, never copied into the audit.',
  },
  ratings: {
    title: 'Ratings',
    readers: OF_WORDS,
    kept: `${UNTIL_OLD} The overall level stays in the log under an opaque id.`,
    consequences: 'With enough observations at the level asked for, the capability counts as adopted.',
    never:
      'Never in a message to a superior, never shown for one person in a figure, never a basis for pay or a warning.',
  },
  messages: {
    title: 'Messages',
    readers: [
      'self',
      'manager',
      'delegate',
      'coCoach',
      'secondLine',
      'programOwner',
      'operator',
      'legal',
      'statusKey',
      'recordsKey',
    ],
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
