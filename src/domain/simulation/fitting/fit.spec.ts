import { berlin } from '../../loop/testing/team.js';
import { ASSUMED, type Behaviour } from '../behaviour.js';
import { simulate } from '../simulate.js';
import { aTeam, TRAINED } from '../testing/team.js';
import type { Episode, PastLoop } from './episodes.js';
import { figureIn, type Chance, type FittedName } from './figures.js';
import { fitted } from './fit.js';
import { likeliest } from './likelihood.js';

const UNTIL = berlin('2026-07-01T08:00');

/** Away from what is assumed by ten points or more. */
const LIVED: Behaviour = {
  ...ASSUMED,
  unasked: { ...ASSUMED.unasked, observe: 0.2, feedback: 0.3, action: 0.6, followUp: 0.5, acknowledge: 0.25 },
  responds: { ...ASSUMED.responds, manager: 0.25, rep: 0.65 },
  visits: { ...ASSUMED.visits, moved: 0.25, remote: 0.6, unprompted: 0.5, report: 0.2 },
  feedback: { action: 0.9, disputed: 0.2 },
  works: 0.5,
};
/** Points between what people lived by and what is fitted: chance, and that forty managers are not all managers. */
const NEAR = 0.08;

/** Four months of the reps of so many managers. */
function aHistory(managers: number): PastLoop[] {
  return Array.from({ length: managers }, (_, seed) => {
    const { play } = simulate(
      { loops: aTeam({ reps: 5, manager: `manager-${seed}` }), visitDaysPerWeek: () => 5 },
      { from: TRAINED, until: UNTIL, behaviour: LIVED, seed },
    );
    return play.loops.map(({ id, log, world }) => ({ id, log, calendars: world.calendars }));
  }).flat();
}

describe('a behaviour that is fitted to a history', () => {
  it('is the one by which it was lived, where there is enough of it', () => {
    const { figures, behaviour, enough } = fitted(aHistory(40), UNTIL);
    const isFitted = (name: FittedName) => figures.find((one) => one.name === name)!.lacks === null;
    for (const { name, value, cases, lacks } of figures) {
      expect({ name, value }).toEqual({ name, value: figureIn(behaviour, name) });
      if (lacks !== null) expect({ name, value }).toEqual({ name, value: figureIn(ASSUMED, name) });
      if (lacks !== 'cases') expect(cases).toBeGreaterThanOrEqual(enough.cases);
      const off = Math.abs(value - figureIn(LIVED, name));
      expect({ name, isNear: lacks !== null || off <= NEAR, value }).toEqual({ name, isNear: true, value });
    }
    expect(figures.flatMap(({ name }) => (isFitted(name) ? name : []))).toEqual([
      'unasked.observe',
      'unasked.feedback',
      'unasked.action',
      'unasked.followUp',
      'unasked.acknowledge',
      'responds.rep',
      'responds.manager',
      'visits.moved',
      'visits.remote',
      'visits.unprompted',
      'visits.report',
      'feedback.action',
      'feedback.disputed',
      'works',
    ]);
    // One second line heard of everything: a figure of one would be about them.
    expect(figures.find(({ name }) => name === 'responds.secondLine')).toMatchObject({ lacks: 'people' });
    expect({
      ...behaviour,
      unasked: null,
      responds: null,
      visits: null,
      feedback: null,
      works: null,
    }).toEqual({
      ...ASSUMED,
      unasked: null,
      responds: null,
      visits: null,
      feedback: null,
      works: null,
    });
  });

  it('is the assumed one where nobody has done anything yet', () => {
    const { figures, behaviour } = fitted([], UNTIL);
    expect(behaviour).toEqual(ASSUMED);
    for (const { cases, lacks } of figures) expect({ cases, lacks }).toEqual({ cases: 0, lacks: 'cases' });
  });
});

