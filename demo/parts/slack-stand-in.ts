import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage } from './errors.js';
import { answer, answerJson, answerPage, readBody, serveHttp } from './http.js';
import { Script } from './script.js';
import { sendPress } from './slack-interactivity.js';
import { SlackRefusal } from './slack-limits.js';
import { renderPeople, renderPerson, type SlackPage } from './slack-page.js';
import { SlackViews } from './slack-views.js';
import { webApi, type Arguments } from './slack-web-api.js';
import { SlackWorkspace, type SlackMessage, type SlackUser } from './slack-workspace.js';

const WAIT_MS = 10_000;
const SIGNING_SECRET = 'stand-in-signing-secret';

/** How the next calls go wrong; of every method unless one is named. */
export type SlackFault = { method?: string; times?: number } & (
  | { kind: 'rateLimited'; retryAfterSeconds: number }
  | { kind: 'error'; error: string }
  /** A proxy's or Slack's own error page in place of JSON. */
  | { kind: 'html'; status: number }
  | { kind: 'slow'; ms: number }
  /** `drop`: the line goes dead before the call was done; `answer`: after it was done, before it was said. */
  | { kind: 'drop' }
  | { kind: 'answer' }
);

export interface NewSlackUser {
  email: string;
  name?: string;
  deactivated?: boolean;
}

export interface SlackStandInOptions {
  /** A free one unless given. */
  port?: number;
  /** People and messages are kept here and are there again after a restart. */
  dir?: string;
  /** `any`, the default: whoever is looked up by mail address exists. Else only these do. */
  users?: 'any' | readonly NewSlackUser[];
  /** Where presses on buttons are sent. */
  interactivityUrl?: string;
  signingSecret?: string;
}

export interface SlackCall {
  method: string;
  given: Arguments;
  at: string;
}

export interface SlackStandIn {
  port: number;
  /** The page. */
  url: string;
  /** For the client's `slackApiUrl`. */
  apiUrl: string;
  signingSecret: string;
  /** In the order they were posted, as they read now. */
  messages(): readonly SlackMessage[];
  /** Looks at every message posted or updated. @param timeoutMs ten seconds unless given */
  waitFor(fits: (message: SlackMessage) => boolean, timeoutMs?: number): Promise<SlackMessage>;
  /** Every call that reached the stand-in since it started, those that were made to fail too. */
  calls(): readonly SlackCall[];
  /** Orders a fault: once unless `times` is given, `Infinity` until lifted. @returns lifts it */
  fail(fault: SlackFault): () => void;
  /** Adds a person or changes one. */
  keepUser(user: NewSlackUser): SlackUser;
  /** As a person pressing a button of a message. @returns the app's HTTP status */
  press(message: SlackMessage, actionId: string): Promise<number>;
  stop(): Promise<void>;
}

