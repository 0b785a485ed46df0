import type { AnyFact, FactData, FactKind } from '../domain/facts.js';
import type { FeedbackMarks } from './loop-log.js';
import { measure } from './measure.js';
import type { QuestionName } from './questions.js';
import type { Count } from './tally.js';
import { monthOf } from './weeks.js';

/*
 * One rep in one capability, with dates that can be counted by hand. 2026-03-02 is a Monday; weeks belong to the month of
 * their Thursday: March has the weeks of 2, 9, 16, 23 March, and April those of 30 March to 27 April.
 */
const at = (day: string): number => Date.parse(`${day}T10:00:00Z`);
let told = 0;
const fact = <K extends FactKind>(kind: K, day: string, data: FactData[K], recordedOn = day): AnyFact =>
  ({
    id: `fact ${String(++told).padStart(4, '0')}`,
    kind,
    happenedAt: at(day),
    recordedAt: at(recordedOn),
    data,
  }) as AnyFact;

const observed = (
  day: string,
  given: Partial<FactData['observed']> & {
    level?: number | null;
    fed?: string;
    recordedOn?: string;
    actions?: string[];
  } = {},
): AnyFact => {
  const { level = null, fed, recordedOn = fed ?? day, actions = [], ...data } = given;
  return fact(
    'observed',
    day,
    {
      observationId: `seen ${day}`,
      visitId: null,
      observer: 'Lena',
      channel: 'faceToFace',
      customer: null,
      prompted: true,
      feedback: fed
        ? { givenAt: at(fed), level, actions: actions.map((actionId) => ({ actionId, dueAt: null })) }
        : null,
      ...data,
    },
    recordedOn,
  );
};
const BOTH: FeedbackMarks = { hasEvidence: true, hasSuggestion: true, isAlike: false, ratings: {} };

const loop = (
  facts: readonly AnyFact[],
  marks: Record<string, FeedbackMarks> = {},
  openedOn = '2026-03-02',
) => ({
  openedAt: at(openedOn),
  trainedAt: at(openedOn),
  anchors: ['asksFirst'],
  level: 2,
  facts,
  marks: new Map(Object.entries(marks)),
});

/** Under which answer the rep stands at the end of a week. */
const standing = (counts: readonly Count[], question: QuestionName, week: string): Record<string, number> =>
  sums(counts.filter((one) => one.question === question && one.week <= week));
/** What happened in a month. */
const within = (counts: readonly Count[], question: QuestionName, month: string): Record<string, number> =>
  sums(counts.filter((one) => one.question === question && monthOf(one.week) === month));
const sums = (counts: readonly Count[]): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const { answer, count } of counts) all[answer] = (all[answer] ?? 0) + count;
  return Object.fromEntries(Object.entries(all).filter(([, count]) => count !== 0));
};
const measured = (...facts: AnyFact[]): Count[] => measure([loop(facts)]);
const phase = (day: string, to: FactData['phaseEntered']['phase'], cycle = 1) =>
  fact('phaseEntered', day, { phase: to, cycle });
const obligation = (
  day: string,
  key: string,
  kind: FactData['obligationOpened']['kind'],
  due: string,
): AnyFact =>
  fact('obligationOpened', day, { obligation: key, kind, cycle: 1, owner: 'manager', dueAt: at(due) });

