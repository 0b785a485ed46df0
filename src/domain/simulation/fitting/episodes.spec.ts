import { berlin } from '../../loop/testing/team.js';
import type { AnyFact, FactData, FactKind } from '../../facts.js';
import type { Instant } from '../../time.js';
import { ASSUMED } from '../behaviour.js';
import { aTeam } from '../testing/team.js';
import { episodesIn, type PastLoop } from './episodes.js';

const UNTIL = berlin('2026-05-01T08:00');
const monday = (hour: string): Instant => berlin(`2026-03-09T${hour}`);
const tuesday = (hour: string): Instant => berlin(`2026-03-10T${hour}`);
const friday = (hour: string): Instant => berlin(`2026-03-13T${hour}`);

type Said = { [K in FactKind]: [at: Instant, kind: K, data: FactData[K]] }[FactKind];

/** A loop of a rep, of whom this was told. */
function aLoop(said: Said[], id = 'loop', rep = 1): PastLoop {
  const { log, world } = aTeam({ reps: rep }).at(-1)!;
  const facts = said.map(([at, kind, data], index) => ({
    id: `g${String(index).padStart(6, '0')}`,
    kind,
    happenedAt: at,
    recordedAt: at,
    data,
  })) as AnyFact[];
  return { id, log: [...log, ...facts], calendars: world.calendars };
}

const opened = (at: Instant, obligation: string, kind: 'observe' | 'feedback' | 'action'): Said => [
  at,
  'obligationOpened',
  { obligation, kind, cycle: 1, owner: kind === 'action' ? 'rep' : 'manager', dueAt: null },
];
const met = (at: Instant, obligation: string): Said => [at, 'obligationMet', { obligation, late: false }];
const told = (at: Instant, obligation: string, rung = 0): Said[] => [
  [at, 'rungReached', { obligation, rung, audience: 'manager', unreachable: false }],
  [at, 'handedOver', { obligation, rung, person: 'manager', channel: 'email' }],
];
const planned = (at: Instant, visitAt: Instant): Said => [at, 'visitPlanned', { visitId: 'v', at: visitAt }];

const read = (...loops: PastLoop[]) =>
  episodesIn(loops, UNTIL, ASSUMED).map(({ day, acted, causes }) => ({
    day,
    acted,
    causes: causes.map(({ chance, from }) => `${chance} on ${from}`),
  }));

describe('what people could have acted on', () => {
  it('begins when it is owed, and ends with the deed, on the working days of whoever acts', () => {
    expect(
      read(
        aLoop([
          opened(friday('10:00') - 7 * 86_400_000, 'feedback/1', 'feedback'),
          ...told(monday('08:30'), 'feedback/1'),
          met(tuesday('10:00'), 'feedback/1'),
        ]),
      ),
    ).toEqual([{ day: 2, acted: true, causes: ['unasked.feedback on 0', 'responds.manager on 1'] }]);
  });

  it('is nothing where it was done in the breath in which it was owed, as feedback in the report is', () => {
    expect(
      read(aLoop([opened(monday('10:00'), 'feedback/1', 'feedback'), met(monday('10:00'), 'feedback/1')])),
    ).toEqual([]);
  });

  it('is a visit that is planned, of which nothing is asked while it lies ahead', () => {
    const all = aLoop([
      opened(monday('10:00'), 'observe/first', 'observe'),
      planned(tuesday('10:00'), friday('10:00')),
      ...told(friday('08:30'), 'observe/first'),
      [friday('15:00'), 'visitHeld', { visitId: 'v' }],
      met(friday('15:00'), 'observe/first'),
    ]);
    expect(read(all)).toEqual([{ day: 1, acted: true, causes: ['unasked.observe on 0'] }]);
  });

  it('is one for all capabilities of a rep, and one for each action', () => {
    const both = (key: string, kind: 'observe' | 'action'): Said[] => [opened(monday('10:00'), key, kind)];
    const observing = [
      aLoop(both('observe/first', 'observe'), 'one'),
      aLoop(both('observe/first', 'observe'), 'two'),
    ];
    expect(read(...observing)).toHaveLength(1);
    expect(
      read(aLoop(both('action/a', 'action'), 'one'), aLoop(both('action/b', 'action'), 'two')),
    ).toHaveLength(2);
  });

  it.each<Said>([
    [tuesday('10:00'), 'excused', { until: null }],
    [tuesday('10:00'), 'paused', {}],
    [tuesday('10:00'), 'withdrawn', {}],
    [tuesday('10:00'), 'snoozed', { until: friday('10:00') }],
    [tuesday('10:00'), 'obligationClosed', { obligation: 'feedback/1', how: 'dropped' }],
  ])('is known until it was halted: %# ', (...halt) => {
    const all = [opened(monday('10:00'), 'feedback/1', 'feedback'), halt, met(friday('10:00'), 'feedback/1')];
    expect(read(aLoop(all))).toEqual([{ day: 1, acted: false, causes: ['unasked.feedback on 0'] }]);
  });

  it('is not the rep’s deed that a coach has looked at an action again', () => {
    const all: Said[] = [
      opened(monday('10:00'), 'action/a', 'action'),
      [tuesday('10:00'), 'actionVerified', { actionId: 'a', outcome: 'working' }],
      met(tuesday('10:00'), 'action/a'),
    ];
    expect(read(aLoop(all))).toMatchObject([{ acted: false }]);
  });

  it('weighs a message by how often they were told before, and how much they are told', () => {
    const all = aLoop([
      opened(monday('10:00'), 'feedback/1', 'feedback'),
      ...told(tuesday('08:30'), 'feedback/1', 0),
      ...told(friday('08:30'), 'feedback/1', 1),
    ]);
    const [episode] = episodesIn([all], UNTIL, { ...ASSUMED, load: { days: 7, free: 0, less: 0.1 } });
    expect(episode!.causes.map(({ weight }) => +weight.toFixed(3))).toEqual([1, 1, 0.63]);
  });
});
