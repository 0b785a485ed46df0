import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionsCurrentQueryKey } from '#api/@tanstack/react-query.gen';
import { statusOf } from './problem';

const SECOND = 1_000;

/** Once more where nobody answered or the server stumbled; never where it said no. */
const mayTryAgain = (failures: number, error: unknown): boolean =>
  failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500);

/** Which question of the API a key stands for, whatever it was asked with. */
export const idOf = (key: readonly unknown[]): string | undefined =>
  (key[0] as { _id?: string } | undefined)?._id;
const isOfSession = (key: readonly unknown[]): boolean => idOf(key) === idOf(sessionsCurrentQueryKey());

/** Whoever is not known any more is asked who they are. */
const askWho = (error: unknown): void => {
  if (statusOf(error) === 401) void queries.invalidateQueries({ queryKey: sessionsCurrentQueryKey() });
};

/** What was read, kept while it is shown and somewhat longer; a 401 anywhere lets the session be asked again. */
export const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, { queryKey }) => {
      if (!isOfSession(queryKey)) askWho(error);
    },
  }),
  mutationCache: new MutationCache({ onError: askWho }),
  defaultOptions: {
    queries: { retry: mayTryAgain, staleTime: 10 * SECOND, networkMode: 'always', refetchOnReconnect: true },
    mutations: { networkMode: 'always' },
  },
});
