import { overallLevel, ratingProblems, rubricSchema, type Rating } from './rubric.js';
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
  it('are held against their rubric, in words', () => {
    expect(ratingProblems(RUBRIC, { asksFirst: 4 })).toEqual([]);
    expect(ratingProblems(RUBRIC, { asksFirst: 5 })[0]).toContain('levels go from 1 to 4');
    expect(ratingProblems(RUBRIC, { closes: 1 })[0]).toContain('no anchor "closes"; it has asksFirst');
  });

  it('need anchors that can be told apart', () => {
    const twice = { ...RUBRIC, anchors: [RUBRIC.anchors[0], RUBRIC.anchors[0]] };
    expect(rubricSchema.safeParse(twice).error?.issues[0]?.message).toContain('stands twice');
  });
});
