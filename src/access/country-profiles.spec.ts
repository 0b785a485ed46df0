import * as fc from '../domain/testing/fast-check.js';
import {
  ESCALATION,
  forbiddenBy,
  looser,
  maySecondLineBeTold,
  profiledCountries,
  profileOf,
  profileWith,
} from './country-profiles.js';
import { FLOOR, strictest } from './suppression.js';

describe('country profiles', () => {
  it('ask at least the floor everywhere, and nowhere more than in Germany', () => {
    for (const country of [...profiledCountries(), 'US', 'BR']) {
      const profile = profileOf(country);
      expect(strictest([profile])).toEqual({ reps: profile.reps, managers: profile.managers });
      expect(profile.reps).toBeGreaterThanOrEqual(FLOOR.reps);
      expect(looser(country, profileOf('DE'))).toEqual([]);
    }
  });

  it('can be made stricter only', () => {
    expect(looser('DE', { reps: 7 })).toEqual(['reps']);
    expect(looser('DE', { namedEscalation: 'allowed', retentionMonths: 24 })).toEqual([
      'namedEscalation',
      'retentionMonths',
    ]);
    expect(looser('DE', { reps: 12, freeText: false, namedEscalation: 'never', retentionMonths: 6 })).toEqual(
      [],
    );
    expect(looser('DE', {})).toEqual([]);
  });

  it('whatever is taken on top of one asks no less in anything', () => {
    const changes = fc.record(
      {
        reps: fc.integer({ min: 1, max: 30 }),
        managers: fc.integer({ min: 1, max: 9 }),
        freeText: fc.boolean(),
        ratings: fc.boolean(),
        selfAssessment: fc.boolean(),
        namedEscalation: fc.constantFrom(...ESCALATION),
        retentionMonths: fc.integer({ min: 1, max: 60 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.constantFrom('DE', 'AT', 'US'), changes, (country, wanted) => {
        fc.pre(looser(country, wanted).length === 0);
        const [given, made] = [profileOf(country), profileWith(country, wanted)];
        expect(made.reps).toBeGreaterThanOrEqual(given.reps);
        expect(made.retentionMonths).toBeLessThanOrEqual(given.retentionMonths);
        for (const field of ['freeText', 'ratings', 'selfAssessment'] as const)
          expect(made[field] && !given[field]).toBe(false);
        expect(maySecondLineBeTold(made, null) && !maySecondLineBeTold(given, null)).toBe(false);
      }),
    );
  });

  it('let the second line be told by name where it is allowed, or agreed on', () => {
    expect(maySecondLineBeTold(profileOf('US'), null)).toBe(true);
    expect(maySecondLineBeTold(profileOf('DE'), null)).toBe(false);
    expect(maySecondLineBeTold(profileOf('DE'), '2026-01-15')).toBe(true);
    expect(maySecondLineBeTold(profileWith('DE', { namedEscalation: 'never' }), '2026-01-15')).toBe(false);
  });

  it('say what may not be stored', () => {
    const profile = profileWith('DE', { freeText: false });
    expect(forbiddenBy(profile, { freeText: true, ratings: true })).toEqual(['freeText']);
    expect(forbiddenBy(profile, { ratings: true })).toEqual([]);
  });
});
