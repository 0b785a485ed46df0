import { IconListDetails, IconUsersGroup, type TablerIcon } from '@tabler/icons-react';
import type { CurrentSession } from '#api/types.gen';

export type Place = CurrentSession['places'][number];

export const isOneOf = (places: readonly Place[], wanted: readonly Place[]): boolean =>
  wanted.some((place) => places.includes(place));

/** What stands in the navigation, in its order, and for whom. A screen is a line here. */
export const SCREENS: readonly {
  to: '/team' | '/enrolments';
  word: 'team' | 'enrolments';
  icon: TablerIcon;
  /** Null: for everybody. */
  for: readonly Place[] | null;
}[] = [
  { to: '/team', word: 'team', icon: IconUsersGroup, for: ['manager', 'coCoach', 'secondLine'] },
  { to: '/enrolments', word: 'enrolments', icon: IconListDetails, for: null },
];
