import type { FetchQueryOptions, QueryKey } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import {
  enrolmentsGetOptions,
  enrolmentsGridOptions,
  queueListOptions,
} from '#api/@tanstack/react-query.gen';
import { queries } from '../api/queries';
import { readAuditSearch } from '../screens/audit/search';
import { readMessagesSearch } from '../screens/messages/search';
import { readAdoptionSearch } from '../screens/adoption/search';
import { readRulesSearch } from '../screens/adoption/rules/search';
import { readCadenceSearch } from '../screens/cadence/search';
import { readListSearch } from '../screens/enrolments/search';
import { readProgramsSearch } from '../screens/programs/search';
import { readTextsSearch } from '../screens/message-texts/search';
import { readTrainingSearch } from '../screens/training/search';
import { Crash, NotFound } from '../shared/states';
import { parseSearch, stringifySearch } from './plain-search';
import { Shell } from './shell';

/** Asks for a screen's data beside its script; not where somebody is only likely to go there. */
function fetchBeside<D, E, K extends QueryKey>(
  cause: 'preload' | 'enter' | 'stay',
  options: FetchQueryOptions<D, E, D, K>,
): void {
  if (cause !== 'preload') void queries.prefetchQuery(options);
}

/** Every address of the app. A screen is a folder under screens/, loaded when its route is first gone to, beside its data. */
const root = createRootRoute({
  component: Shell,
  notFoundComponent: () => <NotFound />,
  errorComponent: Crash,
});

const today = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: ({ cause }) => fetchBeside(cause, queueListOptions()),
  component: lazyRouteComponent(() => import('../screens/today/today')),
});

/** The same for whoever begins elsewhere. */
const todayBeside = createRoute({
  getParentRoute: () => root,
  path: '/today',
  loader: ({ cause }) => fetchBeside(cause, queueListOptions()),
  component: lazyRouteComponent(() => import('../screens/today/today')),
});

const enrolments = createRoute({
  getParentRoute: () => root,
  path: '/enrolments',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../screens/enrolments/enrolments')),
});

const enrolment = createRoute({
  getParentRoute: () => root,
  path: '/enrolments/$id',
  validateSearch: ({ do: act, show }: Record<string, unknown>): { do?: string; show?: 'all' } => ({
    ...(typeof act === 'string' && { do: act }),
    ...(show === 'all' && { show }),
  }),
  loader: ({ cause, params: { id } }) => fetchBeside(cause, enrolmentsGetOptions({ path: { id } })),
  component: lazyRouteComponent(() => import('../screens/enrolment/enrolment')),
});

const team = createRoute({
  getParentRoute: () => root,
  path: '/team',
  validateSearch: ({ program }: Record<string, unknown>): { program?: string } => ({
    ...(typeof program === 'string' && { program }),
  }),
  loaderDeps: ({ search: { program } }) => ({ program }),
  loader: ({ cause, deps: { program } }) => fetchBeside(cause, enrolmentsGridOptions({ query: { program } })),
  component: lazyRouteComponent(() => import('../screens/team/team')),
});

const adoption = createRoute({
  getParentRoute: () => root,
  path: '/adoption',
  validateSearch: readAdoptionSearch,
  component: lazyRouteComponent(() => import('../screens/adoption/adoption')),
});

const alertRules = createRoute({
  getParentRoute: () => root,
  path: '/adoption/rules',
  validateSearch: readRulesSearch,
  component: lazyRouteComponent(() => import('../screens/adoption/rules/rules')),
});

const training = createRoute({
  getParentRoute: () => root,
  path: '/training',
  validateSearch: readTrainingSearch,
  component: lazyRouteComponent(() => import('../screens/training/training')),
});

const programs = createRoute({
  getParentRoute: () => root,
  path: '/programs',
  validateSearch: readProgramsSearch,
  component: lazyRouteComponent(() => import('../screens/programs/programs')),
});

const cadence = createRoute({
  getParentRoute: () => root,
  path: '/cadences/$id',
  validateSearch: readCadenceSearch,
  component: lazyRouteComponent(() => import('../screens/cadence/cadence')),
});

const cadenceVersion = createRoute({
  getParentRoute: () => root,
  path: '/cadences/$id/versions/$version',
  validateSearch: readCadenceSearch,
  component: lazyRouteComponent(() => import('../screens/cadence/version')),
});

const messageTexts = createRoute({
  getParentRoute: () => root,
  path: '/message-texts',
  validateSearch: readTextsSearch,
  component: lazyRouteComponent(() => import('../screens/message-texts/message-texts')),
});

const unreachable = createRoute({
  getParentRoute: () => root,
  path: '/unreachable',
  validateSearch: ({ program }: Record<string, unknown>): { program?: string } => ({
    ...(typeof program === 'string' && { program }),
  }),
  component: lazyRouteComponent(() => import('../screens/unreachable/unreachable')),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: ({ person }: Record<string, unknown>): { person?: string } => ({
    ...(typeof person === 'string' && { person }),
  }),
  component: lazyRouteComponent(() => import('../screens/people/people')),
});

const imports = createRoute({
  getParentRoute: () => root,
  path: '/imports',
  component: lazyRouteComponent(() => import('../screens/imports/imports')),
});

const calendars = createRoute({
  getParentRoute: () => root,
  path: '/calendars',
  component: lazyRouteComponent(() => import('../screens/calendars/calendars')),
});

const readers = createRoute({
  getParentRoute: () => root,
  path: '/readers',
  component: lazyRouteComponent(() => import('../screens/readers/readers')),
});

const operations = createRoute({
  getParentRoute: () => root,
  path: '/operations',
  component: lazyRouteComponent(() => import('../screens/operations/operations')),
});

const messages = createRoute({
  getParentRoute: () => root,
  path: '/messages',
  validateSearch: readMessagesSearch,
  component: lazyRouteComponent(() => import('../screens/messages/messages')),
});

const access = createRoute({
  getParentRoute: () => root,
  path: '/access',
  component: lazyRouteComponent(() => import('../screens/access/access')),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../screens/audit/audit')),
});

const notifications = createRoute({
  getParentRoute: () => root,
  path: '/settings/notifications',
  component: lazyRouteComponent(() => import('../screens/settings/notifications')),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: lazyRouteComponent(() => import('../screens/settings/signed-in')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    today,
    todayBeside,
    enrolments,
    enrolment,
    team,
    adoption,
    alertRules,
    training,
    programs,
    cadence,
    cadenceVersion,
    messageTexts,
    unreachable,
    people,
    imports,
    calendars,
    readers,
    operations,
    messages,
    access,
    audit,
    notifications,
    signedIn,
  ]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  scrollRestoration: true,
  // What was written for this address is no longer there: a new deployment took its files away.
  defaultErrorComponent: Crash,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
