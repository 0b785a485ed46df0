import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { routesOf, type Route } from '../../src/api/common/routes.js';
import type { ApiParts } from '../../src/api/common/parts.js';
import { csrfTokenOf, newSecret } from '../../src/api/common/session-cookie.js';
import { createApi } from '../../src/api/create-app.js';
import { readApiSettings, type ApiSettings } from '../../src/config/index.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { SCOPES } from '../../src/access/words.js';
import { HOUR } from '../../src/domain/time.js';
import { issueKey } from '../../src/store/rights/api-keys.js';
import { openSession } from '../../src/store/rights/sessions.js';
import { empty, freshDatabase } from './database.js';
import { asked } from './http.js';

export interface Reply<T> {
  status: number;
  headers: Headers;
  /** Parsed where it is JSON. */
  body: T;
}

export interface Asking {
  /** Sent as JSON, unless it is a string. */
  body?: unknown;
  headers?: Readonly<Record<string, string>>;
}

/** The real API, asked over HTTP, on a database of its own. */
export interface TestApi {
  /** As the owner of the tables: a story may look and tamper. */
  dataSource: DataSource;
  /** As the role that API and worker run under. */
  app: DataSource;
  /** Of `app`. */
  databaseUrl: string;
  url: string;
  /** An administrator's key; sent with every request unless another Authorization is given. */
  key: string;
  keyId: string;
  /** Every route that its controllers serve. */
  routes: Route[];
  /** The clock of the API: set it to live on another day. */
  clock: { time: number; now(): number };
  /** Paths are those behind /api/v1; /api, /health and /metrics are themselves. */
  ask<T = unknown>(method: string, path: string, asking?: Asking): Promise<Reply<T>>;
  get<T = unknown>(path: string): Promise<Reply<T>>;
  post<T = unknown>(path: string, body?: unknown, headers?: Asking['headers']): Promise<Reply<T>>;
  /** Posts what must be taken, and hands back the body of the answer. */
  made<T = { id: string }>(path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

export interface TestApiOptions {
  /** What time it is for the API, ISO 8601. Left out: Monday, 2 March 2026, 08:00 UTC. */
  at?: string;
  settings?: Partial<ApiSettings>;
  /** For tests of messages. */
  channels?: ApiParts['channels'];
  /** Left out: any free one. */
  port?: number;
  /** For a story of what the process itself remembers, such as who guesses: it is started for this story. */
  alone?: boolean;
  /** Leads the API to its database another way, given the URL of that database. */
  databaseBy?: (url: string) => Promise<string>;
}

/** Idle between two stories of one spec file: to start it takes longer than most of them. */
let idle: { settings: string; parts: Parts } | null = null;
let isOver = false;
/** Of a spec file; a bench has none. */
const { afterAll } = globalThis as { afterAll?: (work: () => Promise<void>) => void };
afterAll?.(async () => {
  isOver = true;
  await idle?.parts.end();
});

/**
 * The API on an empty database. Stories of one file that ask for the same settings have the same one, one after the
 * other, emptied and with its clock set back.
 */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { at = '2026-03-02T08:00:00Z', settings = {}, channels, port, databaseBy, alone } = options;
  const canBeKept = afterAll !== undefined && !alone && !channels && port === undefined && !databaseBy;
  const wanted = JSON.stringify(settings);
  const taken = canBeKept && idle?.settings === wanted ? idle.parts : null;
  if (taken) idle = null;
  const parts = taken ?? (await startParts(options));
  const { dataSource, app, clock, server } = parts;
  if (taken) await empty(dataSource);
  clock.time = Date.parse(at);
  const { row, secret } = await issueKey(
    dataSource.manager,
    { name: 'test', expiresAt: null, scopes: SCOPES },
    clock.now(),
  );
  const url = await server.getUrl();

  return {
    dataSource,
    app,
    databaseUrl: parts.databaseUrl,
    url,
    key: secret,
    keyId: row.id,
    routes: routesOf(server),
    clock,
    ...askingAt(url, secret),
    async close() {
      if (!canBeKept || isOver || idle) await parts.end();
      else idle = { settings: wanted, parts };
    },
  };
}

type Parts = Awaited<ReturnType<typeof startParts>>;

async function startParts({ settings, channels = {}, port = 0, databaseBy }: TestApiOptions) {
  const database = await freshDatabase();
  const databaseUrl = (await databaseBy?.(database.appUrl)) ?? database.appUrl;
  // On a machine that is busy with other stories a connection may take its time.
  const patient = { poolSize: 10, connectTimeoutMs: 60_000 };
  const dataSource = createDataSource({ ...patient, url: database.url, applicationName: 'test' });
  const app = createDataSource({ ...patient, url: databaseUrl, applicationName: 'test api' });
  await Promise.all([dataSource.initialize(), app.initialize()]);
  const clock = { time: 0, now: () => clock.time };
  const server = await createApi({
    dataSource: app,
    clock,
    settings: { ...readApiSettings({ DATABASE_URL: databaseUrl }), ...settings },
    log: pino({ level: 'silent' }),
    channels,
  });
  await server.listen(port, '127.0.0.1');
  return {
    dataSource,
    app,
    databaseUrl,
    clock,
    server,
    async end() {
      await server.close();
      await Promise.all([dataSource.destroy(), app.destroy()]);
      await database.drop();
    },
  };
}

/** The same API, asked by a machine that speaks for a person: what both may do, and not more. */
export const as = (api: TestApi, person: string): TestApi => ({
  ...api,
  ...askingAt(api.url, api.key, { 'acting-as': person }),
});

/** The same API, asked by the page of a person who signed in. */
export async function signedIn(api: TestApi, personId: string): Promise<Asker> {
  const secret = newSecret();
  const limits = { idle: HOUR, absolute: HOUR };
  const entering = { personId, way: 'demo' as const, secret, sealedIdToken: null };
  await openSession(api.dataSource.manager, entering, limits, api.clock.now());
  return askingWith(api.url, {
    cookie: `ft_session=${secret}`,
    'x-csrf-token': csrfTokenOf(secret),
    'sec-fetch-site': 'same-origin',
  });
}

/** Asks a running API over HTTP, with a key. */
export const askingAt = (url: string, secret: string, always: Readonly<Record<string, string>> = {}): Asker =>
  askingWith(url, { authorization: `Bearer ${secret}`, ...always });

export type Asker = Pick<TestApi, 'ask' | 'get' | 'post' | 'made'>;

function askingWith(url: string, always: Readonly<Record<string, string>>): Asker {
  async function ask<T>(method: string, path: string, { body, headers }: Asking = {}): Promise<Reply<T>> {
    const isJson = body !== undefined && typeof body !== 'string';
    const {
      status,
      headers: answered,
      text,
    } = await asked(
      method,
      new URL(/^\/(api|health|metrics)\b/.test(path) ? path : `/api/v1${path}`, url),
      { ...always, ...(isJson && { 'content-type': 'application/json' }), ...headers },
      isJson ? JSON.stringify(body) : (body as string | undefined),
    );
    const answeredJson = text !== '' && /json/.test(answered.get('content-type') ?? '');
    return {
      status,
      headers: answered,
      body: (answeredJson ? JSON.parse(text) : text) as T,
    };
  }

  return {
    ask,
    get: (path) => ask('GET', path),
    post: (path, body = {}, headers = {}) => ask('POST', path, { body, headers }),
    async made<T>(path: string, body: unknown = {}): Promise<T> {
      const reply = await ask<T>('POST', path, { body });
      if (reply.status !== 201) throw new Error(`POST ${path} was answered ${JSON.stringify(reply)}`);
      return reply.body;
    },
  };
}
