import { anchorToWatch } from './anchor.js';

const rubric = {
  levels: [
    { code: 'novice', label: 'Novice' },
    { code: 'expert', label: 'Expert' },
  ],
  anchors: [
    { code: 'asksFirst', text: 'Asks before presenting data' },
    { code: 'listens', text: 'Waits for the answer' },
    { code: 'closes', text: 'Agrees a next step' },
  ],
};

describe('the one anchor to watch for', () => {
  it.each([
    ['the first of the rubric, where nothing was rated yet', null, 'Asks before presenting data'],
    ['the lowest of the last time', { asksFirst: 2, listens: 1, closes: 2 } as const, 'Waits for the answer'],
    [
      'what was not done before what was weak',
      { asksFirst: 1, closes: 'notDone' } as const,
      'Agrees a next step',
    ],
    ['not what had no occasion', { asksFirst: 'noOccasion', listens: 2 } as const, 'Waits for the answer'],
  ])('is %s', (_, ratings, expected) => {
    expect(anchorToWatch(rubric, ratings)).toBe(expected);
  });
});