describe('where a rep stands', () => {
  const counts = measured(
    phase('2026-03-02', 'observe'),
    phase('2026-03-11', 'feedback'),
    phase('2026-03-12', 'develop'),
    fact('adopted', '2026-04-07', { cycle: 3, evidence: [] }),
    phase('2026-04-07', 'sustain', 3),
    fact('lapsed', '2026-05-05', { observationId: null }),
    phase('2026-05-05', 'observe', 3),
    fact('adopted', '2026-06-02', { cycle: 4, evidence: [] }),
    phase('2026-06-02', 'sustain', 4),
    phase('2026-09-01', 'completed', 4),
  );

  it('is one answer at the end of every week', () => {
    expect(standing(counts, 'standing', '2026-02-23')).toEqual({});
    expect(standing(counts, 'standing', '2026-03-02')).toEqual({ observe: 1 });
    expect(standing(counts, 'standing', '2026-03-09')).toEqual({ develop: 1 });
    expect(standing(counts, 'standing', '2026-04-06')).toEqual({ sustain: 1 });
    expect(standing(counts, 'standing', '2026-05-04')).toEqual({ lapsed: 1 });
    expect(standing(counts, 'standing', '2026-06-01')).toEqual({ sustain: 1 });
    expect(standing(counts, 'standing', '2027-01-04')).toEqual({ completed: 1 });
  });

  it('says how long each stay was that has ended', () => {
    expect(within(counts, 'daysToObserve', '2026-03')).toEqual({ twoWeeks: 1 });
    expect(within(counts, 'daysInFeedback', '2026-03')).toEqual({ oneWeek: 1 });
    expect(within(counts, 'daysInDevelop', '2026-04')).toEqual({ fourWeeks: 1 });
  });

  it('follows a correction: what was told later holds from its own instant on', () => {
    const corrected = measured(
      phase('2026-03-02', 'observe'),
      fact('phaseEntered', '2026-03-11', { phase: 'feedback', cycle: 1 }),
      fact('phaseEntered', '2026-03-02', { phase: 'observe', cycle: 1 }, '2026-03-20'),
    );
    expect(standing(corrected, 'standing', '2026-03-09')).toEqual({ observe: 1 });
    expect(within(corrected, 'daysToObserve', '2026-03')).toEqual({});
  });

  it('counts the newest of several loops, and what happened in all of them', () => {
    const first = loop([
      phase('2026-03-02', 'observe'),
      observed('2026-03-03'),
      phase('2026-03-10', 'withdrawn'),
    ]);
    const second = loop([phase('2026-04-01', 'observe')], {}, '2026-04-01');
    const both = measure([second, first]);
    expect(standing(both, 'standing', '2026-03-23')).toEqual({ withdrawn: 1 });
    expect(standing(both, 'standing', '2026-03-30')).toEqual({ observe: 1 });
    expect(standing(both, 'firstSeen', '2026-03-30')).toEqual({ waiting: 1 });
    expect(standing(both, 'truth', '2026-03-30')).toEqual({ unanswered: 1 });
  });
});

describe('why a loop does not move', () => {
  it('is the reason of the stall that began first, until it has recovered', () => {
    const counts = measured(
      fact('stalled', '2026-03-17', {
        obligation: 'observe/first',
        reason: 'noVisitPlanned',
        clearer: 'manager',
      }),
      fact('stalled', '2026-03-25', {
        obligation: 'feedback/1',
        reason: 'observedNoFeedback',
        clearer: 'manager',
      }),
      fact('recovered', '2026-04-01', { obligation: 'observe/first' }),
      fact('recovered', '2026-04-08', { obligation: 'feedback/1' }),
    );
    expect(standing(counts, 'stalls', '2026-03-09')).toEqual({ notStalled: 1 });
    expect(standing(counts, 'stalls', '2026-03-23')).toEqual({ noVisitPlanned: 1 });
    expect(standing(counts, 'stalls', '2026-03-30')).toEqual({ observedNoFeedback: 1 });
    expect(standing(counts, 'stalls', '2026-04-06')).toEqual({ notStalled: 1 });
  });
});

