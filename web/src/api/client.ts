import { sessionsCurrentOptions } from '#api/@tanstack/react-query.gen';
import { client } from '#api/client.gen';
import { ApiProblem } from './problem';
import { queries } from './queries';

interface Speaker {
  person: string;
  /** Goes along with whatever changes something; null: nobody has answered yet who is signed in. */
  token: string | null;
}

let speaker: Speaker | null = null;

/** In whose name this page asks, and by which token of their session. */
export const speakAs = (person: string, token: string | null): void => void (speaker = { person, token });

const TOKEN = 'x-csrf-token';

/** Once, before the first request: the token goes along by itself, and every answer that says no becomes an ApiProblem. */
export function prepareClient(): void {
  client.setConfig({ baseUrl: window.location.origin, fetch: ask });
  client.interceptors.error.use((error, response: Response | undefined) => {
    if (error instanceof ApiProblem) return error;
    const told = (error ?? {}) as {
      detail?: string;
      errors?: ApiProblem['errors'];
      requestId?: string;
      keyUsed?: boolean;
    };
    return new ApiProblem(
      response?.status ?? 0,
      told.detail ?? String(error),
      told.errors,
      told.requestId,
      told.keyUsed,
    );
  });
}

/**
 * Asks, once more where they signed in anew in another tab: their token is another one by then, and the old one alone
 * was refused.
 *
 * @throws ApiProblem 401 where it is somebody else who is signed in by now
 */
const ask: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const before = speaker;
  if (request.method === 'GET' || before === null) return fetch(request);
  const again = request.clone();
  const answer = await fetch(withToken(request, before.token));
  if (answer.status !== 403) return answer;
  const { person, csrfToken } = await queries.fetchQuery({ ...sessionsCurrentOptions(), staleTime: 0 });
  if (person.id !== before.person) throw new ApiProblem(401, 'Somebody else is signed in by now.');
  if (csrfToken === before.token) return answer;
  speakAs(person.id, csrfToken);
  return fetch(withToken(again, csrfToken));
};

function withToken(request: Request, token: string | null): Request {
  if (token !== null) request.headers.set(TOKEN, token);
  return request;
}
