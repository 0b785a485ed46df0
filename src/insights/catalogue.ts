import { STALL_REASONS } from '../domain/words.js';
import { ADOPTED_WITHIN_DAYS, RATED_WITHIN_DAYS } from './measure-learning.js';
import { anchorQuestion, asked, type Counted, type QuestionName } from './questions.js';

/** A figure that is shown, and everything that whoever reads it must know. Drives API, docs, app and exports. */
export interface Kpi {
  /** What it is called. */
  title: string;
  /** The question that it answers. */
  asks: string;
  formula: string;
  denominator: string;
  /** What is not in it, or is counted in it apart. */
  leftOut: string;
  source: string;
  question: QuestionName;
  /** Answers that are counted in the numerator. */
  share: readonly string[];
  /** Whether more of it is what everybody hopes for; null: it is neither. */
  more: 'good' | 'bad' | null;
}

const LOOPS =
  'What the coaching loops said, from the facts told to them; nothing that anybody reports of themselves.';
const REPORTS = 'Observations and feedback as they were told, by their own dates.';
const EVERYBODY = 'Nobody: reps who are paused, excused or withdrawn count among all reps, too.';
const NEWCOMERS = 'Reps who wait until enough others are new with them.';
const standing = {
  question: 'standing',
  denominator: 'Reps who are counted, each by their newest loop.',
} as const;
const due = (what: string) => ({
  denominator: `${what} whose due date lay in the month.`,
  leftOut: 'What was dropped or excused before it was due, and what has no due date.',
  source: LOOPS,
  share: ['inTime'],
  more: 'good' as const,
});
const stay = (phase: string, question: QuestionName): Kpi => ({
  title: `Days in ${phase}`,
  asks: `How long do reps stay in the phase "${phase}"?`,
  formula:
    'Stays of at most 14 days ÷ all stays that ended in the month; the median lies in the band that the bands show.',
  denominator: 'Stays in this phase that ended in the month.',
  leftOut: 'Stays that go on.',
  source: LOOPS,
  question,
  share: ['oneWeek', 'twoWeeks'],
  more: 'good',
});
const signOf = (title: string, formula: string, question: QuestionName): Kpi => ({
  title,
  asks: 'Do observations lie as if they were made for the visit? A sign, not a verdict, and never about one person.',
  formula,
  denominator: 'Reps who are counted, also those with too few observations to say.',
  leftOut: NEWCOMERS,
  source: REPORTS,
  question,
  share: ['sign'],
  more: null,
});

