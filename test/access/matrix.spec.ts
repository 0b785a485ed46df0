import { randomUUID } from 'node:crypto';
import type { Route } from '../../src/api/common/routes.js';
import {
  holdersOf,
  permission,
  PERMISSION_WORDS,
  SEEN_BY,
  viewOf,
  type PermissionWord,
} from '../../src/access/policy.js';
import {
  GRANTED_ROLES,
  SCOPES,
  STANDINGS,
  type GrantedRole,
  type Holder,
  type Standing,
} from '../../src/access/words.js';
import { issueKey } from '../../src/store/rights/api-keys.js';
import { as, askingAt, signedIn, startTestApi, type Reply, type TestApi } from '../support/api.js';
import { aWorld, PERSONAS, RECORDS, TIED, type Persona, type RecordName, type World } from './world.js';

/*
 * Every route × everybody × whose record it is, over real HTTP; what is expected is read off the policy table and off
 * what each persona is called, by another way than the API reads it.
 */

type Verdict = 'let in' | 'not yours' | 'nothing there' | 'who are you';

let api: TestApi;
let world: World;
let guarded: (Route & { word: PermissionWord; where: NonNullable<Route['where']> })[];

beforeAll(async () => {
  api = await startTestApi({ settings: { requestsPerMinute: 1_000_000 } });
  world = await aWorld(api);
  guarded = api.routes.filter((route) => !route.public) as typeof guarded;
});
afterAll(() => api?.close());

/** What a persona is to a record, as the world was made. */
function heldBy(
  persona: Persona,
  record: RecordName,
  { word, where, method }: (typeof guarded)[number],
): Holder[] {
  const roles = (GRANTED_ROLES as readonly string[]).includes(persona) ? [persona as GrantedRole] : [];
  const kind = where.in === 'none' || where.in === 'list' ? null : where.kind;
  if (kind === null) {
    const owner = persona === 'programOwner' && where.in === 'none' ? ['programOwner' as const] : [];
    const legal = where.in === 'none' ? roles.filter((role) => role !== 'legal') : roles;
    return ['anyone', ...(where.in === 'list' ? ['self' as const] : owner), ...legal];
  }
  const standing = (TIED as readonly string[]).includes(persona) ? (persona as Standing) : null;
  const isTied = standing !== null && TIES[kind]!(standing, word, method) && isTheirs(standing, record, kind);
  const ofSubject = roles.filter(
    (role) => role !== 'legal' || (record === 'own' && kind !== 'program' && kind !== 'rollout'),
  );
  return ['anyone', ...(isTied ? [standing] : []), ...ofSubject];
}

const isTheirs = (standing: Standing, record: RecordName, kind: string): boolean => {
  // To a program people are what they are to its reps, and figures of it reveal nobody's function.
  if (kind === 'program' || kind === 'rollout')
    return record === 'own' || (record !== 'other' && standing !== 'self');
  return record === 'own' || (record === 'calm' && standing !== 'self');
};

const PROGRAM: readonly Standing[] = ['self', 'manager', 'secondLine', 'programOwner', 'sponsor'];
/** Which personas are anything to a record of a kind, for a request of a method: a body says when it happened. */
const TIES: Readonly<Record<string, (standing: Standing, word: PermissionWord, method: string) => boolean>> =
  {
    enrolment: (standing, word) =>
      standing !== 'reader' && (standing !== 'teller' || word === 'fact.correct'),
    observation: (standing) => standing !== 'teller',
    visit: (standing) => !['reader', 'teller', 'programOwner', 'sponsor'].includes(standing),
    person: (standing, _, method) =>
      !['observer', 'reader', 'teller', 'programOwner', 'sponsor'].includes(standing) &&
      (standing !== 'formerManager' || ['POST', 'PUT', 'PATCH'].includes(method)),
    program: (standing) => PROGRAM.includes(standing),
    rollout: (standing) => PROGRAM.includes(standing),
  };

