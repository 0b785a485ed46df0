import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { sessionsCurrentOptions, sessionsCurrentQueryKey } from '#api/@tanstack/react-query.gen';
import { ApiProblem, keepToken, messageOf, statusOf, tokenHeld } from './problem';

const SECOND = 1_000;

/** Once more where nobody answered or the server stumbled; never where it said no. */
const mayTryAgain = (failures: number, error: unknown): boolean =>
  failures < 2 && (statusOf(error) === 0 || statusOf(error) >= 500);

const idOf = (key: readonly unknown[]): string | undefined => (key[0] as { _id?: string } | undefined)?._id;
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

/**
 * Asks for something in a person's name, once more where they signed in anew in another tab: their token is another one
 * by then, and the old one alone was refused.
 *
 * @throws ApiProblem 401 where it is somebody else who is signed in by now
 */
export async function withToken<T>(person: string, ask: () => Promise<T>): Promise<T> {
  const before = tokenHeld();
  try {
    return await ask();
  } catch (error) {
    if (statusOf(error) !== 403) throw error;
    const now = await queries.fetchQuery({ ...sessionsCurrentOptions(), staleTime: 0 });
    if (now.person.id !== person) throw new ApiProblem(401, messageOf(error));
    if (now.csrfToken === before) throw error;
    keepToken(now.csrfToken);
    return ask();
  }
}
