import type {
  AlertItem,
  DigestItem,
  HandoverItem,
  Message,
  MessageItem,
  PulseItem,
  VisitAfterItem,
  VisitMorningItem,
  WaveItem,
} from '../../src/channels/message.js';
import { whoseOf } from '../../src/domain/message/subject.js';
import { anItem, berlin } from './samples.js';

const tomorrow = { at: berlin('2026-03-19T10:00'), institution: 'Clinic B' };
const today = { at: berlin('2026-03-18T10:00'), institution: 'Hospital A' };
const yesterday = berlin('2026-03-17T14:10');
const agreed = 'open with a question before the data';
const ben = { enrolmentId: 'e-2', repId: 'p-ben', rep: 'Ben Kühn' };
const cem = { enrolmentId: 'e-3', repId: 'p-cem', rep: 'Cem Ak' };

const { because, enrolmentId, audience, repId, rep, manager, capability, program, why, passedOn, done } =
  anItem();
const about = {
  because,
  enrolmentId,
  audience,
  repId,
  rep,
  manager,
  capability,
  program,
  why,
  passedOn,
  done,
};

export const aMorning = (given: Partial<VisitMorningItem> = {}): VisitMorningItem => ({
  ...about,
  kind: 'visitMorning',
  subject: `visit/v-1/${today.at}`,
  visit: today,
  action: agreed,
  anchor: 'Asks what matters most to this patient before the data',
  question: 'What would you like to try today?',
  ...given,
});

export const anAfter = (given: Partial<VisitAfterItem> = {}): VisitAfterItem => ({
  ...about,
  kind: 'visitAfterwards',
  subject: `visit/v-1/${today.at}`,
  visit: today,
  ...given,
});

export const aHandover = (given: Partial<HandoverItem> = {}): HandoverItem => ({
  ...about,
  kind: 'handOver',
  subject: 'handOver/f-1',
  from: 'Piet de Boer',
  meanwhile: false,
  dueAt: berlin('2026-03-23T18:00'),
  visit: null,
  ...given,
});

export const aPulse = (given: Partial<PulseItem> = {}): PulseItem => ({
  ...about,
  kind: 'pulse',
  subject: 'pulse/q-1',
  audience: 'rep',
  weeks: 4,
  ...given,
});

const goesOn = { to: 'secondLine', name: 'Marco Rossi', at: berlin('2026-03-23T08:30') } as const;
const many = (n: number) => Array.from({ length: n }, (_, index) => index + 1);
const evidence = { enrolmentId: 'e-9', capability: 'Evidence exchange' };

/** A region in which coaching waits too long, and nobody has taken it. */
export const anAlert = (given: Partial<AlertItem> = {}): AlertItem => ({
  alertId: 'a-1',
  reader: 'leadership',
  program: 'Spring launch',
  programId: 'pr-1',
  capability: 'Objection handling',
  capabilityCode: 'objection-handling',
  region: 'Italy North',
  function: null,
  kind: 'crossed',
  kpi: 'stalled',
  direction: 'above',
  threshold: 0.3,
  margin: 0.05,
  periods: 2,
  earlier: null,
  every: 'week',
  state: 'open',
  by: null,
  at: null,
  askedBy: null,
  snoozedUntil: null,
  note: null,
  opened: { period: '2026-03-09', figure: { numerator: 31, denominator: 74, share: 31 / 74 } },
  newest: { period: '2026-03-09', figure: { numerator: 31, denominator: 74, share: 31 / 74 } },
  before: null,
  elsewhere: { numerator: 53, denominator: 310, share: 53 / 310 },
  withinNoise: false,
  reasons: [
    { reason: 'noVisitPlanned', count: 24, clearer: 'manager' },
    { reason: 'observedNoFeedback', count: 7, clearer: 'manager' },
  ],
  ...given,
});

const back = { period: '2026-04-13', figure: { numerator: 13, denominator: 72, share: 13 / 72 } };
const taken = {
  state: 'acknowledged',
  by: 'Marco Rossi',
  at: berlin('2026-03-18T09:10'),
  note: 'Two visit days freed until Easter.',
} as const;

const share = (numerator: number, denominator: number) => ({
  numerator,
  denominator,
  share: numerator / denominator,
});

