import type { Holder, RecordKind, View } from './words.js';

/** One thing that can be done here, and by whom. */
export interface Permission {
  /** In one sentence. */
  purpose: string;
  /** Of what kind the record is that it is about; null: of none. */
  record: RecordKind | null;
  /** Who may. A reader of records holds a view of them. */
  by: readonly Holder[] | Readonly<Partial<Record<Holder, View>>>;
  /** Who may not, whatever else they hold. */
  never?: readonly Holder[];
}

const MASTER_DATA = ['operator', 'people'] as const;
/** Whoever can let somebody in. Master data are brought in by machines that must not let themselves in. */
const ACCESS = ['operator', 'keys'] as const;
const CONFIGURATION = ['programOwner', 'configure'] as const;
const EVERYBODY = ['anyone', 'configure', 'import', 'status', 'insights'] as const;
const LINE = ['manager', 'delegate', 'facts'] as const;
/** The line, or whoever was there. */
const COACHES = ['manager', 'delegate', 'coCoach', 'observer', 'formerManager', 'facts'] as const;
/** The line, or who coaches the rep beside it. */
const LOOP = ['manager', 'delegate', 'coCoach', 'facts'] as const;
const COURSE = ['manager', 'programOwner', 'facts'] as const;
const VISITING = ['self', 'manager', 'delegate', 'observer', 'facts'] as const;

/** Who sees how much of one enrolment and of what was seen in it. */
const SEEN = {
  self: 'whole',
  manager: 'ownLine',
  delegate: 'ownLine',
  coCoach: 'shared',
  observer: 'witnessed',
  formerManager: 'witnessed',
  legal: 'whole',
  status: 'status',
  records: 'whole',
} as const;

/**
 * The one table of rights. Everything that serves people asks it: the API's guard, lists and masks, and whoever writes
 * down which field is read by whom. A person holds standings and granted roles; a machine holds the scopes of its key;
 * a machine that speaks for a person may do what both may.
 */
