import { patternsOf } from './patterns.js';

const seen = { evidence: 'When the price came up, you explained the data.', suggestion: '' };
const whole = { ...seen, suggestion: 'If the price comes up, ask first.' };
const kind = { evidence: 'Great visit.', suggestion: '' };
const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

describe('patterns of one’s own feedback', () => {
  it('count what was seen and the next steps, and show what is nearest and what is furthest', () => {
    expect(patternsOf([kind, ...times(5, seen), ...times(4, whole)], 'en')).toMatchObject({
      looked: 10,
      seen: 9,
      nextStep: 4,
      connected: 4,
      examples: [
        { ...whole, quality: { help: null } },
        { ...kind, quality: { help: 'seen' } },
      ],
    });
  });

  it('look at the newest ten, and at nothing where there are fewer than five', () => {
    expect(patternsOf([...times(10, whole), kind], 'en')).toMatchObject({ looked: 10, seen: 10 });
    expect(patternsOf(times(4, whole), 'en')).toBeNull();
    expect(patternsOf(times(5, whole), 'en')!.examples).toHaveLength(1);
  });
});