describe('how often a rep was seen', () => {
  it('is counted by month, and where nobody looked, by what stood in the way', () => {
    const counts = measured(
      phase('2026-03-02', 'observe'),
      observed('2026-03-10'),
      observed('2026-04-08'),
      observed('2026-04-20'),
      fact('noOpportunity', '2026-05-04', { until: at('2026-06-08') }),
      phase('2026-06-15', 'excused'),
      phase('2026-07-06', 'observe'),
      phase('2026-09-09', 'withdrawn'),
    );
    const month = (last: string) => standing(counts, 'reinforcement', last);
    expect(month('2026-03-23')).toEqual({ once: 1 });
    expect(month('2026-04-27')).toEqual({ more: 1 });
    expect(month('2026-05-25')).toEqual({ noOpportunity: 1 });
    expect(month('2026-06-22')).toEqual({ excused: 1 });
    expect(month('2026-07-27')).toEqual({ unseen: 1 });
    expect(month('2026-08-24')).toEqual({ unseen: 1 });
    expect(month('2026-09-21')).toEqual({ ended: 1 });
  });

  it('says how long after the training they were seen first, and how varied', () => {
    const counts = measured(
      observed('2026-03-20'),
      observed('2026-03-25'),
      observed('2026-04-08', { channel: 'remote' }),
    );
    expect(standing(counts, 'firstSeen', '2026-03-09')).toEqual({ waiting: 1 });
    expect(standing(counts, 'firstSeen', '2026-03-16')).toEqual({ fourWeeks: 1 });
    expect(standing(counts, 'variety', '2026-03-16')).toEqual({ tooFew: 1 });
    expect(standing(counts, 'variety', '2026-03-23')).toEqual({ alike: 1 });
    expect(standing(counts, 'variety', '2026-04-06')).toEqual({ varied: 1 });
  });
});

describe('first signs', () => {
  const planned = (day: string, visitId: string) =>
    fact('visitPlanned', day, { visitId, at: at('2026-04-20') });

  it('are missing once nothing is planned two weeks after the training, without a fact that says so', () => {
    const counts = measured();
    expect(standing(counts, 'firstSigns', '2026-03-09')).toEqual({ fresh: 1 });
    expect(standing(counts, 'firstSigns', '2026-03-16')).toEqual({ nothing: 1 });
  });

  it('are a visit that stands, or an observation; who is excused is not asked for any', () => {
    const counts = measured(
      planned('2026-03-18', 'v1'),
      fact('visitCancelled', '2026-03-25', { visitId: 'v1' }),
      phase('2026-03-31', 'excused'),
      phase('2026-04-07', 'observe'),
      observed('2026-04-14'),
    );
    const week = (monday: string) => standing(counts, 'firstSigns', monday);
    expect(week('2026-03-16')).toEqual({ planned: 1 });
    expect(week('2026-03-23')).toEqual({ nothing: 1 });
    expect(week('2026-03-30')).toEqual({ stopped: 1 });
    expect(week('2026-04-06')).toEqual({ nothing: 1 });
    expect(week('2026-04-13')).toEqual({ seen: 1 });
  });
});

