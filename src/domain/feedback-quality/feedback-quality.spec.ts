import * as fc from '../testing/fast-check.js';
import { feedbackQuality, saysWhen, totalOf, type QualityHelp } from './index.js';

const of = (evidence: string, suggestion = '') => feedbackQuality({ evidence, suggestion }, 'en');

type Levels = [evidence: number, suggestion: number, connection: number];
const WRITTEN: [evidence: string, suggestion: string, Levels, QualityHelp | null][] = [
  ['', '', [0, 0, 0], 'seen'],
  ['Great visit, very professional.', '', [1, 0, 0], 'seen'],
  ['Great visit.', 'Keep it up!', [1, 0, 0], 'seen'],
  ['Needs to be more confident.', 'Be more confident.', [1, 1, 0], 'seen'],
  ['Asked what matters most to the ward.', '', [2, 0, 0], 'nextStep'],
  ['Asked what matters most to the ward.', 'Well done.', [2, 0, 0], 'nextStep'],
  ['Asked what matters most.', 'Wait for the answer.', [2, 1, 0], 'occasion'],
  ['When the price came up, you explained the data at once.', 'Smile more', [3, 0, 0], 'nextStep'],
  ['When the price came up, you explained the data.', 'Bring a leaflet.', [3, 1, 0], 'connection'],
  ['When the price came up, you explained the data.', 'If price comes up, ask first.', [3, 1, 1], null],
  ['You said: “We have always done it this way.”', 'Try to ask about this instead.', [3, 1, 1], null],
  ['Sehr gutes Gespräch, weiter so.', '', [1, 0, 0], 'seen'],
  ['Sehr gut.', 'Weiter so!', [1, 0, 0], 'seen'],
  ['Du hast nach dem Bedarf der Station gefragt.', '', [2, 0, 0], 'nextStep'],
  [
    'Als der Preis zur Sprache kam, hast du gleich die Daten erklärt.',
    'Erst nach dem Preis fragen.',
    [3, 1, 1],
    null,
  ],
  ['Als es um den Preis ging, hast du die Daten gezeigt.', 'Nimm einen Stift mit.', [3, 1, 0], 'connection'],
  ['Du sagtest „Das ist bei uns anders als dort“.', 'Frag stattdessen, was fehlt.', [3, 1, 1], null],
];

describe('feedback is read by what stands in it', () => {
  it.each(WRITTEN)('“%s” / “%s”', (evidence, suggestion, levels, help) => {
    const read = of(evidence, suggestion);
    expect([read.evidence, read.suggestion, read.connection]).toEqual(levels);
    expect(read.help).toBe(help);
    expect(totalOf(read)).toBe(levels[0] + levels[1] + levels[2]);
  });

  it('says which words counted, as they were written', () => {
    const { because, language } = of(
      'When the price came up, you explained the data.',
      'If the price comes up, ask first.',
    );
    expect(language).toBe('en');
    expect(because).toEqual({
      seen: ['came', 'explained'],
      occasion: ['when'],
      nextStep: ['if', 'ask'],
      connection: ['price'],
    });
  });

  it('knows the language by its small words; without any, it is the reader’s', () => {
    expect(of('Du hast gefragt und dann gewartet.').language).toBe('de');
    expect(feedbackQuality({ evidence: 'The rep asked.', suggestion: '' }, 'de').language).toBe('en');
    expect(feedbackQuality({ evidence: 'Nachgefragt', suggestion: '' }, 'de')).toMatchObject({
      language: 'de',
      evidence: 2,
    });
  });

  it('whatever was written, reads it within its bounds and always the same', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'grapheme' }),
        (evidence, suggestion) => {
          const read = of(evidence, suggestion);
          expect(read).toEqual(of(evidence, suggestion));
          expect(totalOf(read)).toBeLessThanOrEqual(5);
          expect(read.help === null).toBe(totalOf(read) === 5);
          if (read.connection === 1) expect(read.evidence > 1 && read.suggestion === 1).toBe(true);
          for (const word of Object.values(read.because).flat())
            expect(`${evidence} ${suggestion}`.normalize('NFC').toLowerCase()).toContain(
              word.normalize('NFC').toLowerCase(),
            );
        },
      ),
    );
  });
});

describe('an agreement', () => {
  it.each([
    ['If they name a price, then I ask first.', true],
    ['Wenn der Preis genannt wird, dann frage ich nach.', true],
    ['Sobald jemand zögert, warte ich.', true],
    ['Ask more questions.', false],
    ['If …', false],
    ['Mehr Fragen stellen.', false],
  ])('“%s” says when it is to be done: %s', (text, says) => {
    expect(saysWhen(text, 'en')).toBe(says);
  });
});
