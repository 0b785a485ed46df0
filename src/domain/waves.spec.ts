import { HOUR } from './time.js';
import { afterHold, reasonsToStop, turnOf, type Begun, type Rollout } from './waves.js';

const DAY = 24 * HOUR;
const LAUNCH = Date.parse('2026-03-02T08:00:00Z');

const rollout = (given: Partial<Rollout> = {}): Rollout => ({
  waves: [
    { regions: ['South'], openedAt: LAUNCH },
    { regions: ['North'], openedAt: null },
  ],
  holdDays: 14,
  stopWhen: { stalledAbove: 0.3 },
  course: 'going',
  ...given,
});
const begun = (given: Partial<Begun> = {}): Begun => ({
  reps: 10,
  loops: 20,
  stalled: 2,
  disputed: 0,
  seen: 12,
  atFault: 0,
  ...given,
});
const turn = (given: Partial<Rollout>, found: Partial<Begun>, now: number) =>
  turnOf(rollout(given), () => Promise.resolve(begun(found)), 5, now);

describe('the next wave of a rollout', () => {
  it('waits until the hold is over, opens then, and the rollout is over with the last', async () => {
    const until = LAUNCH + 14 * DAY;
    expect(await turn({}, {}, until - 1)).toEqual({ turn: 'waits', until });
    expect(await turn({}, {}, until)).toEqual({ turn: 'opens', wave: 1 });
    const both = rollout().waves.map((wave) => ({ ...wave, openedAt: LAUNCH }));
    expect(await turn({ waves: both }, {}, until)).toEqual({ turn: 'over' });
  });

  it('begins on the Monday where the hold ends on a weekend', () => {
    const [friday, saturday, sunday, monday] = [11, 12, 13, 14].map((days) => afterHold(LAUNCH, days)) as [
      number,
      number,
      number,
      number,
    ];
    expect(friday).toBe(LAUNCH + 11 * DAY);
    expect([saturday, sunday]).toEqual([monday, monday]);
    expect(monday).toBe(LAUNCH + 14 * DAY);
  });

  it('waits for somebody where it is held or was stopped, whatever the time', async () => {
    expect(await turn({ course: 'held' }, {}, LAUNCH + 90 * DAY)).toEqual({ turn: 'rests' });
    expect(await turn({ course: 'stopped' }, {}, LAUNCH + 90 * DAY)).toEqual({ turn: 'rests' });
  });

  it('is stopped by what has become of those before it', async () => {
    expect(await turn({}, { stalled: 7 }, LAUNCH + 14 * DAY)).toEqual({
      turn: 'stops',
      wave: 1,
      because: ['stalledAbove'],
    });
  });
});

describe('a stop rule', () => {
  const rules = { stalledAbove: 0.3, disputedAbove: 0.1, seenBelow: 0.5 };
  it('holds beyond its share, and not at it', () => {
    expect(reasonsToStop(rules, begun({ stalled: 6, disputed: 2, seen: 10 }), 5)).toEqual([]);
    expect(reasonsToStop(rules, begun({ stalled: 7, disputed: 3, seen: 9 }), 5)).toEqual([
      'stalledAbove',
      'disputedAbove',
      'seenBelow',
    ]);
  });

  it('says nothing of few, and nothing that nobody set', () => {
    expect(reasonsToStop(rules, begun({ reps: 4, stalled: 20, seen: 0 }), 5)).toEqual([]);
    expect(reasonsToStop(rules, begun({ loops: 0, seen: 0, stalled: 0 }), 0)).toEqual([]);
    expect(reasonsToStop({}, begun({ stalled: 20, seen: 0 }), 5)).toEqual([]);
  });

  it('is always there for a loop that cannot decide, however few there are', () => {
    expect(reasonsToStop({}, begun({ reps: 1, loops: 1, atFault: 1 }), 5)).toEqual(['atFault']);
  });
});