describe('what was owed', () => {
  it('came by its date or did not, and counts in the month in which it was due', () => {
    const counts = measured(
      obligation('2026-03-02', 'observe/first', 'observe', '2026-03-13'),
      obligation('2026-03-02', 'checkIn/1', 'checkIn', '2026-03-12'),
      fact('obligationMet', '2026-03-10', { obligation: 'observe/first', late: false }),
      fact('obligationMissed', '2026-03-12', { obligation: 'checkIn/1' }),
      fact('obligationMet', '2026-04-20', { obligation: 'checkIn/1', late: true }),
      obligation('2026-03-10', 'feedback/1', 'feedback', '2026-03-12'),
      fact('obligationMoved', '2026-03-11', {
        obligation: 'feedback/1',
        from: null,
        dueAt: at('2026-04-02'),
      }),
      fact('obligationMet', '2026-03-31', { obligation: 'feedback/1', late: false }),
      obligation('2026-03-10', 'action/1', 'action', '2026-03-24'),
      fact('obligationMissed', '2026-03-24', { obligation: 'action/1' }),
      obligation('2026-03-24', 'followUp/1', 'followUp', '2026-04-07'),
      fact('obligationClosed', '2026-04-01', { obligation: 'followUp/1', how: 'dropped' }),
    );
    expect(within(counts, 'coverage', '2026-03')).toEqual({ inTime: 1, missed: 1 });
    expect(within(counts, 'feedbackInTime', '2026-03')).toEqual({});
    expect(within(counts, 'feedbackInTime', '2026-04')).toEqual({ inTime: 1 });
    expect(within(counts, 'actionsOnTime', '2026-03')).toEqual({ missed: 1 });
    expect(within(counts, 'followUpHeld', '2026-04')).toEqual({});
  });

  it('went above the manager in a month, however often', () => {
    const rung = (day: string, audience: FactData['rungReached']['audience']) =>
      fact('rungReached', day, { obligation: 'observe/first', rung: 1, audience, unreachable: false });
    const counts = measured(
      rung('2026-03-10', 'manager'),
      rung('2026-04-07', 'secondLine'),
      rung('2026-04-14', 'programOwner'),
    );
    expect(standing(counts, 'escalated', '2026-03-23')).toEqual({ none: 1 });
    expect(standing(counts, 'escalated', '2026-04-27')).toEqual({ above: 1 });
    expect(standing(counts, 'escalated', '2026-05-25')).toEqual({ none: 1 });
  });

  it('followed a message within seven days, or did not', () => {
    const handed = (day: string, rung: number, channel: 'email' | 'slack') =>
      fact('handedOver', day, { obligation: 'observe/first', rung, person: 'Lena', channel });
    const counts = measured(
      obligation('2026-03-02', 'observe/first', 'observe', '2026-03-13'),
      handed('2026-03-03', 0, 'slack'),
      handed('2026-03-16', 1, 'email'),
      fact('obligationMet', '2026-03-20', { obligation: 'observe/first', late: true }),
      handed('2026-03-21', 2, 'email'),
      fact('handedOver', '2026-03-05', { obligation: 'pulse/x', rung: 0, person: 'Ana', channel: 'email' }),
    );
    expect(within(counts, 'nudges', '2026-03')).toEqual({ firstSlackOnly: 1, laterEmailActed: 1 });
  });
});

describe('what was said about it', () => {
  const counts = measure([
    loop(
      [
        observed('2026-03-10', { fed: '2026-03-10', level: 1, actions: ['a'] }),
        observed('2026-03-17', { fed: '2026-03-21', level: 2 }),
        fact('selfAssessed', '2026-03-24', { level: 3 }),
        observed('2026-04-07', { fed: '2026-04-20', level: 2 }),
        fact('selfAssessed', '2026-04-22', { level: 2 }),
        observed('2026-04-21', { fed: '2026-04-23', level: 1 }),
        fact('acknowledged', '2026-03-12', { observationId: 'seen 2026-03-10' }),
        fact('acknowledged', '2026-03-24', { observationId: 'seen 2026-03-17' }),
        fact('disputed', '2026-03-31', { observationId: 'seen 2026-03-17', reason: 'didNotHappen' }),
        fact('confirmed', '2026-04-28', { observationId: 'seen 2026-04-07', by: 'callRecord' }),
      ],
      {
        'seen 2026-03-10': BOTH,
        'seen 2026-03-17': { ...BOTH, hasSuggestion: false },
        'seen 2026-04-07': { ...BOTH, hasEvidence: false },
        'seen 2026-04-21': { ...BOTH, hasEvidence: false, hasSuggestion: false },
      },
    ),
  ]);

  it('came so soon, held evidence and a suggestion, and led to an action', () => {
    expect(within(counts, 'feedbackLag', '2026-03')).toEqual({ oneDay: 1, fiveDays: 1 });
    expect(within(counts, 'feedbackLag', '2026-04')).toEqual({ longer: 1, twoDays: 1 });
    expect(within(counts, 'feedbackContent', '2026-03')).toEqual({ both: 1, evidenceOnly: 1 });
    expect(within(counts, 'feedbackContent', '2026-04')).toEqual({ suggestionOnly: 1, neither: 1 });
    expect(within(counts, 'actionsAgreed', '2026-03')).toEqual({ agreed: 1, notAgreed: 1 });
  });

  it('rose or fell, and was what the rep thinks or not, each word compared once', () => {
    expect(within(counts, 'improvement', '2026-03')).toEqual({ higher: 1 });
    expect(within(counts, 'improvement', '2026-04')).toEqual({ same: 1, lower: 1 });
    expect(within(counts, 'ratingGap', '2026-03')).toEqual({ repHigher: 1 });
    expect(within(counts, 'ratingGap', '2026-04')).toEqual({ same: 1 });
  });

  it('was confirmed, disputed or left unanswered; a dispute stays one', () => {
    expect(standing(counts, 'truth', '2026-03-09')).toEqual({ confirmed: 1 });
    expect(standing(counts, 'truth', '2026-03-23')).toEqual({ confirmed: 2 });
    expect(standing(counts, 'truth', '2026-03-30')).toEqual({ confirmed: 1, disputed: 1 });
    expect(standing(counts, 'truth', '2026-04-27')).toEqual({ confirmed: 2, disputed: 1, unanswered: 1 });
  });
});

