import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { answer, answerJson, answerPage, readBody, serveHttp } from './http.js';
import { Script } from './script.js';
import { SlackApp, type AppAddresses } from './slack-app.js';
import { SlackDesktop, toldOf, type Beside, type Filled } from './slack-desktop.js';
import { SlackRefusal } from './slack-limits.js';
import { renderPeople, renderPerson, type SlackPage } from './slack-page.js';
import { SlackViews, type SlackView } from './slack-views.js';
import { webApi, type Arguments } from './slack-web-api.js';
import { SlackWorkspace, type NewSlackUser, type SlackMessage, type SlackUser } from './slack-workspace.js';

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

export interface SlackStandInOptions {
  /** A free one unless given. */
  port?: number;
  /** People and messages are kept here and are there again after a restart. */
  dir?: string;
  /** `any`, the default: whoever is looked up by mail address exists. Else only these do. */
  users?: 'any' | readonly NewSlackUser[];
  /** Where Slack tells the app what people do. */
  app?: AppAddresses;
  signingSecret?: string;
  /** What time it is for whoever reads the signatures, in ms. */
  now?: () => number;
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
  /** As a person pressing a button of their home tab. */
  pressHome(user: SlackUser, actionId: string): Promise<number>;
  /** As a person sending the window on top, filled in by block. */
  submit(user: SlackUser, filled: Filled): Promise<number>;
  close(user: SlackUser, filled: Filled): Promise<void>;
  command(user: SlackUser, text: string): Promise<number>;
  openHome(user: SlackUser): Promise<number>;
  /** The window on top, and the home tab. */
  modal(user: SlackUser): SlackView | undefined;
  home(user: SlackUser): SlackView | undefined;
  /** Looks after every change of a view. */
  waitForView<T>(look: () => T | undefined, timeoutMs?: number): Promise<T>;
  /** What the app said to this person alone, newest last. */
  besides(user: SlackUser): readonly Beside[];
  waitForBeside(user: SlackUser, timeoutMs?: number): Promise<Beside>;
  stop(): Promise<void>;
}

/** A Slack workspace on loopback, reached by the real client through its `slackApiUrl`. */
export async function startSlackStandIn(options: SlackStandInOptions = {}): Promise<SlackStandIn> {
  const { port = 0, dir, users = 'any', signingSecret = SIGNING_SECRET } = options;
  const { app: addresses = {}, now = Date.now } = options;
  const workspace = new SlackWorkspace(dir);
  const views = new SlackViews();
  const faults = new Script<SlackFault>();
  const calls: SlackCall[] = [];
  if (users !== 'any') users.forEach((user) => workspace.keepUser(user));

  let pageUrl = '';
  const methods = webApi(workspace, views, { anybody: users === 'any', pageUrl: () => pageUrl });
  const responseUrl = (user: SlackUser): string => `${pageUrl}/stand-in/respond/${desktop.newToken(user)}`;
  const app = new SlackApp({ addresses, signingSecret, now, responseUrl }, views);
  const desktop: SlackDesktop = new SlackDesktop(app, workspace, views);
  const onTop = (user: SlackUser): SlackView => {
    const view = views.modal(user.id);
    if (!view) throw new Error(`No window is open for ${user.email}.`);
    return view;
  };

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
    besidesOf: (userId) => desktop.besides(userId),
    pressable: app.hasInteractions,
  });

  /** What somebody does on their page; null where there is no such thing to do. */
  const doingOf = (what: string, form: URLSearchParams): [SlackUser, Promise<number>] | null => {
    const given = (name: string): string => form.get(name) ?? '';
    const message = workspace.find(given('channel'), given('ts'));
    if (what === 'press' && message) return [message.user, desktop.press(message, given('action_id'))];
    const beside = desktop.beside(given('beside'));
    const user = workspace.userById(beside?.userId ?? given('user'));
    if (!user) return null;
    if (what === 'press' && beside) return [user, desktop.pressBeside(beside, given('action_id'))];
    if (what === 'home') return [user, desktop.openHome(user).then(({ status }) => status)];
    if (what === 'command') return [user, desktop.command(user, given('text'))];
    const view = views.of(user.id).find(({ id }) => id === given('view'));
    if (!view) return null;
    if (what === 'press') return [user, desktop.pressIn(user, view, given('action_id'))];
    const filled = Object.fromEntries(form);
    if (given('do') !== 'close') return [user, desktop.submit(user, view, filled)];
    return [user, desktop.close(user, view, filled).then(() => 200)];
  };

  const doOnPage = async (what: string, request: IncomingMessage, response: ServerResponse) => {
    const doing = doingOf(what, new URLSearchParams(await readBody(request)));
    if (!doing) return answerJson(response, { error: 'This is not here any more.' }, 404);
    const [user, done] = doing;
    const told = await toldOf(done);
    response.setHeader('location', `/people/${user.id}?told=${encodeURIComponent(told)}`);
    answer(response, 303, 'text/plain', told);
  };

  const http = await serveHttp(port, 'the Slack stand-in', async (request, response, url) => {
    const { pathname, searchParams } = url;
    const [, method] = /^\/api\/([\w.]+)$/.exec(pathname) ?? [];
    if (method) return callMethod(method, request, response);
    const [, token] = /^\/stand-in\/respond\/([\w-]+)$/.exec(pathname) ?? [];
    if (token) {
      const body = JSON.parse(await readBody(request)) as Record<string, unknown>;
      return answerJson(response, {}, desktop.respond(token, body) ? 200 : 404);
    }
    const [, what] = /^\/stand-in\/(press|window|home|command)$/.exec(pathname) ?? [];
    if (what && request.method === 'POST') return doOnPage(what, request, response);
    if (pathname === '/stand-in/messages') return answerJson(response, workspace.messages());
    if (pathname === '/') return answerPage(response, renderPeople(page()));
    const user = workspace.userById(pathname.replace(/^\/people\//, ''));
    if (user) return answerPage(response, renderPerson(page(), user, searchParams.get('told') ?? undefined));
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
    press: (message, actionId) => desktop.press(message, actionId),
    pressHome: (user, actionId) => {
      const home = views.home(user.id);
      if (!home) throw new Error(`The home tab of ${user.email} was never shown.`);
      return desktop.pressIn(user, home, actionId);
    },
    submit: async (user, filled) => desktop.submit(user, onTop(user), filled),
    close: async (user, filled) => desktop.close(user, onTop(user), filled),
    command: (user, text) => desktop.command(user, text),
    openHome: async (user) => (await desktop.openHome(user)).status,
    modal: (user) => views.modal(user.id),
    home: (user) => views.home(user.id),
    waitForView: (look, timeoutMs = WAIT_MS) => views.waitFor(look, timeoutMs),
    besides: (user) => desktop.besides(user.id),
    waitForBeside: (user, timeoutMs = WAIT_MS) => desktop.waitForBeside(user, timeoutMs),
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