/** Whether the table lets somebody who holds this in, to a record that was or was not brought before them. */
function opens(word: PermissionWord, held: readonly Holder[], isRaised: boolean): boolean {
  if (held.some((holder) => permission(word).never?.includes(holder))) return false;
  return held.some((holder) => {
    const view = viewOf(word, holder);
    return holdersOf(word).includes(holder) && view !== 'counts' && (view !== 'raised' || isRaised);
  });
}

function expected(route: (typeof guarded)[number], persona: Persona, record: RecordName): Verdict {
  const { word, where } = route;
  const held = heldBy(persona, record, route);
  if (where.in === 'list') {
    const counts = held.some((holder) => viewOf(word, holder) === 'counts');
    return counts ? 'not yours' : 'let in';
  }
  if (opens(word, held, record === 'own')) return 'let in';
  const { record: kind } = permission(word);
  const isSomething = held.some(
    (holder) => holder !== 'anyone' && (STANDINGS as readonly string[]).includes(holder),
  );
  const isSeen = kind === null || opens(SEEN_BY[kind], held, record === 'own');
  return where.in === 'none' || isSomething || isSeen ? 'not yours' : 'nothing there';
}

/** Asks a route about a record, with a body that no schema takes: who may come in is told so, and changes nothing. */
async function verdictOf(
  asker: Pick<TestApi, 'ask'>,
  { method, path, where }: (typeof guarded)[number],
  record: RecordName,
): Promise<Verdict> {
  const records = world.records[record];
  const id = where.in === 'path' || where.in === 'query' ? records[where.kind] : randomUUID();
  const named = { id, action: records.action };
  const query = where.in === 'query' ? `?${where.name}=${id}` : '';
  const address = path.replace(/:(\w+)/g, (_, name: string) => named[name as 'id'] ?? randomUUID()) + query;
  const parts = 'parts' in where ? (where.parts ?? {}) : {};
  const body = {
    noSuchField: 1,
    happenedAt: world.then,
    ...(parts.observation && { [parts.observation]: records.observation }),
    ...(parts.fact && { [parts.fact]: records.fact }),
    ...(where.in === 'body' && { [where.name]: records[where.kind] }),
  };
  const sent = ['POST', 'PUT', 'PATCH'].includes(method) ? { body } : {};
  const reply = await asker.ask<{ detail?: string; permission?: string }>(method, address, {
    ...sent,
    ...(method === 'PATCH' || path.endsWith('/versions') ? { headers: { 'if-match': '"1"' } } : {}),
  });
  return readVerdict(reply, where.in === 'none' ? null : where.in === 'body' ? records[where.kind] : id);
}

function readVerdict(
  { status, body }: Reply<{ detail?: string; permission?: string }>,
  id: string | null,
): Verdict {
  if (status >= 500) throw new Error(`${status}: ${JSON.stringify(body)}`);
  if (status === 401) return 'who are you';
  if (status === 403 && body.permission !== undefined) return 'not yours';
  const isMissing =
    (status === 404 || status === 422) && id !== null && body.detail?.includes(`with the id ${id}`);
  if (isMissing) return 'nothing there';
  return 'let in';
}

const nameOf = ({ method, path, word }: (typeof guarded)[number]): string => `${method} ${path} (${word})`;
const isOfRecord = ({ where }: (typeof guarded)[number]): boolean =>
  where.in === 'path' || where.in === 'query' || where.in === 'body';

async function all<T>(tasks: readonly (() => Promise<T>)[]): Promise<T[]> {
  const results: T[] = [];
  const queue = tasks.entries();
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      for (const [index, task] of queue) results[index] = await task();
    }),
  );
  return results;
}

interface Cell {
  what: string;
  is: Verdict;
  should: Verdict;
}
const wrong = (cells: readonly Cell[]): string[] =>
  cells
    .filter(({ is, should }) => is !== should)
    .map(({ what, is, should }) => `${what}: ${is}, not ${should}`);

