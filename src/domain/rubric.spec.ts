import { misrated, overallLevel, rubricSchema, type Rating } from './rubric.js';
import { RUBRIC } from './loop/testing/player.js';

describe('the overall level of an observation', () => {
  it.each([
    [{ a: 3, b: 3, c: 3 }, 3],
    [{ a: 2, b: 3 }, 2],
    [{ a: 1, b: 3, c: 4 }, 3],
    [{ a: 'notDone', b: 3, c: 4 }, 3],
    [{ a: 'notDone', b: 3 }, 1],
    [{ a: 'noOccasion', b: 3 }, 3],
    [{ a: 'noOccasion' }, null],
    [{}, null],
  ] as [Record<string, Rating>, number | null][])('of %j is %j', (ratings, level) => {
    expect(overallLevel(ratings)).toBe(level);
  });
});

describe('ratings', () => {
  it('are held against their rubric', () => {
    expect(misrated(RUBRIC, { asksFirst: 4 })).toBeNull();
    expect(misrated(RUBRIC, { asksFirst: 5 })).toMatchObject({ code: 'misrated', params: { highest: 4 } });
    expect(misrated(RUBRIC, { closes: 1 })).toEqual({
      code: 'anchorUnknown',
      params: { anchor: 'closes', anchors: 'asksFirst' },
    });
  });

  it('need anchors that can be told apart', () => {
    const twice = { ...RUBRIC, anchors: [RUBRIC.anchors[0], RUBRIC.anchors[0]] };
    expect(rubricSchema.safeParse(twice).error?.issues[0]?.message).toContain('stands twice');
  });
});