/** A week of a whole program, for who leads. */
export const aDigest = (given: Partial<DigestItem> = {}): DigestItem => ({
  reader: 'leadership',
  program: 'Spring launch',
  programId: 'pr-1',
  week: '2026-03-09',
  figures: [
    { kpi: 'adopted', now: share(458, 1204), before: share(301, 1190) },
    { kpi: 'stalled', now: share(169, 1204), before: share(190, 1190) },
    { kpi: 'nothingPlanned', now: share(88, 1204), before: null },
  ],
  intervene: [
    {
      region: 'Italy North',
      capability: 'Objection handling',
      because: 'stalledAboveRest',
      figure: share(31, 74),
      against: share(53, 310),
      withinNoise: false,
      reason: { reason: 'noVisitPlanned', count: 24 },
    },
    {
      region: 'Iberia',
      capability: 'Evidence exchange',
      because: 'stalledRose',
      figure: share(12, 60),
      against: share(8, 61),
      withinNoise: true,
      reason: null,
    },
  ],
  works: [
    {
      region: 'France',
      capability: 'Objection handling',
      because: 'stalledFell',
      figure: share(12, 88),
      against: share(33, 88),
      withinNoise: false,
      reason: null,
    },
    {
      region: 'Nordics',
      capability: 'Access',
      because: 'adoptedAboveRest',
      figure: share(40, 61),
      against: share(90, 300),
      withinNoise: false,
      reason: null,
    },
  ],
  versions: [],
  seldomMet: [],
  alerts: { open: 2, untaken: 1 },
  own: null,
  ...given,
});

const nothing = { figures: [], intervene: [], works: [], alerts: { open: 0, untaken: 0 } };
const own = { loops: 12, observed: 4, adopted: 3, stalled: 2, reason: 'noVisitPlanned' } as const;

const aWave = (given: Partial<WaveItem> = {}): WaveItem => ({
  program: 'Value wave',
  wave: 2,
  of: 3,
  regions: ['Southern Europe', 'US East'],
  because: [],
  stopWhen: { stalledAbove: 0.3, seenBelow: 0.5 },
  nextAt: Date.parse('2026-04-06T08:00:00Z'),
  ...given,
});

/** Every message about many, by name. */
export const FIGURE_SCENES: Readonly<
  Record<string, Pick<Message, 'items' | 'alerts' | 'digests' | 'waves'>>
> = {
  'wave-begun': { items: [], waves: [aWave()] },
  'wave-stopped': { items: [], waves: [aWave({ because: ['stalledAbove', 'seenBelow'], nextAt: null })] },
  'week-leadership': { items: [], digests: [aDigest()] },
  'week-owner': { items: [], alerts: [anAlert()], digests: [aDigest({ reader: 'programOwner' })] },
  'week-training': {
    items: [],
    digests: [
      aDigest({
        reader: 'training',
        versions: [
          { capability: 'Objection handling', version: '2026-1', weeks: 12, figure: share(210, 700) },
          { capability: 'Objection handling', version: '2026-2', weeks: 12, figure: share(248, 504) },
        ],
        seldomMet: [
          {
            capability: 'Objection handling',
            anchor: 'Asks what lies behind the objection before bringing data.',
            version: '2026-2',
            figure: share(121, 480),
          },
        ],
      }),
    ],
  },
  'week-own-line': { items: [], digests: [aDigest({ ...nothing, reader: 'manager', own })] },
  'week-with-loops': { items: [anItem()], digests: [aDigest({ ...nothing, reader: 'manager', own })] },
  'week-nothing-yet': { items: [], digests: [aDigest({ ...nothing, reader: 'sponsor' })] },
  alert: { items: [], alerts: [anAlert()] },
  'alert-owner': { items: [], alerts: [anAlert({ reader: 'programOwner', withinNoise: true })] },
  'alert-month': {
    items: [],
    alerts: [
      anAlert({
        reader: 'training',
        kpi: 'feedbackContent',
        direction: 'below',
        threshold: 0.6,
        every: 'month',
        periods: 1,
        opened: { period: '2026-01', figure: { numerator: 40, denominator: 81, share: 40 / 81 } },
        newest: { period: '2026-02', figure: { numerator: 38, denominator: 80, share: 38 / 80 } },
        elsewhere: null,
        reasons: [],
      }),
    ],
  },
  'alert-trend': {
    items: [],
    alerts: [
      anAlert({
        threshold: 0.1,
        earlier: 4,
        function: 'commercial',
        before: { numerator: 61, denominator: 296, share: 61 / 296 },
      }),
    ],
  },
  'alert-no-data': {
    items: [],
    alerts: [
      anAlert({
        kind: 'noData',
        region: '',
        reader: 'sponsor',
        opened: { period: '2026-03-09', figure: null },
        newest: { period: '2026-03-09', figure: null },
        elsewhere: null,
        reasons: [],
      }),
    ],
  },
  'alert-taken': { items: [], alerts: [anAlert(taken)] },
  'alert-asked': { items: [], alerts: [anAlert({ ...taken, reader: 'assignee', askedBy: 'Ines Faro' })] },
  'alert-rests': {
    items: [],
    alerts: [anAlert({ state: 'snoozed', by: 'Marco Rossi', snoozedUntil: '2026-04-20' })],
  },
  'alert-over': {
    items: [],
    alerts: [anAlert({ ...taken, state: 'over', by: null, newest: back, reasons: [] })],
  },
  'alert-closed': { items: [], alerts: [anAlert({ ...taken, state: 'resolved', reasons: [] })] },
  'alerts-many': {
    items: [anItem({ audience: 'programOwner', stall: 'noVisitPlanned' })],
    alerts: many(4).map((n) => anAlert({ alertId: `a-${n}`, region: `Region ${n}`, reader: 'programOwner' })),
  },
};

