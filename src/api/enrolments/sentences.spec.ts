import { languages, localeOf } from '../../channels/wording/locale.js';
import {
  ANSWERS,
  DISPUTE_REASONS,
  REGROUP_OUTCOMES,
  ROSTER_CAUSES,
  VISIT_CHANNELS,
  type AnyFact,
  type FactData,
  type FactKind,
} from '../../domain/facts.js';
import { CHANGES } from '../../domain/loop/changes.js';
import { HOLDS } from '../../domain/loop/holds.js';
import { noticeOf, talkOf, whoseOf } from '../../domain/message/subject.js';
import { AUDIENCES, type Roster } from '../../domain/people.js';
import { REFUSALS } from '../../domain/refusals.js';
import { OBLIGATION_KINDS, PHASES, STALL_REASONS } from '../../domain/words.js';
import { refusedIn } from '../common/problem.js';
import { Voice } from './sentences.js';

const at = Date.parse('2026-03-24T09:00:00Z');
const rep = { person: 'rep', calendar: 1 };
const ROSTER: Roster = {
  rep,
  manager: { person: 'manager', calendar: 1 },
  delegate: null,
  coCoaches: [],
  secondLine: null,
  programOwner: null,
  sponsor: null,
};
const feedback = { givenAt: at, level: 2, actions: [{ actionId: 'a', dueAt: at }] };
const told = { obligation: 'feedback/x', rung: 1, person: 'manager' };
const observed = {
  observationId: 'o',
  visitId: null,
  observer: 'manager',
  customer: null,
  prompted: false,
};

