import * as fc from '../../src/domain/testing/fast-check.js';
import { csrfTokenOf, newSecret } from '../../src/api/common/session-cookie.js';
import { openSession } from '../../src/store/rights/sessions.js';
import { HOUR } from '../../src/domain/time.js';
import { aWorld } from '../access/world.js';
import { startTestApi, type TestApi } from '../support/api.js';
import { asked, type Answer } from '../support/http.js';
import { poked, requestsOf, type Document, type Operation, type Sent } from './requests.js';

/*
 * The API's own document, asked with what it allows and with what it does not. FUZZ_RUNS=500 asks each operation more
 * often than a run of all tests has time for.
 */
const RUNS = Number(process.env.FUZZ_RUNS ?? 5);

let api: TestApi;
let document: Document;
let ids: string[];
/** Headers of those who ask. */
let callers: Record<string, string>[];
let operations: { name: string; path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  api = await startTestApi({ settings: { requestsPerMinute: 1_000_000 } });
  const world = await aWorld(api);
  document = (await api.get<Document>('/api/openapi.json')).body;
  ids = [...Object.values(world.records).flatMap((records) => Object.values(records)), world.people.manager];
  const key = { authorization: `Bearer ${api.key}` };
  const { operator, manager, self } = world.people;
  callers = [
    key,
    { ...key, 'acting-as': manager },
    ...(await Promise.all([operator, manager, self].map(aSession))),
  ];
  operations = Object.entries(document.paths)
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        path,
        method: method.toUpperCase(),
        operation,
      })),
    )
    // What ends keys and sessions comes last.
    .sort((a, b) => Number(ENDS.test(a.name)) - Number(ENDS.test(b.name)));
});
afterAll(() => api?.close());

const ENDS = /^(DELETE|POST) .*(sign-|sessions|keys)/;

async function aSession(personId: string): Promise<Record<string, string>> {
  const secret = newSecret();
  const limits = { idle: HOUR, absolute: HOUR };
  const entering = { personId, way: 'demo' as const, secret, sealedIdToken: null };
  await openSession(api.dataSource.manager, entering, limits, api.clock.now());
  return {
    cookie: `ft_session=${secret}`,
    'x-csrf-token': csrfTokenOf(secret),
    'sec-fetch-site': 'same-origin',
  };
}

function send(
  method: string,
  { path, query, headers, body }: Sent,
  by: Record<string, string>,
): Promise<Answer> {
  const url = new URL(path, api.url);
  url.search = new URLSearchParams(query).toString();
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  return asked(method, url, { ...headers, ...by }, text);
}

/** What is wrong with an answer by the document; null: nothing. */
function fault({ responses }: Operation, { status, headers, text }: Answer): string | null {
  const type = (headers.get('content-type') ?? '').split(';')[0]!;
  if (status >= 500) return `${status} ${text}`;
  const documented = responses[status] ?? responses.default;
  if (!documented) return `${status} is not documented`;
  const types = Object.keys(documented.content ?? {});
  return text === '' || types.includes(type) ? null : `${status} as ${type}, and not as ${types.join(', ')}`;
}

describe('the API, asked by its own document', () => {
  it('answers whatever it is asked as the document says, and never fails', async () => {
    const faults: string[] = [];
    for (const { name, path, method, operation } of operations) {
      const ask = async (sent: Sent, by: Record<string, string>): Promise<void> => {
        // An answer that breaks off is no answer.
        const wrong = await send(method, sent, by).then((answered) => fault(operation, answered), String);
        if (wrong !== null) faults.push(`${name} ${JSON.stringify(sent)}: ${wrong}`);
      };
      const [good] = fc.sample(requestsOf(document, path, operation, ids, false), 1);
      for (const sent of poked(document, operation, good!)) await ask(sent, callers[0]!);
      const requests = fc.record({
        by: fc.constantFrom(...callers),
        sent: requestsOf(document, path, operation, ids, true),
      });
      for (const { by, sent } of fc.sample(requests, RUNS)) await ask(sent, by);
    }
    expect(faults).toEqual([]);
  }, 3_600_000);

  it('took nothing in that it cannot show again', async () => {
    const lists = operations.filter(({ method, path }) => method === 'GET' && !path.includes('{'));
    for (const { path, name } of lists) {
      const { status } = await send('GET', { path, query: {}, headers: {}, body: undefined }, callers[0]!);
      expect({ name, failed: status >= 500 }).toEqual({ name, failed: false });
    }
  });
});
