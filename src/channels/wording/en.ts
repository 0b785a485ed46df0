import { beforeItGoesOn, passedOn, visits, watchFor } from './en-visits.js';
import type { Locale } from './words.js';

export const en: Locale = {
  language: 'en',
  dates: 'en-GB',
  opening: {
    rep: { one: 'Hello {name}, one thing for you.', other: 'Hello {name}, {n} things for you.' },
    manager: {
      one: 'Hello {name}, one thing that would help.',
      other: 'Hello {name}, {n} things that would help.',
    },
    secondLine: {
      one: 'Hello {name}, one coaching loop could use you this week.',
      other: 'Hello {name}, {n} coaching loops could use you this week.',
    },
    programOwner: {
      one: 'Hello {name}, one thing in your programs could use a hand.',
      other: 'Hello {name}, {n} things in your programs could use a hand.',
    },
    sponsor: {
      one: 'Hello {name}, one thing in the programs you sponsor.',
      other: 'Hello {name}, {n} things in the programs you sponsor.',
    },
  },
  allDone: 'Hello {name}, all done. There is nothing left to do here.',
  andMore: { one: 'and 1 more', other: 'and {n} more' },
  others: 'These can wait:',
  canWait: {
    one: '1 more can wait; it is in your queue.',
    other: '{n} more can wait; they are in your queue.',
  },
  subject: { visit: '{Day} with {rep}', done: 'Done: {headline}' },
  items: {
    observe: {
      manager: {
        headline: 'See {rep} with a customer',
        ready: '{rep} is ready to be seen',
        beforeItGoesOn: beforeItGoesOn.observe,
      },
      rep: { headline: 'Ready to be seen?', ready: 'You asked to be seen' },
      secondLine: { headline: '{rep}: a joint visit would help', ready: '{rep} is ready to be seen' },
    },
    feedback: {
      manager: {
        headline: 'Two minutes for {rep}',
        beforeItGoesOn: 'Short of time for {rep}’s feedback?',
        help: 'Most useful while it is fresh: one thing you saw, one thing to try.',
      },
      rep: {
        headline: 'What was seen on your visit',
        help: 'Ask {manager} for one thing that worked and one to try.',
      },
      secondLine: {
        headline: '{rep}: feedback is open',
        help: 'An hour freed for {manager} would help most.',
      },
    },
    action: {
      manager: { headline: '{rep} is trying something new', help: 'A word from you helps it stick.' },
      rep: { headline: 'How did it go?', help: 'Whether it helped or not, a word is enough.' },
      secondLine: { headline: '{rep}: an agreed step is open' },
    },
    followUp: {
      manager: {
        headline: 'Is it holding for {rep}?',
        beforeItGoesOn: beforeItGoesOn.followUp,
        help: 'Seen it, talked about it, or keep going: each is an answer.',
      },
      rep: { headline: 'Is it holding?', help: 'Say how it goes when you are back with customers.' },
      secondLine: {
        headline: '{rep}: a follow-up is open',
        help: 'An hour freed for {manager} would help most.',
      },
    },
    acknowledge: {
      manager: {
        headline: '{rep} has your feedback',
        help: 'Their answer is open. A short talk says more than a form.',
      },
      rep: {
        headline: '{Manager} wrote down your visit',
        help: 'Does it match how you saw it? You and {manager} can read this.',
      },
      secondLine: { headline: '{rep}: an answer is open' },
    },
    regroup: {
      manager: {
        headline: '{rep} sees it differently',
        beforeItGoesOn: beforeItGoesOn.regroup,
        help: 'Ten minutes together usually settle it.',
      },
      rep: { headline: 'You see it differently', help: 'Ten minutes with {manager} usually settle it.' },
      secondLine: { headline: '{rep}: a talk is open', help: 'An hour freed for {manager} would help most.' },
    },
    checkIn: {
      manager: {
        headline: 'Is it still there for {rep}?',
        ready: '{rep} is ready to be seen',
        beforeItGoesOn: beforeItGoesOn.checkIn,
        help: 'One look with a customer tells.',
      },
      rep: { headline: 'Still part of your visits?', ready: 'You asked to be seen' },
      secondLine: { headline: '{rep}: a check-in is open' },
    },
    cover: {
      manager: {
        headline: 'Someone for {rep} meanwhile',
        help: 'Name who can see {rep} while you are away.',
      },
      rep: { headline: 'Someone for you meanwhile', help: 'Who goes with you for now is being settled.' },
      secondLine: {
        headline: '{rep} could use someone meanwhile',
        help: 'Take the loop yourself or name somebody else.',
      },
    },
    handOver: {
      manager: {
        headline: '{rep} is with you now',
        help: 'What is open has come to you, with all that was seen and agreed before.',
      },
      rep: { headline: '{Manager} is with you now' },
      secondLine: { headline: '{rep} has another manager' },
    },
    pulse: {
      manager: { headline: 'A question to {rep}' },
      rep: {
        headline: 'In the last four weeks, did someone see you use this with a customer?',
        help: 'Did it help? Answers are only ever shown counted together, never whose they are.',
      },
      secondLine: { headline: 'A question to {rep}' },
    },
    ...visits,
  },
  watchFor,
  passedOn,
  somebody: { inside: 'a coach', start: 'A coach' },
  unnamedRep: 'a colleague',
  due: {
    ahead: '{what} · by {date}',
    past: '{what} · meant for {date}',
    alone: { ahead: 'By {date}', past: 'Meant for {date}' },
  },
  visit: {
    manager: {
      planned: 'You are together {day} at {time}.',
      plannedAt: 'You are together {day} at {time}, {place}.',
      none: 'No visit is planned.',
    },
    rep: {
      planned: 'You and {manager} are together {day} at {time}.',
      plannedAt: 'You and {manager} are together {day} at {time}, {place}.',
      none: 'No visit is planned. Say when a visit would suit you.',
    },
    secondLine: {
      planned: 'The next visit is {day} at {time}.',
      plannedAt: 'The next visit is {day} at {time}, {place}.',
      none: 'No visit is planned.',
    },
  },
  cover: { away: '{Manager} is away.', vacant: 'There is no manager on record.' },
  observed: {
    manager: 'You were together {day}.',
    rep: 'You and {manager} were together {day}.',
    secondLine: '{Manager} and {rep} were together {day}.',
  },
  agreed: { rep: 'You agreed: “{action}”', manager: 'Last time you agreed: “{action}”' },
  goesOn: {
    rep: { named: 'Otherwise {name} hears of it {day}.', unnamed: 'Otherwise the rep hears of it {day}.' },
    manager: {
      named: 'Otherwise {name} hears {day} that it is open.',
      unnamed: 'Otherwise your manager hears {day} that it is open.',
    },
    secondLine: {
      named: 'Otherwise {name} sees {day} that it is open. Not what was seen.',
      unnamed: 'Otherwise the second line sees {day} that it is open. Not what was seen.',
    },
    programOwner: {
      unnamed: 'Otherwise it counts {day} among the open loops the program owner sees. Without names.',
    },
    sponsor: { unnamed: 'Otherwise it counts {day} among the open loops the sponsor sees. Without names.' },
  },
  day: { today: 'today', tomorrow: 'tomorrow', yesterday: 'yesterday', other: 'on {date}' },
  done: { by: 'Done · {by} · {date} {time}', alone: 'Done · {date} {time}', oneOf: '{what}: {done}' },
  owner: {
    loops: { one: '1 loop in {program} could use a hand', other: '{n} loops in {program} could use a hand' },
    ofCapability: '{capability}: {counts}',
    count: '{reason} {n}',
    doneSince: { one: '1 is done since.', other: '{n} are done since.' },
  },
  reasons: {
    noVisitPlanned: 'no visit planned',
    visitSlipped: 'visit slipped',
    observedNoFeedback: 'feedback open',
    feedbackNotActionable: 'feedback to be made actionable',
    disputeOpen: 'talk open',
    actionOverdue: 'agreed step open',
    followUpMissed: 'follow-up open',
    managerAbsent: 'manager away',
    noManager: 'no manager',
    overCapacity: 'more loops than visit days',
    noOpportunity: 'no opportunity',
    unreachable: 'nobody reached',
    waiting: 'waiting',
  },
  faults: {
    noManager: {
      headline: '{rep} has no manager on record',
      help: 'Enter one, and the loop goes on by itself.',
    },
    unreachable: {
      headline: 'Messages about {rep} reach nobody',
      help: 'Check the mail address and Slack account of {manager} and {rep}.',
    },
    overCapacity: {
      headline: 'More loops than visit days: {manager}',
      help: 'Add visit days, spread the start, or name a co-coach.',
    },
  },
  why: {
    rep: 'Why you: you are learning in {programs}.',
    manager: 'Why you: you are the line manager of {reps}.',
    secondLine: 'Why you: you lead the line of {reps}.',
    programOwner: 'Why you: you own {programs}.',
    sponsor: 'Why you: you sponsor {programs}.',
    cadence: { one: 'Cadence {cadences}.', other: 'Cadences {cadences}.' },
    oneCadence: '“{cadence}”, version {version}',
  },
  actions: {
    planVisit: 'Plan a visit',
    openVisit: 'Open the visit',
    sawAlready: 'I saw it already',
    anotherDay: 'Another day…',
    notPossible: 'Not possible',
    noOpportunity: 'No opportunity yet',
    notMyRep: 'Not my rep',
    sayReady: 'Ready to be seen',
    writeFeedback: 'Write it',
    visitMoved: 'It moved',
    didNotHappen: 'Did not happen',
    extend: 'Extend…',
    askForHelp: 'Ask for help',
    itHelped: 'It helped',
    itDidNot: 'It did not',
    notYet: 'Not yet',
    seenWorking: 'Seen working on…',
    keepIt: 'Not yet, keep it',
    talk: 'Talk on…',
    confirm: 'That matches',
    dispute: 'I see it differently',
    freeHour: 'Free an hour',
    newVisit: 'New visit instead',
    leaveIt: 'Leave it',
    takeIt: 'Take it',
    nameSomeone: 'Name someone…',
    assignManager: 'Assign a manager',
    mendContact: 'Mend the contact',
    freeVisitDays: 'Free visit days',
    seeLoops: 'See the loops',
    seenHelped: 'Yes, and it helped',
    seenOnly: 'Yes, no help',
    notSeen: 'Nobody did',
  },
  queue: 'Open your queue',
  settings: 'Choose how these reach you',
};