export const KPIS = {
  adopted: {
    ...standing,
    title: 'Adopted',
    asks: 'Where is the capability used as it was trained?',
    formula:
      'Reps who were seen at the level that the program asks for, whose check-ins go on or are over ÷ all reps.',
    leftOut: EVERYBODY,
    source: LOOPS,
    share: ['sustain', 'completed'],
    more: 'good',
  },
  sustained: {
    ...standing,
    title: 'Sustained',
    asks: 'Where has adoption held through all check-ins?',
    formula: 'Reps whose adoption held to the end ÷ all reps.',
    leftOut: `${EVERYBODY} Where too few or too many have this answer to show it, a row is left out as a whole.`,
    source: LOOPS,
    share: ['completed'],
    more: 'good',
  },
  lapsed: {
    ...standing,
    title: 'Lapsed',
    asks: 'Where was a capability adopted and lost again?',
    formula: 'Reps who had adopted, fell below the level and have not come back ÷ all reps.',
    leftOut: `${EVERYBODY} Where too few or too many have this answer to show it, a row is left out as a whole.`,
    source: LOOPS,
    share: ['lapsed'],
    more: 'bad',
  },
  stalled: {
    title: 'Stalled',
    asks: 'Where does coaching wait too long, and for what?',
    formula: 'Reps whose loop is stalled, for one reason: that of the stall that began first ÷ all reps.',
    denominator: 'Reps who are counted, each by their newest loop.',
    leftOut: 'Nobody: no opportunity, absence of the manager and over capacity are reasons of their own.',
    source: LOOPS,
    question: 'stalls',
    share: STALL_REASONS,
    more: 'bad',
  },
  firstSeen: {
    title: 'Seen for the first time',
    asks: 'How long after the training is a rep first observed?',
    formula:
      'Reps who were observed at least once ÷ all reps; by days since the training: 14, 28, 56 and more.',
    denominator: 'Reps who are counted, each by their newest loop.',
    leftOut: 'Nobody: who waits is counted as waiting.',
    source: REPORTS,
    question: 'firstSeen',
    share: ['twoWeeks', 'fourWeeks', 'eightWeeks', 'longer'],
    more: 'good',
  },
  nothingPlanned: {
    title: 'Nothing planned after two weeks',
    asks: 'Where has nothing begun two weeks after the training?',
    formula:
      'Reps who were trained more than 14 days ago, were never observed and have no joint visit planned or held ÷ all reps.',
    denominator: 'Reps who are counted, each by their newest loop.',
    leftOut:
      'Nobody: who was trained within 14 days stands under "fresh", who is paused, excused or withdrawn under "stopped".',
    source: 'Observations and joint visits as they were told.',
    question: 'firstSigns',
    share: ['nothing'],
    more: 'bad',
  },
  reinforcement: {
    title: 'Reinforcement',
    asks: 'How often is what was trained observed, per rep and month?',
    formula: 'Reps observed at least once in the month ÷ all reps; once and more often apart.',
    denominator: 'Reps who are counted, each by their newest loop.',
    leftOut:
      'Nobody: who is excused, has no opportunity, or has ended counts among all reps, as does whose manager is absent or over capacity; each of these is counted apart.',
    source: REPORTS,
    question: 'reinforcement',
    share: ['once', 'more'],
    more: 'good',
  },
  coverage: {
    title: 'Coverage',
    asks: 'Are reps observed within the cadence?',
    formula: 'Observations and check-ins that came by their due date ÷ all that were due.',
    ...due('Observations and check-ins'),
    question: 'coverage',
  },
  feedbackInTime: {
    title: 'Feedback in time',
    asks: 'Does feedback follow an observation by its due date?',
    formula: 'Feedback given by its due date ÷ all that was due.',
    ...due('Feedback'),
    question: 'feedbackInTime',
  },
  feedbackLag: {
    title: 'From visit to feedback',
    asks: 'How long do reps wait for feedback?',
    formula: 'Feedback given at most two days after the visit ÷ all feedback; bands at 1, 2 and 5 days.',
    denominator: 'Feedback given in the month.',
    leftOut: 'Observations without feedback: they stand in "Feedback in time" and among the stall reasons.',
    source: REPORTS,
    question: 'feedbackLag',
    share: ['oneDay', 'twoDays'],
    more: 'good',
  },
  feedbackContent: {
    title: 'Evidence and suggestion',
    asks: 'Does feedback say what was seen and what to try next?',
    formula: 'Feedback with both ÷ all feedback.',
    denominator: 'Feedback given in the month.',
    leftOut: 'Nothing. Where a country allows no free text it counts as without both.',
    source: 'Whether the two fields were filled in; what stands in them is not read.',
    question: 'feedbackContent',
    share: ['both'],
    more: 'good',
  },
  actionsAgreed: {
    title: 'Action agreed',
    asks: 'Does feedback lead to something that the rep will do?',
    formula: 'Feedback with at least one agreed action ÷ all feedback.',
    denominator: 'Feedback given in the month.',
    leftOut: 'Nothing.',
    source: REPORTS,
    question: 'actionsAgreed',
    share: ['agreed'],
    more: 'good',
  },
  actionsOnTime: {
    title: 'Actions closed on time',
    asks: 'Is what was agreed done by its date?',
    formula: 'Actions done by their due date ÷ all that were due.',
    ...due('Actions'),
    question: 'actionsOnTime',
  },
  followUpHeld: {
    title: 'Follow-up held',
    asks: 'Does somebody look whether what was agreed works?',
    formula: 'Follow-ups held by their due date ÷ all that were due.',
    ...due('Follow-ups'),
    question: 'followUpHeld',
  },
  ratingGap: {
    title: 'Coach and rep agree',
    asks: 'Do coach and rep rate the same capability alike?',
    formula: 'Pairs with the same level ÷ all pairs; coach higher and rep higher apart.',
    denominator: 'A rating and a self-assessment, each compared once, in the month of the second.',
    leftOut: 'Words to which the other’s is missing.',
    source: REPORTS,
    question: 'ratingGap',
    share: ['same'],
    more: null,
  },
  improvement: {
    title: 'Improvement',
    asks: 'Do ratings rise from one observation to the next?',
    formula: 'Rated observations above the one before ÷ all that have one before.',
    denominator: 'Rated observations of the month with a rated one before them.',
    leftOut: 'First observations, and those in which no anchor had an occasion.',
    source: REPORTS,
    question: 'improvement',
    share: ['higher'],
    more: 'good',
  },
  variety: {
    title: 'Variety',
    asks: 'Is a capability seen in different situations?',
    formula: 'Reps seen through several channels, with several customers or by several observers ÷ all reps.',
    denominator: 'Reps who are counted; those with fewer than two observations stand under "tooFew".',
    leftOut: NEWCOMERS,
    source: REPORTS,
    question: 'variety',
    share: ['varied'],
    more: 'good',
  },
  escalated: {
    title: 'Escalations',
    asks: 'About how many reps of a hundred did something go above the manager?',
    formula: 'Reps with at least one rung above the manager in the month ÷ all reps.',
    denominator: 'Reps who are counted, each by their newest loop.',
    leftOut: 'What the person above had heard in another part already.',
    source: LOOPS,
    question: 'escalated',
    share: ['secondLine', 'above'],
    more: 'bad',
  },
  nudges: {
    title: 'Messages that led to action',
    asks: 'Does a message lead to what it asks for?',
    formula:
      'Messages after which what was owed was done within seven days ÷ all messages; by rung and channel.',
    denominator: 'Messages whose seven days ended in the month.',
    leftOut:
      'Messages about what was done already, about visits, and the monthly question. Openings and clicks are not tracked.',
    source: 'Hand-overs by Slack and mail, and the facts that followed.',
    question: 'nudges',
    share: ['firstEmailActed', 'firstSlackActed', 'laterEmailActed', 'laterSlackActed'],
    more: 'good',
  },
  daysToObserve: stay('observe', 'daysToObserve'),
  daysInFeedback: stay('feedback', 'daysInFeedback'),
  daysInDevelop: stay('develop', 'daysInDevelop'),
  daysInFollowUp: stay('follow-up', 'daysInFollowUp'),
  confirmed: {
    title: 'Confirmed',
    asks: 'How much of what is logged did somebody else than the manager confirm?',
    formula: 'Observations confirmed by the rep, a co-observer or a call record ÷ all that were logged.',
    denominator: 'All observations of the reps who are counted, up to the end of the week.',
    leftOut:
      'Nothing: disputed and unanswered are shown apart. The manager’s own word, or plan, confirms nothing.',
    source: REPORTS,
    question: 'truth',
    share: ['confirmed'],
    more: 'good',
  },
  seenByReps: {
    title: 'Seen, as reps say',
    asks: 'Asked without a name, do reps say that somebody saw them use it?',
    formula: 'Answers "seen" ÷ all answers to the monthly question; whether it helped apart.',
    denominator: 'Answers of the month, shown a month later: a question stays open so long.',
    leftOut:
      'Reps who did not answer. Whose answer is whose is not kept, so that only region and month cut it.',
    source: 'The monthly question, a source beside what managers log.',
    question: 'pulse',
    share: ['seenHelped', 'seenOnly'],
    more: 'good',
  },
  highWhenPrompted: signOf(
    'High only when prompted',
    'Reps whose every rating with a prompt is above every one without, two of each at least ÷ all reps.',
    'highWhenPrompted',
  ),
  oneDayOneCustomer: signOf(
    'All on one day or one customer',
    'Reps with three observations or more, all on one day or with one customer ÷ all reps.',
    'oneDayOneCustomer',
  ),
  alwaysAlike: signOf(
    'Always the same rating',
    'Reps with three rated observations or more, every anchor and every time the same ÷ all reps.',
    'alwaysAlike',
  ),
  enteredTogether: signOf(
    'Entered together, late',
    'Reps with three observations told on one day, each more than a week after it ÷ all reps.',
    'enteredTogether',
  ),
} as const satisfies Readonly<Record<string, Kpi>>;