/** Each kind of fact with everything that can stand in it, and with nothing that may be left out. */
const FACTS: { [K in FactKind]: FactData[K][] } = {
  trained: [{ contentVersion: '3', launchedAt: at, spreadDays: 0, fits: true }],
  rosterChanged: [
    ...ROSTER_CAUSES.map((cause) => ({ cause, roster: ROSTER })),
    { cause: 'manager', roster: { ...ROSTER, manager: null, secondLineWithheld: true } },
    { cause: 'visitDays', roster: ROSTER, fits: true },
  ],
  cadenceMoved: [
    { moveId: 'm', from: 'v1', to: 'v2' },
    { moveId: 'm', from: 'v1', to: 'v2', begins: 'nextCycle' },
    { moveId: 'm', from: 'v1', to: 'v1' },
  ],
  visitPlanned: [{ visitId: 'v', at }],
  visitMoved: [{ visitId: 'v', at }],
  visitCancelled: [{ visitId: 'v' }],
  visitHeld: [{ visitId: 'v' }],
  observed: VISIT_CHANNELS.flatMap((channel) =>
    [feedback, null].map((given) => ({ ...observed, channel, feedback: given })),
  ),
  feedbackGiven: [
    { observationId: 'o', ...feedback },
    { observationId: 'o', givenAt: at, level: null, actions: [] },
  ],
  talked: [{ observationId: 'o' }],
  acknowledged: [{ observationId: 'o' }],
  disputed: DISPUTE_REASONS.map((reason) => ({ observationId: 'o', reason })),
  regrouped: REGROUP_OUTCOMES.map((outcome) => ({ observationId: 'o', outcome, level: null })),
  confirmed: (['coObserver', 'callRecord'] as const).map((by) => ({ observationId: 'o', by })),
  actionAgreed: [at, null].map((dueAt) => ({ observationId: 'o', actionId: 'a', dueAt })),
  actionDone: [
    { actionId: 'a' },
    { actionId: 'a', outcome: 'helped' },
    { actionId: 'a', outcome: 'didNotHelp' },
  ],
  actionVerified: [
    { actionId: 'a', outcome: 'working' },
    { actionId: 'a', outcome: 'notYet' },
  ],
  ready: [{}],
  selfAssessed: [{ level: 2 }],
  snoozed: [{ until: at }, { until: at, owedBy: 'rep' }],
  answered: ANSWERS.flatMap((answer) =>
    ['manager', null].map((person) => ({ obligation: 'feedback/x', answer, person })),
  ),
  noOpportunity: [{ until: at }],
  notPossible: [{ until: at }],
  notMyRep: [{ until: at }],
  excused: [{ until: at }, { until: null }],
  paused: [{}],
  resumed: [{}],
  withdrawn: [{}, { because: 'repLeft' }],
  reopened: [{}],
  corrected: [
    { factId: 'f', data: null },
    { factId: 'f', data: {} },
  ],
  handedOver: (['email', 'slack'] as const).map((channel) => ({ ...told, channel })),
  unreachable: [told],
  putOff: [told],
  unwanted: [told],
  versionBegun: [{ moveId: 'm', from: 'v1', to: 'v2' }],
  phaseEntered: PHASES.flatMap((phase) => [1, 2].map((cycle) => ({ phase, cycle }))),
  obligationOpened: OBLIGATION_KINDS.flatMap((kind) =>
    AUDIENCES.flatMap((owner) =>
      [at, null].map((dueAt) => ({ obligation: `${kind}/x`, kind, cycle: 1, owner, dueAt })),
    ),
  ),
  obligationMoved: [
    ...[...ROSTER_CAUSES, 'pause' as const, 'correction' as const, 'cadence' as const].map((why) => ({
      obligation: 'observe/first',
      from: at,
      dueAt: at,
      why,
    })),
    { obligation: 'observe/first', from: null, dueAt: null },
  ],
  obligationMet: [true, false].map((late) => ({ obligation: 'followUp/x', late })),
  obligationMissed: [{ obligation: 'checkIn/1' }],
  obligationClosed: (['noAnswer', 'dropped'] as const).map((how) => ({ obligation: 'acknowledge/x', how })),
  rungReached: AUDIENCES.flatMap((audience) => [
    { obligation: 'observe/first', rung: 2, at, audience, unreachable: true },
    { obligation: 'observe/first', rung: 2, at, audience, unreachable: false },
    { obligation: 'observe/first', rung: 2, at, audience, unreachable: false, knew: true as const },
  ]),
  stalled: STALL_REASONS.flatMap((reason) =>
    AUDIENCES.map((clearer) => ({ obligation: 'observe/first', reason, clearer })),
  ),
  recovered: [{ obligation: 'observe/first' }],
  adopted: [
    { cycle: 1, evidence: ['o'] },
    { cycle: 3, evidence: ['o', 'p', 'q'] },
  ],
  sustained: [{ cycle: 3 }],
  lapsed: [{ observationId: null }],
  ended: [{ how: 'completed' }, { how: 'withdrawn' }],
};

const NAMES: Record<string, string> = {
  'a usual name': 'Ana Roth',
  'the longest name': 'Maximiliane-Alexandra von und zu '.repeat(300),
  'right to left': 'د. نور الهدى حداد',
  markup: "{rep} <b>x</b> ’ ' # {n, plural, other {#}}",
  'nothing readable': '\u200e \u0000 ',
};

const voiceOf = (language: string, name: string): Voice =>
  new Voice({
    locale: localeOf(language),
    language,
    zone: 'Europe/Berlin',
    rep: name,
    capability: name,
    name: () => name,
    now: at,
  });

const SUBJECTS = [
  ...OBLIGATION_KINDS.map((kind) => `${kind}/x`),
  noticeOf('feedback/x'),
  talkOf('action/x'),
  whoseOf('observe/x', 'f', 'p'),
  'handOver/x',
  'pulse/x',
  'visit/x/1774342800000',
];
const STATES = ['queued', 'claimed', 'handedOver', 'unreachable', 'withdrawn'] as const;
const REASONS = ['noAddress', 'noAccount', 'somethingNew', 'met', 'closed', 'standsStill', 'notDueNow'];

