import * as fc from '../../testing/fast-check.js';
import { cadenceSchema, type Cadence } from '../../cadence.js';
import { DEMO_SECONDS, LAUNCH_WAVE } from '../../cadence-templates.js';
import { ANSWERS, type FactData, type HumanFactKind } from '../../facts.js';
import type { Roster } from '../../people.js';
import type { CalendarSlice, Instant } from '../../time.js';
import { calendarOf } from '../../working-time/index.js';
import type { Given } from './player.js';
import { TEAM } from './team.js';

const DAY = 86_400_000;
const MONDAY = Date.parse('2026-03-02T08:00:00Z');

const dayOfSpring = fc
  .integer({ min: 0, max: 120 })
  .map((day) => new Date(MONDAY + day * DAY).toISOString().slice(0, 10));

/** Somebody's time: any zone, week, holidays and absences of up to three weeks. */
export const aCalendar: fc.Arbitrary<CalendarSlice> = fc
  .record({
    zone: fc.constantFrom(
      'Europe/Berlin',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Auckland',
      'Asia/Riyadh',
    ),
    week: fc.constantFrom(
      ['MO', 'TU', 'WE', 'TH', 'FR'],
      ['SU', 'MO', 'TU', 'WE', 'TH'],
      ['MO', 'TU', 'WE', 'TH'],
    ),
    holidays: fc.array(dayOfSpring, { maxLength: 4 }),
    absences: fc.array(
      fc.tuple(dayOfSpring, fc.integer({ min: 0, max: 20 }), fc.boolean()).map(([from, days, partDay]) => ({
        from,
        to: new Date(Date.parse(from) + days * DAY).toISOString().slice(0, 10),
        ...(partDay && days < 3 ? { partDay } : {}),
      })),
      { maxLength: 2 },
    ),
    blackouts: fc.array(
      dayOfSpring.map((from) => ({
        from,
        to: new Date(Date.parse(from) + 4 * DAY).toISOString().slice(0, 10),
      })),
      { maxLength: 1 },
    ),
    slot: fc.constantFrom('08:30', '07:00', '12:15', '19:00'),
    quiet: fc.constantFrom(
      { from: '18:00', to: '08:00' },
      { from: '20:00', to: '07:00' },
      { from: '11:00', to: '13:00' },
      null,
    ),
  })
  .map((known) => calendarOf(known as Parameters<typeof calendarOf>[0]));

const daily: fc.Arbitrary<Cadence> = fc
  .record({
    first: fc.integer({ min: 1, max: 20 }),
    feedback: fc.integer({ min: 1, max: 5 }),
    followUp: fc.integer({ min: 1, max: 15 }),
    observations: fc.integer({ min: 1, max: 3 }),
    confirmed: fc.integer({ min: 0, max: 1 }),
    quiet: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ first, feedback, followUp, observations, confirmed, quiet }) =>
    cadenceSchema.parse({
      ...LAUNCH_WAVE,
      firstObservation: { within: `P${first}D` },
      feedback: { within: `P${feedback}D` },
      followUp: { within: `P${followUp}D` },
      adoption: { ...LAUNCH_WAVE.adoption, observations, channels: 1, confirmed },
      opening: { ...LAUNCH_WAVE.opening, quietAboveManager: `P${quiet}D` },
    }),
  );

export const aCadence: fc.Arbitrary<Cadence> = fc.oneof(
  { weight: 4, arbitrary: daily },
  { weight: 1, arbitrary: fc.constant(DEMO_SECONDS) },
);

const aRoster: fc.Arbitrary<Roster> = fc
  .record({ manager: fc.boolean(), delegate: fc.boolean(), secondLine: fc.boolean() })
  .map(({ manager, delegate, secondLine }) => ({
    ...TEAM,
    manager: manager ? TEAM.manager : null,
    delegate: delegate ? TEAM.delegate : null,
    secondLine: secondLine ? TEAM.secondLine : null,
  }));

/** Small organisations: somebody sits on two chairs of one ladder, or on three. */
const twoRoles: fc.Arbitrary<Roster> = fc.constantFrom<Roster>(
  { ...TEAM, delegate: TEAM.secondLine },
  { ...TEAM, secondLine: TEAM.manager, delegate: null },
  { ...TEAM, programOwner: TEAM.manager },
  { ...TEAM, programOwner: TEAM.secondLine },
  { ...TEAM, delegate: TEAM.secondLine, programOwner: TEAM.secondLine },
  { ...TEAM, secondLine: TEAM.manager, programOwner: TEAM.manager, delegate: null },
);

/** Who may sit where later on: a successor, a vacancy, the same manager in another zone or with visit days, somebody on two chairs. */
const anotherRoster: fc.Arbitrary<FactData['rosterChanged']> = fc.oneof(
  fc.constant({
    cause: 'manager' as const,
    roster: { ...TEAM, manager: { person: 'successor', calendar: 1 } },
  }),
  fc.constant({ cause: 'manager' as const, roster: { ...TEAM, manager: null, delegate: null } }),
  fc.constant({ cause: 'zone' as const, roster: { ...TEAM, manager: { person: 'manager', calendar: 2 } } }),
  fc.constant({ cause: 'visitDays' as const, roster: TEAM, fits: true as const }),
  twoRoles.map((roster) => ({ cause: 'delegate' as const, roster })),
);