/** A Slack workspace on loopback, reached by the real client through its `slackApiUrl`. */
export async function startSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const { port = 0, dir, users = 'any', interactivityUrl, signingSecret = SIGNING_SECRET } = options;
  const workspace = new SlackWorkspace(dir);
  const views = new SlackViews();
  const faults = new Script<SlackFault>();
  const calls: SlackCall[] = [];
  if (users !== 'any') users.forEach((user) => workspace.keepUser(user));

  let pageUrl = '';
  const methods = webApi(workspace, views, { anybody: users === 'any', pageUrl: () => pageUrl });
  const press = (message: SlackMessage, actionId: string) =>
    sendPress({ url: interactivityUrl, signingSecret }, message, actionId, views);

  const callMethod = async (method: string, request: IncomingMessage, response: ServerResponse) => {
    const body = await readBody(request);
    const fault = faults.take((rule) => rule.method === undefined || rule.method === method);
    try {
      const { token, ...given } = argumentsIn(request, body);
      calls.push({ method, given, at: new Date().toISOString() });
      if (fault && (await misbehave(fault, request, response))) return;
      checkToken(token);
      if (!Object.hasOwn(methods, method)) throw new SlackRefusal('unknown_method');
      const result = methods[method]!(given);
      if (fault?.kind === 'answer') return void request.socket.destroy();
      answerJson(response, { ok: true, ...result });
    } catch (error) {
      if (!(error instanceof SlackRefusal)) throw error;
      const details = error.details.length > 0 ? { response_metadata: { messages: error.details } } : {};
      answerJson(response, { ok: false, error: error.error, ...details });
    }
  };

  const page = (): SlackPage => ({
    people: workspace.people(),
    messages: workspace.messages(),
    viewsOf: (userId) => views.of(userId),
    pressable: interactivityUrl !== undefined,
  });

  const pressFromPage = async (request: IncomingMessage, response: ServerResponse) => {
    const form = new URLSearchParams(await readBody(request));
    const message = workspace.find(form.get('channel') ?? '', form.get('ts') ?? '');
    if (!message) return answerJson(response, { error: 'This message is not here.' }, 404);
    const told = await press(message, form.get('action_id') ?? '').then(
      (status) => `Pressed; Followthrough answered ${status}.`,
      errorMessage,
    );
    answerPage(response, renderPerson(page(), message.user, told));
  };

  const http = await serveHttp(port, 'the Slack stand-in', async (request, response, { pathname }) => {
    const [, method] = /^\/api\/([\w.]+)$/.exec(pathname) ?? [];
    if (method) return callMethod(method, request, response);
    if (pathname === '/stand-in/press' && request.method === 'POST') return pressFromPage(request, response);
    if (pathname === '/stand-in/messages') return answerJson(response, workspace.messages());
    if (pathname === '/') return answerPage(response, renderPeople(page()));
    const user = workspace.userById(pathname.replace(/^\/people\//, ''));
    if (user) return answerPage(response, renderPerson(page(), user));
    answerJson(response, { error: 'There is nothing here.' }, 404);
  });
  pageUrl = http.url;

  return {
    port: http.port,
    url: http.url,
    apiUrl: `${http.url}/api/`,
    signingSecret,
    messages: () => workspace.messages(),
    waitFor: (fits, timeoutMs = WAIT_MS) => workspace.waitFor(fits, timeoutMs),
    calls: () => [...calls],
    fail: (fault) => faults.add(fault, fault.times),
    keepUser: (user) => workspace.keepUser(user),
    press,
    stop: () => http.close(),
  };
}

/** @returns whether the call ends with this; if not, it goes on as usual */
async function misbehave(
  fault: SlackFault,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (fault.kind) {
    case 'slow':
      await pause(fault.ms);
      return false;
    case 'answer':
      return false;
    case 'drop':
      request.socket.destroy();
      return true;
    case 'error':
      throw new SlackRefusal(fault.error);
    case 'html':
      answer(response, fault.status, 'text/html', '<html><body><h1>Something went wrong</h1></body></html>');
      return true;
    case 'rateLimited':
      response.setHeader('retry-after', String(fault.retryAfterSeconds));
      answerJson(response, { ok: false, error: 'ratelimited' }, 429);
      return true;
  }
}

/** The arguments of a call, form-encoded as the client sends them or as JSON; nested ones come as JSON in the form. */
function argumentsIn(request: IncomingMessage, body: string): Arguments {
  const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (request.headers['content-type']?.startsWith('application/json')) {
    return { token, ...(JSON.parse(body || '{}') as Arguments) };
  }
  const fields = [...new URLSearchParams(body)].map(([name, value]) => [name, unpacked(name, value)]);
  return { token, ...(Object.fromEntries(fields) as Arguments) };
}

function unpacked(name: string, value: string): unknown {
  if (!['attachments', 'blocks', 'metadata', 'view'].includes(name)) return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackRefusal(`invalid_${name}_format`);
  }
}

function checkToken(token: unknown): void {
  if (token === undefined) throw new SlackRefusal('not_authed');
  if (!String(token).startsWith('xoxb-')) throw new SlackRefusal('invalid_auth');
}
