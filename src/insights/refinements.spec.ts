import { DIMENSIONS, type Place, type Row } from '../access/suppression.js';
import { anchorsByVersion, compared, sidesOf, unrecordable } from './refinements.js';

const place = (contentVersion: string | null): Place => ({
  ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, 'same'])) as Place),
  contentVersion,
});
/** So many reps of a version were rated: met, not met, not rated in time. */
const rated = (version: string | null, met: number, notMet: number, unseen: number): Row => ({
  place: place(version),
  regions: ['South'],
  reps: met + notMet + unseen,
  figure: {
    of: met + notMet + unseen,
    parts: { met, notMet: notMet + unseen },
    answers: { met, ...(notMet >= 5 && unseen >= 5 && { notMet, unseen }) },
  },
});
const withheld = (version: string, reps: number, suppressed: 'tooEarly' | 'tooFewReps'): Row => ({
  place: place(version),
  regions: ['South'],
  reps,
  figure: { suppressed },
});

describe('cohorts before and after a refinement', () => {
  const versions = ['1', '2', '2.1'];

  it('are those of the versions before it, and of it and all that came later', () => {
    expect(sidesOf('2', versions)).toEqual({ before: ['1'], after: ['2', '2.1'] });
    expect(sidesOf('3', versions)).toEqual({ before: versions, after: ['3'] });
  });

  it('are held against each other, and the difference is more than noise where its interval leaves zero out', () => {
    const rows = [rated('1', 12, 20, 8), rated('2', 22, 5, 3), rated('2.1', 10, 6, 5)];
    const { before, after, difference } = compared(rows, 'anchorMet', 'asksFirst', sidesOf('2', versions));
    expect(before).toMatchObject({ figure: { share: { numerator: 12, denominator: 40 } }, unseen: 8 });
    expect(after).toMatchObject({ figure: { share: { numerator: 32, denominator: 51 } }, unseen: null });
    expect(difference).toMatchObject({ difference: expect.closeTo(0.3275, 4), withinNoise: false });
  });

  it('leave out whoever was not followed long enough, and say how many; and whoever is in a row with others', () => {
    const rows = [
      rated('1', 12, 20, 8),
      rated('2', 10, 10, 5),
      withheld('2', 7, 'tooEarly'),
      withheld('2', 4, 'tooFewReps'),
      rated(null, 9, 9, 9),
    ];
    const { after, difference, mixed } = compared(rows, 'anchorMet', 'asksFirst', sidesOf('2', versions));
    expect(after).toMatchObject({
      figure: { share: { numerator: 10, denominator: 25 }, leftOut: { suppressed: 4 } },
      early: 7,
    });
    expect(difference).toMatchObject({ withinNoise: true });
    expect(mixed).toBe(27);
  });

  it('say why there is nothing to compare, and never zero', () => {
    const rows = [rated('1', 12, 20, 8), withheld('2', 7, 'tooEarly')];
    const { after, difference } = compared(rows, 'anchorMet', 'asksFirst', sidesOf('2', versions));
    expect(after).toMatchObject({ figure: { share: null, suppressed: 'tooEarly' }, early: 7 });
    expect(difference).toBeNull();
  });
});

describe('anchors by version', () => {
  it('come with the least met first; seldom met is one that fewer than half meet, beyond chance', () => {
    const tables = [
      { anchor: 'asksFirst', rows: [rated('1', 8, 20, 12), rated('2', 30, 5, 5)] },
      { anchor: 'closes', rows: [rated('1', 30, 5, 5), rated('2', 8, 20, 12)] },
      { anchor: 'listens', rows: [withheld('2', 4, 'tooFewReps')] },
      { anchor: 'sumsUp', rows: [rated('2', 19, 15, 6)] },
    ];
    expect(anchorsByVersion(tables, ['1', '2']).map(({ anchor, isSeldom }) => [anchor, isSeldom])).toEqual([
      ['closes', true],
      ['sumsUp', false],
      ['asksFirst', false],
      ['listens', false],
    ]);
  });
});

describe('a refinement', () => {
  const taught = {
    since: '2026-01-10',
    anchors: ['asksFirst', 'closes'],
    versions: ['1', '2'],
  };
  const refinement = { anchor: 'closes', contentVersion: '2', liveOn: '2026-03-02' };
  const today = '2026-04-01';

  it('is recorded where it can be true, live or planned', () => {
    expect(unrecordable(refinement, false, taught, today)).toEqual([]);
    expect(unrecordable({ ...refinement, anchor: null, liveOn: today }, false, taught, today)).toEqual([]);
    const plan = { ...refinement, contentVersion: '3', liveOn: '2026-05-01' };
    expect(unrecordable(plan, true, taught, today)).toEqual([]);
  });

  it.each([
    ['an anchor that is none', { anchor: 'opens' }, false, 'anchorUnknown', 'anchor'],
    ['a version that nobody met', { contentVersion: '3' }, false, 'versionUnused', 'contentVersion'],
    ['a day before there was a capability', { liveOn: '2026-01-09' }, false, 'beforeCapability', 'liveOn'],
    ['a day to come', { liveOn: '2026-04-02' }, false, 'notLiveYet', 'liveOn'],
    ['a plan for a day that is over', { liveOn: today }, true, 'planOver', 'liveOn'],
  ])('is refused for %s, and where it is said', (_, given, isPlanned, code, at) => {
    expect(unrecordable({ ...refinement, ...given }, isPlanned, taught, today)).toMatchObject([{ code, at }]);
  });

  it('is refused at every field that cannot be true', () => {
    const given = { anchor: 'opens', contentVersion: '3', liveOn: '2026-04-02' };
    expect(unrecordable(given, false, taught, today).map(({ at }) => at)).toEqual([
      'anchor',
      'contentVersion',
      'liveOn',
    ]);
  });
});