export const POLICY = {
  'enrolment.read': {
    purpose: 'See where an enrolment stands, and of what was seen, said and agreed what is one’s own.',
    record: 'enrolment',
    by: {
      ...SEEN,
      secondLine: 'raised',
      programOwner: 'raised',
      sponsor: 'raised',
      leadership: 'counts',
      training: 'counts',
    },
  },
  'enrolment.log': {
    purpose: 'Read the facts of an enrolment as they were recorded.',
    record: 'enrolment',
    by: SEEN,
  },
  'message.preview': {
    purpose: 'See a message about an enrolment as it would read now, with what was agreed in it.',
    record: 'enrolment',
    by: ['manager', 'delegate', 'records'],
  },
  'message.test': {
    purpose: 'Send oneself a message as a test, with the dates of an enrolment and samples of all else.',
    record: 'enrolment',
    by: ['programOwner', 'operator', 'configure'],
  },
  'message.sample': {
    purpose:
      'See how the messages of one’s own program read, with samples in place of people and texts, and send oneself one.',
    record: 'program',
    by: ['programOwner', 'operator', 'configure'],
  },
  'observation.read': {
    purpose: 'Read one observation with its feedback.',
    record: 'observation',
    by: { ...SEEN, reader: 'witnessed' },
  },
  'observation.share': {
    purpose: 'Let a third person read one observation, as soon as rep and coach both do so; or end that.',
    record: 'observation',
    by: ['self', 'observer', 'facts'],
  },

  'observation.tell': {
    purpose: 'Say what one saw without a planned visit.',
    record: 'enrolment',
    by: ['manager', 'delegate', 'coCoach', 'formerManager', 'facts'],
  },
  'visit.report': {
    purpose: 'Write the report of a visit.',
    record: 'visit',
    by: ['manager', 'delegate', 'coCoach', 'observer', 'formerManager', 'facts'],
  },
  'feedback.give': {
    purpose: 'Give feedback on an observation: only who was there.',
    record: 'enrolment',
    by: ['observer', 'facts'],
  },
  'feedback.answer': {
    purpose: 'Accept feedback on oneself or see it differently.',
    record: 'enrolment',
    by: ['self', 'facts'],
  },
  'dispute.regroup': {
    purpose: 'Say what came of the talk about a dispute.',
    record: 'enrolment',
    by: COACHES,
  },
  'observation.confirm': {
    purpose: 'Vouch for an observation that somebody else made: a co-observer, never manager or rep.',
    record: 'enrolment',
    by: ['observer', 'facts'],
    never: ['self', 'manager'],
  },
  'feedback.talk': {
    purpose: 'Say that the two have talked about the feedback, so that the rep may read it.',
    record: 'enrolment',
    by: COACHES,
  },
  'action.agree': { purpose: 'Agree on a development action.', record: 'enrolment', by: COACHES },
  'action.done': {
    purpose: 'Say that one has tried what was agreed.',
    record: 'enrolment',
    by: ['self', 'facts'],
  },
  'action.verify': { purpose: 'Say whether a development action works.', record: 'enrolment', by: COACHES },

  'enrolment.ready': {
    purpose: 'Say that one is ready to be seen.',
    record: 'enrolment',
    by: ['self', 'facts'],
  },
  'enrolment.assessSelf': {
    purpose: 'Say where one sees oneself.',
    record: 'enrolment',
    by: ['self', 'facts'],
  },
  'pulse.own': {
    purpose: 'See and answer the monthly question to oneself. Answers are counted, never shown.',
    record: null,
    by: ['anyone', 'facts'],
  },
  'enrolment.noOpportunity': {
    purpose: 'Say that there is no occasion for a while.',
    record: 'enrolment',
    by: ['self', ...LOOP],
  },
  'enrolment.notPossible': {
    purpose: 'Say that it is not possible for a while.',
    record: 'enrolment',
    by: LOOP,
  },
  'enrolment.snooze': {
    purpose: 'Ask for more time: a rep for what they owe themselves, others for what the manager owes.',
    record: 'enrolment',
    by: ['self', 'secondLine', ...LOOP],
  },
  'enrolment.notMyRep': { purpose: 'Say that this is not one’s rep.', record: 'enrolment', by: LOOP },
  'enrolment.askForHelp': {
    purpose: 'Ask whoever stands above for help with what one owes.',
    record: 'enrolment',
    by: LOOP,
  },
  'enrolment.offerHelp': {
    purpose: 'Free an hour for what a manager owes, or leave it as it is.',
    record: 'enrolment',
    by: ['secondLine', 'facts'],
  },
  'enrolment.talkAbout': {
    purpose: 'Say that one would like to talk about it.',
    record: 'enrolment',
    by: ['self', 'facts'],
  },
  'enrolment.takeOver': {
    purpose: 'Take a loop whose manager is away or gone, or name who does.',
    record: 'enrolment',
    by: ['delegate', 'secondLine', 'programOwner', 'facts'],
  },
  'enrolment.excuse': { purpose: 'Expect nothing for a while.', record: 'enrolment', by: LINE },
  'enrolment.pause': { purpose: 'Stop a loop for now.', record: 'enrolment', by: COURSE },
  'enrolment.resume': { purpose: 'Let a stopped loop go on.', record: 'enrolment', by: COURSE },
  'enrolment.withdraw': { purpose: 'End a loop without adoption.', record: 'enrolment', by: COURSE },
  'enrolment.reopen': { purpose: 'Let a loop that had ended go on.', record: 'enrolment', by: COURSE },
  'fact.correct': {
    purpose: 'Take back or put right what one has told.',
    record: 'enrolment',
    by: ['teller', 'facts'],
  },

  'visit.read': {
    purpose: 'See a joint visit.',
    record: 'visit',
    by: {
      self: 'whole',
      manager: 'whole',
      formerManager: 'whole',
      delegate: 'whole',
      coCoach: 'whole',
      observer: 'whole',
      legal: 'whole',
      status: 'status',
      records: 'whole',
    },
  },
  'visit.plan': {
    purpose: 'Plan a joint visit with a rep.',
    record: 'person',
    by: ['manager', 'delegate', 'coCoach', 'secondLine', 'facts'],
  },
  'visit.move': { purpose: 'Move a joint visit.', record: 'visit', by: [...VISITING, 'secondLine'] },
  'visit.cancel': { purpose: 'Call a joint visit off.', record: 'visit', by: VISITING },
  'visit.hold': {
    purpose: 'Say that a joint visit took place.',
    record: 'visit',
    by: [...VISITING, 'formerManager'],
  },

  'person.read': {
    purpose: 'See who somebody is and when they work.',
    record: 'person',
    by: ['self', 'manager', 'delegate', 'coCoach', 'secondLine', ...MASTER_DATA],
  },
  'person.add': { purpose: 'Add a person.', record: null, by: MASTER_DATA },
  'person.erase': {
    purpose: 'Erase what names a person who has left, and what was written of them.',
    record: 'person',
    by: MASTER_DATA,
  },
  'person.change': { purpose: 'Change what is said of a person.', record: 'person', by: MASTER_DATA },
  'line.read': {
    purpose: 'See who led a person from when to when.',
    record: 'person',
    by: ['self', 'manager', 'secondLine', ...MASTER_DATA],
  },
  'line.change': { purpose: 'Give a person another manager.', record: 'person', by: MASTER_DATA },
  'delegate.name': {
    purpose: 'Say who stands in for one while one is away.',
    record: 'person',
    by: ['self', ...MASTER_DATA],
  },
  'coCoach.read': {
    purpose: 'See who coaches a rep beside the manager.',
    record: 'person',
    by: ['self', 'manager', 'delegate', 'coCoach', ...MASTER_DATA],
  },
  'coCoach.change': {
    purpose: 'Let a colleague coach a rep beside the manager, or end that.',
    record: 'person',
    by: MASTER_DATA,
  },
  'absence.read': {
    purpose: 'See when somebody is away.',
    record: 'person',
    by: ['self', 'manager', 'delegate', ...MASTER_DATA],
  },
  'absence.enter': {
    purpose: 'Enter or cancel an absence of oneself or of one’s own rep.',
    record: 'person',
    by: ['self', 'manager', ...MASTER_DATA],
  },

  'readers.read': {
    purpose: 'See who has read one’s records, when and what for.',
    record: 'person',
    by: ['self', 'auditor', 'audit'],
  },
  'act.press': {
    purpose: 'Press a button of a card. What it does is asked for under its own permission.',
    record: null,
    by: ['anyone', 'facts'],
  },
  'queue.own': {
    purpose: 'See what waits for oneself, as one was told it.',
    record: null,
    by: ['anyone', 'facts'],
  },
  'pattern.own': {
    purpose:
      'See what one’s own feedback has in it and what is often missing. Nobody else does, and no machine.',
    record: null,
    by: ['anyone'],
  },
  'subscription.own': {
    purpose: 'Choose which messages one gets of those that nobody waits for.',
    record: null,
    by: ['anyone', 'facts'],
  },
  'preference.own': {
    purpose: 'Say when, by which channel and in which language one is written to.',
    record: null,
    by: ['anyone', 'facts'],
  },
  'event.hear': {
    purpose: 'Hear that something has changed in what one may see.',
    record: null,
    by: ['anyone'],
  },
  'session.own': { purpose: 'See and end one’s own sessions.', record: null, by: ['anyone'] },
  'session.anew': {
    purpose: 'End all sessions of a person, and let them sign in with another account.',
    record: 'person',
    by: ACCESS,
  },

  'roleGrant.read': {
    purpose: 'See who was granted which role, why and for how long.',
    record: null,
    by: ['operator', 'auditor', 'keys', 'audit'],
  },
  'roleGrant.change': { purpose: 'Grant a role to a person, or end that.', record: null, by: ACCESS },
  'key.read': {
    purpose: 'List the keys of machines; never their secrets.',
    record: null,
    by: ACCESS,
  },
  'key.change': { purpose: 'Make or revoke the key of a machine.', record: null, by: ACCESS },

  'capability.read': { purpose: 'See capabilities and their rubrics.', record: null, by: EVERYBODY },
  'capability.change': { purpose: 'Add capabilities, publish rubrics.', record: null, by: CONFIGURATION },
  'training.read': { purpose: 'See trainings.', record: null, by: EVERYBODY },
  'training.change': { purpose: 'Add trainings, say what they introduce.', record: null, by: CONFIGURATION },
  'cadence.read': { purpose: 'See cadences and their versions.', record: null, by: EVERYBODY },
  'cadence.change': { purpose: 'Draft and publish cadences.', record: null, by: CONFIGURATION },
  'program.read': { purpose: 'See which programs there are.', record: 'program', by: EVERYBODY },
  'program.add': { purpose: 'Add a program.', record: null, by: ['configure'] },
  'program.change': { purpose: 'Change and launch one’s own program.', record: 'program', by: CONFIGURATION },
  'cadence.try': {
    purpose:
      'See what a cadence would ask of the people of one’s own program and when they would be written to, before it is live.',
    record: 'program',
    by: CONFIGURATION,
  },
  'program.cross': {
    purpose: 'Say whether a program crosses commercial and medical functions.',
    record: 'program',
    by: ['operator', 'configure'],
  },
  'insight.read': {
    purpose: 'See the published figures of a program.',
    record: 'program',
    by: ['programOwner', 'sponsor', 'secondLine', 'leadership', 'training', 'insights'],
  },
  'insight.release': {
    purpose: 'Publish the figures of weeks that have closed, as happens every night.',
    record: null,
    by: ['operator', 'operate'],
  },
  'alert.read': {
    purpose: 'See which figures of a program call for somebody.',
    record: 'program',
    by: ['programOwner', 'sponsor', 'secondLine', 'leadership', 'training', 'insights'],
  },
  'alert.act': {
    purpose: 'Take an alert about figures, let it rest, or close it.',
    record: 'program',
    by: ['programOwner', 'sponsor', 'leadership', 'training', 'configure'],
  },
  'alert.rule': {
    purpose: 'Say about which figures of a program one wants to be told.',
    record: 'program',
    by: ['programOwner', 'leadership', 'configure'],
  },
  'refinement.record': {
    purpose: 'Say what was changed in the content of a training, or take it back.',
    record: 'program',
    by: ['training', 'configure'],
  },
  'kpi.read': { purpose: 'See how figures are defined.', record: null, by: EVERYBODY },

  'calendar.read': { purpose: 'See which holidays count.', record: null, by: [...EVERYBODY, ...MASTER_DATA] },
  'calendar.change': {
    purpose: 'Upload the organisation’s own holidays, or choose the library’s.',
    record: null,
    by: MASTER_DATA,
  },
  'countryProfile.read': {
    purpose: 'See what may be stored, shown and passed upwards in which country.',
    record: null,
    by: EVERYBODY,
  },
  'countryProfile.change': {
    purpose: 'Make a country stricter, or confirm its works agreement.',
    record: null,
    by: ['operator', 'configure'],
  },

  // A person who does so can add people one by one and let them in as it is: a file is the same in many lines. Nobody
  // who answers for figures may: their completions and visits would be their figures.
  'import.take': {
    purpose: 'Bring people, completions and visits in as files.',
    record: null,
    by: ['operator', 'import'],
  },
  'mail.bring': {
    purpose: 'Bring in a mail that came to our own mailbox: what came back, and what needs no answer.',
    record: null,
    by: ['mail'],
  },
  'rollout.read': {
    purpose: 'See how far a launch has come.',
    record: 'program',
    by: ['programOwner', 'operator', 'configure', 'operate'],
  },
  'unreachable.read': {
    purpose:
      'See by name who of a program cannot be told anything: their data are at fault, which somebody is to mend.',
    record: 'program',
    by: ['programOwner', ...MASTER_DATA],
  },
  'fault.read': {
    purpose: 'See which loops could not decide, and which promises were found broken: ids and codes.',
    record: null,
    by: ['operator', 'operate'],
  },
  'operation.read': {
    purpose: 'See how the parts are, and which messages and jobs wait or failed; never what they say.',
    record: null,
    by: ['operator', 'operate'],
  },
  'operation.retry': {
    purpose: 'Let a message that was given up be tried once more, or a job that stands be looked after.',
    record: null,
    by: ['operator', 'operate'],
  },
  'audit.read': {
    purpose: 'See who read, changed and signed in.',
    record: null,
    by: ['auditor', 'audit'],
  },
  'metrics.read': {
    purpose: 'Read figures of the running system.',
    record: null,
    by: ['operator', 'operate'],
  },
} as const satisfies Readonly<Record<string, Permission>>;