const owed = (chance: Chance, from = 0, weight = 1): Episode['causes'][number] => ({
  chance,
  from,
  weight,
  person: 'reader',
  isLate: false,
  days: chance === 'unasked.feedback' ? [0, 2] : [0, 3],
});
const episodes = (count: number, one: Omit<Episode, 'owner' | 'gone'>, gone = 1): Episode[] =>
  Array.from({ length: count }, (_, index) => ({ owner: `owner-${index}`, gone, ...one }));
const ALIKE: Behaviour = { ...ASSUMED, differs: 0 };
const found = (all: Episode[], base = ALIKE) => {
  const wanted = new Set(all.flatMap(({ causes }) => causes.map(({ chance }) => chance)));
  return Object.fromEntries(
    [...likeliest(all, wanted, base)].map(([name, value]) => [name, +value.toFixed(2)]),
  );
};

describe('how likely people act', () => {
  const UNASKED = owed('unasked.feedback');
  const MESSAGE = owed('responds.manager', 2);

  it('counts what is known only until a moment as known until then, and neither as done nor as not done', () => {
    const half = [
      ...episodes(50, { day: 1, acted: true, causes: [UNASKED] }),
      ...episodes(50, { day: 9, acted: false, causes: [UNASKED] }),
    ];
    expect(found(half)).toEqual({ 'unasked.feedback': 0.5 });
    expect(found([...half, ...episodes(80, { day: 0, acted: false, causes: [UNASKED] }, 0)])).toEqual({
      'unasked.feedback': 0.5,
    });
    // Two days of three have passed without a deed.
    expect(
      found([...half, ...episodes(50, { day: 1, acted: false, causes: [UNASKED] })])['unasked.feedback'],
    ).toBeLessThan(0.45);
  });

  it('gives a deed soon after a message to both, by what each does alone', () => {
    // Unasked 20 a day on three days; because of the message of the third day, 14 a day from then on.
    const all = [
      ...[0, 1].flatMap((day) => episodes(20, { day, acted: true, causes: [UNASKED] })),
      ...episodes(34, { day: 2, acted: true, causes: [UNASKED, MESSAGE] }),
      ...[3, 4, 5].flatMap((day) => episodes(14, { day, acted: true, causes: [UNASKED, MESSAGE] })),
      ...episodes(84, { day: 9, acted: false, causes: [UNASKED, MESSAGE] }),
    ];
    const both = found(all);
    expect(both['unasked.feedback']).toBeCloseTo(0.3, 1);
    expect(both['responds.manager']).toBeCloseTo(0.4, 1);
    // Long after it would have been done unasked, the message alone was the cause.
    const late = owed('responds.manager', 9);
    expect(
      found([
        ...episodes(20, { day: 1, acted: true, causes: [UNASKED] }),
        ...episodes(40, { day: 10, acted: true, causes: [UNASKED, late] }),
        ...episodes(40, { day: 20, acted: false, causes: [UNASKED, late] }),
      ]),
    ).toEqual({ 'unasked.feedback': 0.2, 'responds.manager': 0.5 });
  });

  it('expects less of a message that repeats another, or comes into a full inbox', () => {
    const tired = owed('responds.manager', 0, 0.5);
    expect(
      found([
        ...episodes(20, { day: 1, acted: true, causes: [tired] }),
        ...episodes(80, { day: 9, acted: false, causes: [tired] }),
      ]),
    ).toEqual({ 'responds.manager': 0.4 });
  });

  it('is not taken from those alone who do much, and so are asked for much', () => {
    const busy = Array.from({ length: 9 }, () => episodes(20, { day: 1, acted: true, causes: [UNASKED] }));
    const idle = episodes(20, { day: 9, acted: false, causes: [UNASKED] }).map((one, index) => ({
      ...one,
      owner: `idle-${index}`,
    }));
    const all = [...busy.flat(), ...idle];
    expect(found(all, ALIKE)['unasked.feedback']).toBe(0.9);
    expect(found(all, ASSUMED)['unasked.feedback']).toBeLessThan(0.7);
  });
});
