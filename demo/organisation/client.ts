import { setTimeout as pause } from 'node:timers/promises';
import { errorMessage } from '../parts/errors.js';

const REPEAT_MS = 250;
const GIVE_UP_MS = 30_000;

/** The API answered with something else than success. */
export class ApiRefusal extends Error {
  override name = 'ApiRefusal';
  constructor(
    readonly status: number,
    request: string,
    problem: string,
  ) {
    super(`${request} was answered ${status}: ${problem}`);
  }
}

export interface Sending {
  /** JSON, or a CSV file as text. */
  body?: unknown;
  /** Sent as CSV. */
  csv?: string;
  /** Sent again under the same key, it happens once. */
  key?: string;
  /** On whose behalf. */
  as?: string;
  headers?: Record<string, string>;
}

/** The public API, as any other program reaches it. While the API starts again, a request is repeated. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.send<T>('GET', path);
  }

  post<T>(path: string, sending: Sending = {}): Promise<T> {
    return this.send<T>('POST', path, sending);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.send<T>('PUT', path, { body });
  }

  patch(path: string, body: unknown): Promise<unknown> {
    return this.send('PATCH', path, { body });
  }

  /** Every item of a list, page by page. */
  async all<T>(path: string): Promise<T[]> {
    const items: T[] = [];
    const separator = path.includes('?') ? '&' : '?';
    for (let cursor = ''; ;) {
      const page = await this.get<{ items: T[]; next: string | null }>(
        `${path}${separator}limit=200${cursor}`,
      );
      items.push(...page.items);
      if (page.next === null) return items;
      cursor = `&cursor=${encodeURIComponent(page.next)}`;
    }
  }

  private async send<T>(method: string, path: string, sending: Sending = {}): Promise<T> {
    const { body, csv, key, as, headers } = sending;
    const request = {
      method,
      headers: {
        authorization: `Bearer ${this.secret}`,
        ...(csv !== undefined ? { 'content-type': 'text/csv' } : {}),
        ...(body !== undefined ? { 'content-type': 'application/json' } : {}),
        ...(key !== undefined ? { 'idempotency-key': key } : {}),
        ...(as !== undefined ? { 'acting-as': as } : {}),
        ...headers,
      },
      body: csv ?? (body === undefined ? undefined : JSON.stringify(body)),
    };
    const safeToRepeat = method !== 'POST' || key !== undefined;
    for (const deadline = Date.now() + GIVE_UP_MS; ; await pause(REPEAT_MS)) {
      let answer: Response;
      try {
        answer = await fetch(`${this.url}/api/v1${path}`, request);
      } catch (error) {
        if (!safeToRepeat || Date.now() > deadline)
          throw new Error(`The API at ${this.url} does not answer: ${errorMessage(error)}`);
        continue;
      }
      const text = await answer.text();
      if (answer.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
      if (answer.status === 503 && safeToRepeat && Date.now() <= deadline) continue;
      throw new ApiRefusal(answer.status, `${method} ${path}`, text);
    }
  }
}
