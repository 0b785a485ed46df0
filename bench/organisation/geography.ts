import type { StyleName } from './styles.js';

export interface Region {
  name: string;
  /** Of all reps. */
  share: number;
  /** Weeks after the first region in which people are trained. */
  later: number;
  countries: readonly { country: string; markets: readonly string[] }[];
  /** How its managers coach. */
  styles: Readonly<Record<StyleName, number>>;
}

const MIXED = { steady: 0.4, prompted: 0.25, unfinished: 0.15, performing: 0.05, silent: 0.15 } as const;

export const REGIONS: readonly Region[] = [
  {
    name: 'Central Europe',
    share: 0.2,
    later: 0,
    countries: [
      { country: 'DE', markets: ['DE North', 'DE South'] },
      { country: 'AT', markets: ['AT'] },
      { country: 'CH', markets: ['CH'] },
    ],
    styles: { steady: 0.6, prompted: 0.2, unfinished: 0.1, performing: 0.02, silent: 0.08 },
  },
  {
    name: 'Western Europe',
    share: 0.16,
    later: 0,
    countries: [
      { country: 'GB', markets: ['GB'] },
      { country: 'FR', markets: ['FR'] },
      { country: 'NL', markets: ['NL'] },
    ],
    styles: MIXED,
  },
  {
    name: 'Southern Europe',
    share: 0.14,
    later: 3,
    countries: [
      { country: 'IT', markets: ['IT'] },
      { country: 'ES', markets: ['ES'] },
    ],
    styles: { steady: 0.2, prompted: 0.25, unfinished: 0.2, performing: 0.05, silent: 0.3 },
  },
  {
    name: 'North America',
    share: 0.24,
    later: 0,
    countries: [
      { country: 'US', markets: ['US East', 'US Central', 'US West'] },
      { country: 'CA', markets: ['CA'] },
    ],
    styles: MIXED,
  },
  {
    name: 'Latin America',
    share: 0.12,
    later: 3,
    countries: [
      { country: 'BR', markets: ['BR'] },
      { country: 'MX', markets: ['MX'] },
    ],
    styles: { steady: 0.3, prompted: 0.2, unfinished: 0.35, performing: 0.05, silent: 0.1 },
  },
  {
    name: 'Asia-Pacific',
    share: 0.14,
    later: 6,
    countries: [
      { country: 'JP', markets: ['JP'] },
      { country: 'AU', markets: ['AU'] },
      { country: 'KR', markets: ['KR'] },
    ],
    styles: { steady: 0.35, prompted: 0.2, unfinished: 0.1, performing: 0.25, silent: 0.1 },
  },
];
