import {
  IconActivity,
  IconAddressBook,
  IconCalendarOff,
  IconChartGridDots,
  IconEye,
  IconFileImport,
  IconFileSearch,
  IconKey,
  IconListDetails,
  IconMail,
  IconTool,
  IconRoute,
  IconSchool,
  IconSunHigh,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import type { CurrentSession } from '#api/types.gen';

export type Place = CurrentSession['places'][number];

/** Places from which one sees figures or runs things, and never a single enrolment. */
const WITHOUT_RECORDS: ReadonlySet<Place> = new Set(['leadership', 'training', 'operator', 'auditor']);

/** Whether somebody sees enrolments at all. Who stands in for a manager has no place of their own, and does. */
export const seesEnrolments = (places: readonly Place[]): boolean =>
  places.length === 0 || places.some((place) => !WITHOUT_RECORDS.has(place));

/** Places to which single enrolments come from figures: who answers for a program sees them only where their data is at fault. */
const SEES_ROWS: ReadonlySet<Place> = new Set(['manager', 'coCoach', 'secondLine']);
export const seesRows = (places: readonly Place[]): boolean => places.some((place) => SEES_ROWS.has(place));

/** Who answers for reps or a program from further above, and sees a single enrolment only once something was raised to them. */
export const seesWhatWasRaised = (places: readonly Place[]): boolean =>
  places.some((place) => place === 'secondLine' || place === 'programOwner' || place === 'sponsor');

export const leadsReps = (places: readonly Place[]): boolean =>
  places.some((place) => place === 'manager' || place === 'coCoach');

export const isCoached = (places: readonly Place[]): boolean => places.includes('rep');

export const ownsOrSponsors = (places: readonly Place[]): boolean =>
  places.includes('programOwner') || places.includes('sponsor');

/** Who sees figures over many of at least one program. */
const SEES_FIGURES: ReadonlySet<Place> = new Set([
  'leadership',
  'training',
  'programOwner',
  'sponsor',
  'secondLine',
]);
export const seesFigures = (places: readonly Place[]): boolean =>
  places.some((place) => SEES_FIGURES.has(place));

/** The second line reads alerts about figures, and leaves them to others. */
export const actsOnAlerts = (places: readonly Place[]): boolean =>
  places.some((place) => place !== 'secondLine' && SEES_FIGURES.has(place));

/** Who says about which figures one is told. */
export const setsAlertRules = (places: readonly Place[]): boolean =>
  places.includes('programOwner') || places.includes('leadership');

/** Who makes the trainings, and says what was changed in them. */
export const makesTrainings = (places: readonly Place[]): boolean => places.includes('training');

/** Who answers for a program, and says by which cadence it goes. */
export const ownsPrograms = (places: readonly Place[]): boolean => places.includes('programOwner');

/** Who keeps the product running, and what is known of people. */
export const runsIt = (places: readonly Place[]): boolean => places.includes('operator');

/** Who answers for what programs say, and for whom it reaches. */
export const answersFor = (places: readonly Place[]): boolean => ownsPrograms(places) || runsIt(places);

/** Who looks after who read and changed what. */
export const audits = (places: readonly Place[]): boolean => places.includes('auditor');

/** Whose first question is one of figures, and the screen that answers it; what waits for them stands beside it. */
const FIGURES_FIRST: Partial<Record<Place, '/adoption' | '/training'>> = {
  leadership: '/adoption',
  training: '/training',
  sponsor: '/adoption',
};
/** Of several places the foremost comes first. */
const figuresFirst = ([foremost]: readonly Place[]) => foremost && FIGURES_FIRST[foremost];

/** Whether Today is where somebody begins. */
export const beginsWithToday = (places: readonly Place[]): boolean =>
  seesEnrolments(places) && !figuresFirst(places);

/** What stands in the navigation, in its order, and for whom. A screen is a line here. */
export const SCREENS: readonly {
  to:
    | '/'
    | '/team'
    | '/enrolments'
    | '/adoption'
    | '/training'
    | '/programs'
    | '/message-texts'
    | '/unreachable'
    | '/people'
    | '/imports'
    | '/calendars'
    | '/today'
    | '/readers'
    | '/operations'
    | '/messages'
    | '/access'
    | '/audit';
  word:
    | 'today'
    | 'team'
    | 'enrolments'
    | 'adoption'
    | 'training'
    | 'programs'
    | 'messageTexts'
    | 'unreachable'
    | 'people'
    | 'imports'
    | 'calendars'
    | 'readers'
    | 'operations'
    | 'messages'
    | 'access'
    | 'audit';
  icon: TablerIcon;
  isFor: (places: readonly Place[]) => boolean;
}[] = [
  { to: '/', word: 'today', icon: IconSunHigh, isFor: beginsWithToday },
  { to: '/team', word: 'team', icon: IconUsersGroup, isFor: leadsReps },
  { to: '/enrolments', word: 'enrolments', icon: IconListDetails, isFor: seesEnrolments },
  { to: '/adoption', word: 'adoption', icon: IconChartGridDots, isFor: seesFigures },
  { to: '/training', word: 'training', icon: IconSchool, isFor: makesTrainings },
  { to: '/programs', word: 'programs', icon: IconRoute, isFor: ownsPrograms },
  { to: '/operations', word: 'operations', icon: IconActivity, isFor: runsIt },
  { to: '/messages', word: 'messages', icon: IconMail, isFor: runsIt },
  { to: '/access', word: 'access', icon: IconKey, isFor: runsIt },
  { to: '/audit', word: 'audit', icon: IconFileSearch, isFor: audits },
  { to: '/message-texts', word: 'messageTexts', icon: IconMail, isFor: answersFor },
  { to: '/unreachable', word: 'unreachable', icon: IconTool, isFor: answersFor },
  { to: '/people', word: 'people', icon: IconAddressBook, isFor: runsIt },
  { to: '/imports', word: 'imports', icon: IconFileImport, isFor: runsIt },
  { to: '/calendars', word: 'calendars', icon: IconCalendarOff, isFor: runsIt },
  // Whoever begins with figures finds what waits for them beside these.
  { to: '/today', word: 'today', icon: IconSunHigh, isFor: (places) => Boolean(figuresFirst(places)) },
  { to: '/readers', word: 'readers', icon: IconEye, isFor: isCoached },
];

/** Where somebody begins: with figures, or else on the first screen that is for them. Every place has one. */
export const firstScreenOf = (places: readonly Place[]) =>
  figuresFirst(places) ?? SCREENS.find(({ isFor }) => isFor(places))!.to;