function allSaid(voice: Voice): string[] {
  const facts = Object.entries(FACTS).flatMap(([kind, all]) =>
    (all as object[]).flatMap((data) =>
      [true, false].map((ratings) =>
        voice.fact({ id: 'f', kind, happenedAt: at, recordedAt: at, data } as AnyFact, ratings),
      ),
    ),
  );
  const messages = SUBJECTS.flatMap((subject) =>
    [0, 1].flatMap((rung) => [
      voice.expected(subject, rung, 'manager'),
      voice.due(subject),
      ...HOLDS.map((because) => voice.hold(subject, because)),
      ...STATES.flatMap((state) =>
        REASONS.map((reason) => voice.nudge(state, subject, rung, 'manager', { channel: 'slack', reason })),
      ),
    ]),
  );
  const changes = CHANGES.map((change) => voice.change(change));
  return [...facts, ...messages, ...changes, voice.wake, voice.visit(null), voice.visit(['manager', 'x'])];
}

/** What no reader may see: a gap, a placeholder, a code such as `planVisit`. */
const GAPS = /[{}]|\bundefined\b|\bnull\b|\bnone\b|\bNaN\b|Invalid Date|\[object|  |\.\.|^\s|\s$/;
const CODE = /\b[a-z]+[A-Z]\w*|\b[a-z]+\/[a-z]/;

describe.each(languages())('the sentences of a timeline in %s', (language) => {
  it('have no gap and show no code, whatever is known', () => {
    const said = allSaid(voiceOf(language, 'Ana Roth'));
    expect(said.length).toBeGreaterThan(400);
    for (const sentence of said) {
      expect(sentence).not.toMatch(GAPS);
      expect(sentence).not.toMatch(CODE);
      expect(sentence).toMatch(/^[\p{Lu}„“]/u);
      expect(sentence).toMatch(/[.”“]$/);
    }
  });

  it.each(Object.entries(NAMES))('hold for %s', (_, name) => {
    for (const sentence of allSaid(voiceOf(language, name))) {
      expect(sentence.length).toBeLessThan(500);
      expect(sentence).not.toMatch(/\bundefined\b|\[object/);
    }
  });

  it('tell no rating and no judgement to whoever does not see those', () => {
    const voice = voiceOf(language, 'Ana Roth');
    const said = (kind: FactKind): Set<string> =>
      new Set(
        (FACTS[kind] as object[]).map((data) =>
          voice.fact({ id: 'f', kind, happenedAt: at, recordedAt: at, data } as AnyFact, false),
        ),
      );
    for (const kind of ['feedbackGiven', 'disputed', 'regrouped', 'actionDone', 'actionVerified'] as const)
      expect([kind, said(kind).size]).toEqual([kind, 1]);
  });

  it('and of refusals are all there', () => {
    const params = {
      ...{ level: 4, highest: 3, dueOn: '2026-03-01', agreedOn: '2026-03-02' },
      ...{ anchor: 'asksFirst', anchors: 'asksFirst, closes', rating: 5 },
      ...{ latest: '2026-05-30' },
      ...{ day: '2026-03-01', today: '2026-03-02', since: '2026-02-01', code: 'closing', known: 'opening' },
      ...{ version: '2', versions: '1', share: 0.3, direction: 'above' },
      ...{ country: 'DE', what: 'visit', id: 'x', where: 'body' },
      ...{ first: '2026-03-02', last: '2026-03-01', from: '2026-03-02', to: '2026-03-01', days: 30 },
      ...{ channel: 'email', why: '550', mb: 64, lines: 250_000, count: 3 },
    };
    for (const code of REFUSALS) expect(refusedIn({ code, params }, language)).toMatch(/^[^{}]{15,}[.)]$/);
  });
});

it('dates are those of the reader’s country and zone', () => {
  const planned = FACTS.visitPlanned[0]!;
  const fact: AnyFact = { id: 'f', kind: 'visitPlanned', happenedAt: at, recordedAt: at, data: planned };
  expect(voiceOf('de', 'x').fact(fact, true)).toBe(
    'Ein gemeinsamer Besuch ist geplant: Di., 24. März, 10:00 Uhr.',
  );
  expect(voiceOf('en-GB', 'x').fact(fact, true)).toBe('A joint visit is planned for Tue 24 March, 10:00.');
});