describe('a sign that coaching is performed for the visit', () => {
  const end = '2026-12-28';
  const rated = (day: string, level: number, given: Parameters<typeof observed>[1] = {}) =>
    observed(day, { fed: day, level, customer: day, ...given });

  it('is high ratings only with a prompt', () => {
    const visits = (unprompted: number) => [
      rated('2026-03-10', 3),
      rated('2026-03-11', 3),
      rated('2026-03-12', 1, { prompted: false }),
      rated('2026-03-13', unprompted, { prompted: false }),
    ];
    expect(standing(measured(...visits(2)), 'highWhenPrompted', end)).toEqual({ sign: 1 });
    expect(standing(measured(...visits(3)), 'highWhenPrompted', end)).toEqual({ none: 1 });
    expect(standing(measured(rated('2026-03-10', 3)), 'highWhenPrompted', end)).toEqual({ tooFew: 1 });
  });

  it('is everything with one customer', () => {
    const visits = (customer: string) => [
      rated('2026-03-10', 2, { customer: 'A' }),
      rated('2026-03-17', 2, { customer: 'A' }),
      rated('2026-03-24', 2, { customer }),
    ];
    expect(standing(measured(...visits('A')), 'oneDayOneCustomer', end)).toEqual({ sign: 1 });
    expect(standing(measured(...visits('B')), 'oneDayOneCustomer', end)).toEqual({ none: 1 });
  });

  it('is every anchor the same, every time', () => {
    const days = ['2026-03-10', '2026-03-17', '2026-03-24'];
    const alike = Object.fromEntries(days.map((day) => [`seen ${day}`, { ...BOTH, isAlike: true }]));
    const ofLevels = (...levels: number[]) =>
      measure([
        loop(
          days.map((day, index) => rated(day, levels[index]!)),
          alike,
        ),
      ]);
    expect(standing(ofLevels(2, 2, 2), 'alwaysAlike', end)).toEqual({ sign: 1 });
    expect(standing(ofLevels(2, 2, 3), 'alwaysAlike', end)).toEqual({ none: 1 });
  });

  it('is three entered on one day, long after', () => {
    const visits = (last: string) => [
      rated('2026-03-10', 2, { recordedOn: '2026-03-31' }),
      rated('2026-03-17', 2, { recordedOn: '2026-03-31' }),
      rated('2026-03-18', 2, { recordedOn: last }),
    ];
    expect(standing(measured(...visits('2026-03-31')), 'enteredTogether', end)).toEqual({ sign: 1 });
    expect(standing(measured(...visits('2026-03-19')), 'enteredTogether', end)).toEqual({ none: 1 });
  });
});

describe('a correction', () => {
  it('takes back what it takes back, in the period in which it had happened', () => {
    const seen = observed('2026-03-10', { fed: '2026-03-10', level: 2 });
    const corrected = fact('corrected', '2026-06-01', { factId: seen.id, data: null });
    expect(standing(measured(seen), 'reinforcement', '2026-03-23')).toEqual({ once: 1 });
    const after = measured(seen, corrected);
    expect(standing(after, 'reinforcement', '2026-03-23')).toEqual({ unseen: 1 });
    expect(within(after, 'feedbackLag', '2026-03')).toEqual({});
  });
});
