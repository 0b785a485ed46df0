import { aMessage, lena } from '../../../demo/messages/samples.js';
import { anAlert, aMorning } from '../../../demo/messages/scenes.js';
import { compose } from './compose.js';

const letterOf = (given: Parameters<typeof anAlert>[0] = {}, language = 'en') =>
  compose(aMessage({ to: { ...lena, language }, items: [], alerts: [anAlert(given)] }));

describe('an alert', () => {
  it('says where, how many of how many, against what, why, who can act and how, and when it ends', () => {
    const letter = letterOf();
    expect(letter.subject).toBe('Italy North: Objection handling is stalling');
    expect(letter.opening).toBe('Hello Lena Vogt, one place could use a hand.');
    expect(letter.cards).toMatchObject([
      {
        headline: 'Italy North: Objection handling is stalling',
        about: 'Spring launch',
        lines: [
          'Stalled: 31 of 74 (42%) in the week of Mon 9 March.',
          'All other regions together: 53 of 310 (17%).',
          'Main reasons: no visit planned 24, feedback open 7.',
          'What would help next: plan a visit (the line managers).',
        ],
        small: [
          'Why you: you see where coaching works in Spring launch.',
          'It closes by itself after 2 weeks at 25% or less.',
        ],
        done: false,
      },
    ]);
    expect(letter.cards[0]!.links.map(({ label }) => label)).toEqual([
      'Take it',
      'Let it rest…',
      'Close it',
      'See it in full',
    ]);
    expect(letter.stops.map(({ kind }) => kind)).toEqual(['alert']);
    expect(letter.owed).toBeNull();
  });

  it('says that a difference may be chance, and how it began', () => {
    const newest = { period: '2026-03-16', figure: { numerator: 28, denominator: 74, share: 28 / 74 } };
    expect(letterOf({ withinNoise: true, newest }).cards[0]!.lines).toEqual(
      expect.arrayContaining([
        'All other regions together: 53 of 310 (17%). The difference may be chance.',
        'It began at 42% in the week of Mon 9 March.',
      ]),
    );
  });

  it('says whose it is and who asked them, which nobody can choose not to hear', () => {
    const at = Date.parse('2026-03-18T08:10:00Z');
    const asked = {
      reader: 'assignee',
      state: 'acknowledged',
      by: 'Lena Vogt',
      askedBy: 'Ines Faro',
      at,
    } as const;
    const letter = letterOf(asked);
    expect(letter.cards[0]!.lines).toContain('Taken · Lena Vogt, asked by Ines Faro · Wed 18 March');
    const word = { ...asked, note: 'You know the region.' };
    expect(letterOf(word).cards[0]!.lines).toContain('Ines Faro: “You know the region.”');
    expect(letterOf({ ...word, askedBy: null }).cards[0]!.lines).toContain('“You know the region.”');
    expect(letter.cards[0]!.small[0]).toBe('Why you: you were asked to look after this in Spring launch.');
    expect(letter.stops).toEqual([]);
    expect(letter.owed).not.toBeNull();
    expect(letterOf({ ...asked, askedBy: null }).cards[0]!.lines).toContain(
      'Taken · Lena Vogt · Wed 18 March',
    );
  });

  it('once closed says what moved, asks nothing, and claims no cause', () => {
    const newest = { period: '2026-04-13', figure: { numerator: 13, denominator: 72, share: 13 / 72 } };
    const letter = letterOf({ state: 'over', at: Date.parse('2026-03-18T04:23:00Z'), newest, reasons: [] });
    expect(letter.subject).toBe('Italy North: Objection handling is back on track');
    expect(letter.opening).toBe('Hello Lena Vogt, one place is back where it should be.');
    expect(letter.cards[0]).toMatchObject({
      lines: [
        'Stalled: 31 of 74 (42%) in the week of Mon 9 March, 13 of 72 (18%) in the week of Mon 13 April. Other things changed too.',
        'Closed by itself · Wed 18 March',
      ],
      links: [],
      small: [],
      done: true,
    });
  });

  it('takes no rep’s place, however many there are', () => {
    const alerts = ['Italy North', 'Italy South', 'Rhine', 'Alps'].map((region) => anAlert({ region }));
    const { cards, others } = compose(aMessage({ to: lena, items: [aMorning()], alerts }));
    expect(cards.map(({ links }) => links[0]!.label)).toEqual([
      'Take it',
      'Take it',
      'Take it',
      'Open the visit',
    ]);
    expect(others).toHaveLength(1);
  });

  it('speaks German to Germans', () => {
    const { subject, cards } = letterOf({}, 'de');
    expect(subject).toBe('Italy North: Objection handling stockt');
    expect(cards[0]!.lines[0]).toBe('Stockt: 31 von 74 (42\u00a0%) in der Woche ab Mo., 9. März.');
  });
});
