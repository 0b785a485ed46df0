import { aMessage, anItem } from '../../../demo/messages/samples.js';
import { aDigest, anAlert } from '../../../demo/messages/scenes.js';
import { compose } from './compose.js';

describe('the week in figures', () => {
  it('says on one page how it stands, where to intervene, what works, and that it only observed', () => {
    const { subject, opening, cards, stops, owed } = compose(aMessage({ items: [], digests: [aDigest()] }));
    expect(subject).toBe('The week in Spring launch');
    expect(opening).toBe('Hello Lena Vogt, the week in figures.');
    expect(cards).toHaveLength(1);
    expect(cards[0]).toMatchObject({
      about: 'Week of Mon 9 March',
      lines: [
        'How things stood when the week ended, of everybody counted by then:',
        'Adopted: 458 of 1,204 (38%); four weeks before 301 of 1,190 (25%).',
        'Stalled: 169 of 1,204 (14%); four weeks before 190 of 1,190 (16%).',
        'Nothing planned after two weeks: 88 of 1,204 (7%).',
        'Where to intervene:',
        '1. Italy North, Objection handling: 31 of 74 (42%) wait too long; elsewhere 53 of 310 (17%). Mostly: no visit planned 24.',
        '2. Iberia, Evidence exchange: 12 of 60 (20%) wait too long; four weeks before 8 of 61 (13%). This may be chance.',
        'What works:',
        '1. France, Objection handling: 12 of 88 (14%) wait too long; four weeks before still 33 of 88 (38%).',
        '2. Nordics, Access: 40 of 61 (66%) have adopted it; elsewhere 90 of 300 (30%).',
        'Observed, not explained: other things changed too.',
        '2 alerts are open, 1 not taken yet.',
      ],
      small: ['Why you: you see where coaching works in Spring launch.'],
    });
    expect(stops.map(({ kind }) => kind)).toEqual(['digest']);
    expect(owed).toBeNull();
  });

  it('tells a manager of their own line alone', () => {
    const own = { loops: 12, observed: 4, adopted: 3, stalled: 2, reason: 'noVisitPlanned' } as const;
    const [card] = compose(aMessage({ items: [], digests: [aDigest({ reader: 'manager', own })] })).cards;
    expect(card!.lines).toEqual([
      'You coach 12 loops here: 4 seen in the week, 3 adopted.',
      '2 wait longer than the cadence allows.',
      'Most often: no visit planned.',
      'Only you see this line.',
    ]);
  });

  it('stands last, and leads nothing else', () => {
    const letter = compose(aMessage({ items: [anItem()], alerts: [anAlert()], digests: [aDigest()] }));
    expect(letter.subject).toBe('Italy North: Objection handling is stalling, and 1 more');
    expect(letter.opening).toBe('Hello Lena Vogt, 2 things that would help.');
    expect(letter.cards.map(({ headline }) => headline)).toEqual([
      'Italy North: Objection handling is stalling',
      'See Ana Roth with a customer',
      'The week in Spring launch',
    ]);
  });
});