describe('the matrix of rights', () => {
  it('leaves out no route, no permission and nobody who can hold one', () => {
    expect(guarded.filter(({ word, where }) => !(word in permissionsByWord) || !where)).toEqual([]);
    expect(
      api.routes
        .filter((route) => route.public)
        .map(({ path }) => path)
        .sort(),
    ).toEqual([
      '/health/live',
      '/health/ready',
      '/sign-in',
      '/sign-in/as/:person',
      '/sign-in/callback',
      '/sign-in/personas',
      // Each request is signed by Slack.
      '/slack/commands',
      '/slack/events',
      '/slack/interactions',
    ]);
    const used = new Set(guarded.map(({ word }) => word));
    expect(PERMISSION_WORDS.filter((word) => !used.has(word))).toEqual([]);
    const known: readonly string[] = [...PERSONAS, 'anyone', ...SCOPES];
    expect([...STANDINGS, ...GRANTED_ROLES].filter((holder) => !known.includes(holder))).toEqual([]);
    const holders = PERMISSION_WORDS.flatMap((word) => [...holdersOf(word)]);
    expect(holders.filter((holder) => !known.includes(holder))).toEqual([]);
  });

  it('covers what the OpenAPI document shows', async () => {
    const { body } = await api.get<{ paths: Record<string, object> }>('/api/openapi.json');
    const shown = Object.entries(body.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map(
        (method) => `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`,
      ),
    );
    // Where the identity provider sends a browser back to, and what Slack calls, is nobody's to call.
    const served = api.routes.map(({ method, path }) => `${method} ${path}`);
    const bySlack = ['POST /slack/commands', 'POST /slack/events', 'POST /slack/interactions'];
    expect([...shown, 'GET /sign-in/callback', ...bySlack].sort()).toEqual(served.sort());
  });

  it.each(PERSONAS)('holds for %s, of whomever the record is', async (persona) => {
    const asker = await signedIn(api, world.people[persona]);
    const cells = guarded.flatMap((route) =>
      (isOfRecord(route) ? RECORDS : (['own'] as const)).map((record) => async (): Promise<Cell> => ({
        what: `${persona}, ${record}: ${nameOf(route)}`,
        is: await verdictOf(asker, route, record),
        should: expected(route, persona, record),
      })),
    );
    expect(wrong(await all(cells))).toEqual([]);
  });

  it.each(SCOPES)('holds for a key with the scope %s', async (scope) => {
    const { secret } = await issueKey(
      api.dataSource.manager,
      { name: scope, expiresAt: null, scopes: [scope] },
      api.clock.now(),
    );
    const asker = askingAt(api.url, secret);
    const cells = guarded.map((route) => async (): Promise<Cell> => ({
      what: `${scope}: ${nameOf(route)}`,
      is: await verdictOf(asker, route, 'own'),
      should: opens(route.word, [scope], false) ? 'let in' : 'not yours',
    }));
    expect(wrong(await all(cells))).toEqual([]);
  });

  it('answers an unknown id as it answers somebody else’s', async () => {
    const stranger = as(api, world.people.nobody);
    const { enrolment } = world.records.own;
    const unknown = randomUUID();
    const [theirs, none] = await Promise.all(
      [enrolment, unknown].map((id) => stranger.get<Record<string, unknown>>(`/enrolments/${id}`)),
    );
    const without = ({ body }: Reply<Record<string, unknown>>, id: string): unknown =>
      JSON.parse(JSON.stringify({ ...body, requestId: null }).replaceAll(id, 'ID'));
    expect(without(theirs!, enrolment)).toEqual(without(none!, unknown));
  });

  it('gives a machine that speaks for a person what both may, and not more', async () => {
    const scopes = ['status' as const];
    const { secret } = await issueKey(
      api.dataSource.manager,
      { name: 'reader', expiresAt: null, scopes },
      api.clock.now(),
    );
    const asManager = askingAt(api.url, secret, { 'acting-as': world.people.manager });
    const { enrolment } = world.records.own;
    expect((await asManager.get(`/enrolments/${enrolment}`)).status).toBe(200);
    expect((await asManager.get(`/enrolments/${world.records.other.enrolment}`)).status).toBe(404);
    expect((await asManager.post(`/enrolments/${enrolment}/pause`, { reason: 'x' })).status).toBe(403);
  });
});

const permissionsByWord = Object.fromEntries(PERMISSION_WORDS.map((word) => [word, permission(word)]));