const followed = (days: number) => ({
  denominator: `Reps who are counted and were followed for ${days} days from the later of training and launch, each by their first loop and the content of that training.`,
  source: LOOPS,
  more: 'good' as const,
});
const LATER =
  'Groups of which somebody was not followed so long yet: they stand beside the figure, and enter it whole.';

/** What the training left behind, by version of its content: no figures for maps, trends and alerts. */
export const LEARNING_KPIS = {
  adoptedInTime: {
    ...followed(ADOPTED_WITHIN_DAYS),
    title: `Adopted within ${ADOPTED_WITHIN_DAYS / 7} weeks`,
    asks: 'Do those who were trained with this content come to use it?',
    formula: `Reps whose loop came to count as adopted within ${ADOPTED_WITHIN_DAYS} days, whatever came later ÷ all reps.`,
    leftOut: LATER,
    question: 'adoptedInTime',
    share: ['adopted'],
  },
  anchorMet: {
    ...followed(RATED_WITHIN_DAYS),
    title: 'Anchor met at first sight',
    asks: 'Is an anchor there when there is an occasion for it the first time?',
    formula: `Reps who were at the level that adoption asks for, or above, when the anchor was first rated within ${RATED_WITHIN_DAYS} days ÷ all reps; below it, and not rated, apart.`,
    leftOut: LATER,
    source: 'Ratings by anchor, read before they are erased. An anchor without an occasion is not rated.',
    question: anchorQuestion('CODE'),
    share: ['met'],
  },
} as const satisfies Readonly<Record<string, Kpi>>;
export type LearningKpi = keyof typeof LEARNING_KPIS;

export type KpiName = keyof typeof KPIS;
export const KPI_NAMES = Object.keys(KPIS) as KpiName[];
export const kpi = (name: KpiName): Kpi => KPIS[name];

export const countedIn = (name: KpiName): Counted => asked(kpi(name).question).counts;
export const releasedEvery = (name: KpiName): 'week' | 'month' => asked(kpi(name).question).every;
