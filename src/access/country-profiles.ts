import type { Thresholds } from './suppression.js';

/** What may be stored of people of a country, shown, and passed upwards. */
export interface CountryProfile extends Thresholds {
  /** Whether coaches may write what they saw and suggest, in their own words. */
  freeText: boolean;
  ratings: boolean;
  /** Whether reps may rate themselves. */
  selfAssessment: boolean;
  /**
   * Whether the second line may be told by name where a loop is stuck. `byAgreement`: only once a works agreement is
   * confirmed; until then, and where it is `never`, the message goes on to those who get counts.
   */
  namedEscalation: 'allowed' | 'byAgreement' | 'never';
  /** How long texts and ratings stay after their loop has ended, in months. */
  retentionMonths: number;
}

/** What an organisation sets for a country; what it leaves out stays as the country's profile says. */
export type ProfileChanges = Partial<CountryProfile>;

/** Where nothing else is known of a country. */
const ANYWHERE: CountryProfile = {
  reps: 5,
  managers: 3,
  freeText: true,
  ratings: true,
  selfAssessment: true,
  namedEscalation: 'allowed',
  retentionMonths: 36,
};

/**
 * Countries whose law or custom asks for more. A starting point for the talk with counsel and works council, not a
 * statement of law.
 */
const COUNTRIES: Readonly<Record<string, ProfileChanges>> = {
  AT: { namedEscalation: 'byAgreement', retentionMonths: 24 },
  DE: { reps: 8, managers: 4, namedEscalation: 'byAgreement', retentionMonths: 12 },
  FR: { namedEscalation: 'byAgreement', retentionMonths: 24 },
  NL: { namedEscalation: 'byAgreement', retentionMonths: 24 },
};

export const profiledCountries = (): string[] => Object.keys(COUNTRIES);

/** What is asked in a country whatever an organisation sets. */
export const profileOf = (country: string): CountryProfile => ({ ...ANYWHERE, ...COUNTRIES[country] });

/** With what an organisation asks beyond. */
export const profileWith = (country: string, changes: ProfileChanges): CountryProfile => ({
  ...profileOf(country),
  ...changes,
});

/** What may be set, the strictest last; numbers grow or shrink towards strictness. */
const STRICTER: {
  [K in keyof CountryProfile]: (wanted: CountryProfile[K], given: CountryProfile[K]) => boolean;
} = {
  reps: (wanted, given) => wanted >= given,
  managers: (wanted, given) => wanted >= given,
  freeText: (wanted, given) => given || !wanted,
  ratings: (wanted, given) => given || !wanted,
  selfAssessment: (wanted, given) => given || !wanted,
  namedEscalation: (wanted, given) => ESCALATION.indexOf(wanted) >= ESCALATION.indexOf(given),
  retentionMonths: (wanted, given) => wanted <= given,
};

export const ESCALATION = ['allowed', 'byAgreement', 'never'] as const;

/** Fields in which changes would ask less than the country's profile does. */
export function looser(country: string, changes: ProfileChanges): (keyof CountryProfile)[] {
  const given = profileOf(country);
  const isLooser = <K extends keyof CountryProfile>(field: K): boolean => {
    const wanted = changes[field];
    return wanted !== undefined && !STRICTER[field](wanted, given[field]);
  };
  return (Object.keys(STRICTER) as (keyof CountryProfile)[]).filter(isLooser);
}

/** Whether the second line may be told by name of reps of such a country. */
export const maySecondLineBeTold = (
  { namedEscalation }: CountryProfile,
  worksAgreementOn: string | null,
): boolean =>
  namedEscalation === 'allowed' || (namedEscalation === 'byAgreement' && worksAgreementOn !== null);

/** What somebody wants to store of a rep. */
export interface ToStore {
  freeText?: boolean;
  ratings?: boolean;
  selfAssessment?: boolean;
}

/** What of it may not be stored; empty: all of it may. */
export const forbiddenBy = (profile: CountryProfile, toStore: ToStore): (keyof ToStore)[] =>
  (Object.keys(toStore) as (keyof ToStore)[]).filter((what) => toStore[what] && !profile[what]);