/** A loop of anybody, anywhere; its manager's seat is taken more often than not. */
export const aLoop: fc.Arbitrary<Given> = fc
  .record({
    cadence: aCadence,
    roster: fc.oneof(
      { weight: 3, arbitrary: fc.constant(TEAM) },
      { weight: 1, arbitrary: aRoster },
      { weight: 2, arbitrary: twoRoles },
    ),
    calendars: fc.tuple(aCalendar, aCalendar, aCalendar, aCalendar),
    trained: fc.integer({ min: -20 * DAY, max: 5 * DAY }),
    fits: fc.boolean(),
    lead: fc.constantFrom(0, 600_000),
  })
  .map(({ cadence, roster, calendars: [rep, manager, others, later], trained, fits, lead }) => ({
    cadence,
    roster,
    calendars: {
      'rep@1': rep,
      'manager@1': manager,
      'manager@2': later,
      'successor@1': later,
      ...Object.fromEntries(
        ['delegate', 'coach', 'secondLine', 'owner'].map((person) => [`${person}@1`, others]),
      ),
    },
    trainedAt: MONDAY + trained,
    importedAt: MONDAY + Math.max(0, trained),
    fits,
    lead,
  }));

/** Something that somebody does, some time after the start. */
export interface Deed {
  after: number;
  kind: HumanFactKind;
  data: (at: Instant) => FactData[HumanFactKind];
}

const ids = fc.constantFrom('1', '2', '3', '4');

const observed = (feedback: boolean) =>
  fc
    .tuple(
      ids,
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('faceToFace' as const, 'remote' as const),
      fc.boolean(),
    )
    .map(([id, level, channel, withAction]) => ({
      kind: 'observed' as const,
      data: (at: Instant) => ({
        observationId: `o${id}`,
        visitId: null,
        observer: 'manager',
        channel,
        customer: null,
        prompted: true,
        feedback: feedback
          ? { givenAt: at, level, actions: withAction ? [{ actionId: `a${id}`, dueAt: null }] : [] }
          : null,
      }),
    }));

const about = <K extends HumanFactKind>(kind: K, data: (id: string, at: Instant) => FactData[K]) =>
  ids.map((id) => ({ kind, data: (at: Instant) => data(id, at) }));

/** Said to whatever may be owed just then. */
const answered = fc
  .tuple(
    fc.constantFrom(
      'observe/first',
      'observe/o1',
      'feedback/o1',
      'feedback/o2',
      'followUp/o1',
      'acknowledge/o1',
    ),
    fc.constantFrom(...ANSWERS.filter((answer) => answer !== 'takeIt')),
  )
  .map(([obligation, answer]) => ({
    kind: 'answered' as const,
    data: () => ({ obligation, answer, person: null }),
  }));

const deed = fc.oneof(
  { weight: 3, arbitrary: observed(false) },
  { weight: 4, arbitrary: observed(true) },
  {
    weight: 3,
    arbitrary: about('feedbackGiven', (id, at) => ({
      observationId: `o${id}`,
      givenAt: at,
      level: 3,
      actions: [],
    })),
  },
  { weight: 2, arbitrary: about('acknowledged', (id) => ({ observationId: `o${id}` })) },
  {
    weight: 1,
    arbitrary: about('disputed', (id) => ({ observationId: `o${id}`, reason: 'seenDifferently' as const })),
  },
  {
    weight: 1,
    arbitrary: about('regrouped', (id) => ({
      observationId: `o${id}`,
      outcome: 'upheld' as const,
      level: null,
    })),
  },
  { weight: 2, arbitrary: about('actionDone', (id) => ({ actionId: `a${id}` })) },
  {
    weight: 2,
    arbitrary: about('actionVerified', (id) => ({ actionId: `a${id}`, outcome: 'working' as const })),
  },
  { weight: 1, arbitrary: about('visitPlanned', (id, at) => ({ visitId: `v${id}`, at: at + 3 * DAY })) },
  { weight: 1, arbitrary: about('visitMoved', (id, at) => ({ visitId: `v${id}`, at: at + 2 * DAY })) },
  { weight: 1, arbitrary: about('snoozed', (_, at) => ({ until: at + 5 * DAY })) },
  { weight: 1, arbitrary: about('snoozed', (_, at) => ({ until: at + 5 * DAY, forTalk: true as const })) },
  { weight: 1, arbitrary: about('snoozed', (_, at) => ({ until: at + 4 * DAY, owedBy: 'rep' as const })) },
  { weight: 3, arbitrary: answered },
  { weight: 1, arbitrary: about('paused', () => ({})) },
  { weight: 1, arbitrary: about('resumed', () => ({})) },
  { weight: 1, arbitrary: about('ready', () => ({})) },
  { weight: 1, arbitrary: about('talked', (id) => ({ observationId: `o${id}` })) },
  {
    weight: 2,
    arbitrary: anotherRoster.map((change) => ({ kind: 'rosterChanged' as const, data: () => change })),
  },
);

/** What people did over some months, oldest first; each observation is told of once. */
export const deeds: fc.Arbitrary<Deed[]> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 100 * DAY }), deed), { maxLength: 14 })
  .map((told) => {
    const seen = new Set<string>();
    return told
      .map(([after, { kind, data }]): Deed => ({ after, kind, data }))
      .sort((a, b) => a.after - b.after)
      .filter(({ kind, data }) => {
        if (kind !== 'observed' && kind !== 'feedbackGiven') return true;
        const { observationId } = data(0) as FactData['observed'];
        const key = `${kind} ${observationId}`;
        return !seen.has(key) && seen.add(key);
      });
  });
