import { aCadence } from '../../../test/support/organisation.js';
import { reviewed } from './review.js';

const DOCUMENT = {
  ...aCadence,
  ladders: {
    ...aCadence.ladders,
    observe: [
      { at: 'P2D', to: 'manager', via: ['email'] },
      { at: 'P0D', to: 'manager', via: ['email'] },
    ],
  },
  sustain: { checkIns: ['P21D', 'P7D'] },
};
const problemsOf = (document: object, language: string): string[] =>
  reviewed(document, language).problems.map(({ message }) => message);

describe('what keeps a cadence from being published', () => {
  it('is said in an owner’s words, lengths of time too', () => {
    expect(problemsOf(DOCUMENT, 'en')).toEqual([
      'Each comes later than the one before: “when it is due” is not after “2 working days after it is due”.',
      'Each comes later than the one before: “7 days” is not after “21 days”.',
    ]);
    expect(problemsOf({ ...DOCUMENT, clock: 'calendar' }, 'de')[0]).toBe(
      'Jedes kommt später als das davor: „zum Fälligkeitstermin“ liegt nicht nach „2 Tage nach der Fälligkeit“.',
    );
  });

  it('is said of a length that cannot be read as it was written', () => {
    expect(problemsOf({ ...DOCUMENT, sustain: { checkIns: ['P7D', 'soon'] } }, 'en').length).toBeGreaterThan(
      1,
    );
  });
});