/** Every kind of message about loops that there is, by name. Read on Wednesday, 18 March 2026. */
export const SCENES: Readonly<Record<string, MessageItem[]>> = {
  'manager-morning': [
    anItem({ ready: true, visit: tomorrow, action: agreed }),
    anItem({ ready: true, visit: tomorrow, toAdoption: 1, ...evidence }),
    anItem({ ...ben, kind: 'feedback', observedAt: yesterday, dueAt: berlin('2026-03-19T18:00') }),
    anItem({ ...cem, kind: 'followUp', action: 'ask first', dueAt: berlin('2026-03-24T18:00') }),
    ...many(4).map((n) => anItem({ enrolmentId: `e-m${n}`, repId: `p-m${n}`, rep: `Dana Berg ${n}` })),
  ],
  'manager-no-visit': [
    anItem({
      proposals: [berlin('2026-03-19T09:00'), berlin('2026-03-20T09:00'), berlin('2026-03-23T09:00')],
    }),
  ],
  'manager-visit-planned': [anItem({ visit: tomorrow, toAdoption: 1 })],
  'manager-feedback': [anItem({ kind: 'feedback', observedAt: yesterday })],
  'manager-pre-notice': [
    anItem({
      kind: 'feedback',
      observedAt: berlin('2026-03-13T10:00'),
      dueAt: berlin('2026-03-17T18:00'),
      goesOn,
    }),
  ],
  'manager-follow-up': [anItem({ kind: 'followUp', action: agreed })],
  'manager-action': [anItem({ kind: 'action', action: agreed })],
  'manager-check-in': [anItem({ kind: 'checkIn', visit: tomorrow })],
  'manager-acknowledge': [anItem({ kind: 'acknowledge', observedAt: yesterday })],
  'manager-regroup': [anItem({ kind: 'regroup', observedAt: yesterday, goesOn })],
  'manager-cover': [anItem({ kind: 'cover', manager: 'Sofia Lindqvist', goesOn })],
  'manager-stand-in': [anItem({ manager: 'Sofia Lindqvist' })],
  'visit-morning': [aMorning()],
  'visit-morning-little-known': [aMorning({ action: null, anchor: null, question: null })],
  'visit-afterwards': [anAfter()],
  'handover-one': [aHandover()],
  'handover-many': many(11).flatMap((n) => [
    aHandover({
      enrolmentId: `e-h${n}`,
      repId: `p-h${n}`,
      rep: `Rep ${n}`,
      from: n > 5 ? null : 'Piet de Boer',
    }),
    aHandover({ ...evidence, enrolmentId: `e-i${n}`, repId: `p-h${n}`, rep: `Rep ${n}`, dueAt: null }),
  ]),
  'rep-observe': [anItem({ audience: 'rep' })],
  'rep-observe-visit': [anItem({ audience: 'rep', visit: tomorrow })],
  'rep-feedback': [anItem({ audience: 'rep', kind: 'feedback', observedAt: yesterday })],
  'rep-feedback-to-read': [
    anItem({
      audience: 'rep',
      kind: 'acknowledge',
      observedAt: yesterday,
      seen: {
        evidence: 'You asked what the ward worries about before you opened the folder.',
        suggestion: 'Wait for the answer.',
      },
      action: 'If they name a competitor, then ask what matters most to this patient first.',
    }),
  ],
  'rep-feedback-in-numbers': [anItem({ audience: 'rep', kind: 'acknowledge', observedAt: yesterday })],
  'rep-action': [
    anItem({ audience: 'rep', kind: 'action', action: 'ask first', dueAt: berlin('2026-04-15T18:00') }),
  ],
  'rep-follow-up': [anItem({ audience: 'rep', kind: 'followUp', action: 'ask first' })],
  'rep-regroup': [anItem({ audience: 'rep', kind: 'regroup', observedAt: yesterday })],
  'rep-check-in': [anItem({ audience: 'rep', kind: 'checkIn', ready: true })],
  'rep-cover': [anItem({ audience: 'rep', kind: 'cover' })],
  'rep-monthly-question': [aPulse()],
  'second-line': [
    anItem({
      audience: 'secondLine',
      kind: 'feedback',
      observedAt: yesterday,
      visit: { at: berlin('2026-03-24T09:00'), institution: null },
      stall: 'observedNoFeedback',
    }),
    anItem({
      ...ben,
      audience: 'secondLine',
      stall: 'noVisitPlanned',
      goesOn: { to: 'programOwner', name: 'Ines Faro', at: berlin('2026-03-27T08:30') },
    }),
  ],
  'second-line-follow-up': [anItem({ audience: 'secondLine', kind: 'followUp', visit: tomorrow })],
  'second-line-regroup': [anItem({ audience: 'secondLine', kind: 'regroup', observedAt: yesterday })],
  'second-line-cover': [anItem({ audience: 'secondLine', kind: 'cover' })],
  'second-line-leaver': [
    anItem({ audience: 'secondLine', kind: 'cover', manager: null }),
    anItem({ ...ben, audience: 'secondLine', kind: 'cover', manager: null }),
    anItem({ ...cem, audience: 'secondLine', kind: 'cover', manager: null }),
  ],
  'program-owner': [
    ...many(7).map((n) =>
      anItem({
        audience: 'programOwner',
        enrolmentId: `e-o${n}`,
        repId: `p-o${n}`,
        stall: n > 4 ? 'observedNoFeedback' : 'noVisitPlanned',
      }),
    ),
    anItem({ ...evidence, audience: 'programOwner', stall: 'visitSlipped' }),
    anItem({ audience: 'programOwner', enrolmentId: 'e-o9', stall: 'noManager', manager: null }),
    anItem({ ...ben, audience: 'programOwner', stall: 'unreachable' }),
    anItem({ ...cem, audience: 'programOwner', stall: 'overCapacity' }),
  ],
  'program-owner-whose-rep': [
    anItem({ audience: 'programOwner', subject: whoseOf('observe/first', 'f-1', 'p-owner') }),
  ],
  sponsor: [
    ...many(3).map((n) => anItem({ audience: 'sponsor', enrolmentId: `e-s${n}`, stall: 'noVisitPlanned' })),
  ],
  'done-in-part': [
    anItem({ done: { by: 'Lena Vogt', at: berlin('2026-03-18T11:02') } }),
    anItem(evidence),
    anItem({
      ...ben,
      kind: 'feedback',
      observedAt: yesterday,
      done: { by: 'Lena Vogt', at: berlin('2026-03-18T11:02') },
    }),
  ],
  'all-done': [anItem({ done: { by: null, at: berlin('2026-03-18T11:02') } })],
};