export type PermissionWord = keyof typeof POLICY;
export const PERMISSION_WORDS = Object.keys(POLICY) as PermissionWord[];

export const permission = (word: PermissionWord): Permission => POLICY[word];

/** By which permission a record of a kind is seen at all: whoever may not, and is nothing to it, finds nothing there. */
export const SEEN_BY: Readonly<Record<RecordKind, PermissionWord>> = {
  enrolment: 'enrolment.read',
  observation: 'observation.read',
  visit: 'visit.read',
  person: 'person.read',
  program: 'program.read',
};

/** The view of a record that a holder has by a permission; null where it gives none, or no views at all. */
export function viewOf(word: PermissionWord, holder: Holder): View | null {
  const { by } = permission(word);
  return isList(by) ? null : (by[holder] ?? null);
}

export const holdersOf = (word: PermissionWord): readonly Holder[] => {
  const { by } = permission(word);
  return isList(by) ? by : (Object.keys(by) as Holder[]);
};

const isList = (by: Permission['by']): by is readonly Holder[] => Array.isArray(by);

/** Whoever reads the record of a rep or a part of it, beside the rep, in the order of the table. */
export const READERS = holdersOf('observation.read')
  .concat(holdersOf('enrolment.read'))
  .filter((holder, place, all) => holder !== 'self' && all.indexOf(holder) === place);
