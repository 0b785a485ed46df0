import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Arrivals } from './arrivals.js';

export type Block = Record<string, unknown>;

export interface SlackUser {
  id: string;
  email: string;
  name: string;
  deactivated?: boolean;
}

export type NewSlackUser = Omit<SlackUser, 'id' | 'name'> & { name?: string };

export interface SlackMetadata {
  event_type: string;
  event_payload: Record<string, unknown>;
}

/** What a message says at one time. */
export interface SlackContent {
  text: string;
  blocks?: Block[];
  metadata?: SlackMetadata;
}

export interface SlackMessage extends SlackContent {
  channel: string;
  ts: string;
  /** Whose direct messages it is in. */
  user: SlackUser;
  postedAt: string;
  /** What it said before each `chat.update`, oldest first, and until when. */
  edits: (SlackContent & { until: string })[];
}

type Event =
  | { kind: 'user'; user: SlackUser }
  | { kind: 'opened'; channel: string; userId: string }
  | { kind: 'posted'; channel: string; ts: string; at: string; content: SlackContent }
  | { kind: 'updated'; channel: string; ts: string; at: string; content: SlackContent };

/**
 * The people, direct messages and messages of a stand-in workspace. Given a folder, every change is one line of a
 * file there, and is played back at the next start.
 */
export class SlackWorkspace {
  private readonly users = new Map<string, SlackUser>();
  private readonly owners = new Map<string, string>();
  private readonly posted = new Arrivals<SlackMessage>(
    (message) => `to ${message.user.email} at ${message.ts}: ${message.text}`,
  );
  private readonly byPlace = new Map<string, SlackMessage>();
  private readonly file: string | undefined;
  private lastTs = 0;

  constructor(dir?: string) {
    if (dir === undefined) return;
    mkdirSync(dir, { recursive: true });
    const file = join(dir, 'slack.jsonl');
    const kept = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    // What a kill cut off in the middle was never answered, so it did not happen.
    const whole = kept.lastIndexOf('\n') + 1;
    if (whole < kept.length) truncateSync(file, whole);
    const lines = kept.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
    for (const line of lines) this.apply(JSON.parse(line) as Event);
    this.file = file;
  }

  people(): SlackUser[] {
    return [...this.users.values()];
  }

  userById(id: string): SlackUser | undefined {
    return this.users.get(id);
  }

  userByEmail(email: string): SlackUser | undefined {
    return this.people().find((user) => user.email.toLowerCase() === email.toLowerCase());
  }

  /** Adds a person or replaces what is known of one. The id follows from the address. */
  keepUser({ email, name = nameFrom(email), deactivated = false }: NewSlackUser): SlackUser {
    const user = { id: idOf('U', email.toLowerCase()), email, name, deactivated };
    if (!isDeepStrictEqual(this.users.get(user.id), user)) this.record({ kind: 'user', user });
    return this.users.get(user.id)!;
  }

  /** The app's direct message channel with a person. */
  openChannel(user: SlackUser): { channel: string; alreadyOpen: boolean } {
    const channel = idOf('D', user.id);
    const alreadyOpen = this.owners.has(channel);
    if (!alreadyOpen) this.record({ kind: 'opened', channel, userId: user.id });
    return { channel, alreadyOpen };
  }

  hasChannel(channel: string): boolean {
    return this.owners.has(channel);
  }

  messages(): readonly SlackMessage[] {
    return this.posted.all();
  }

  find(channel: string, ts: string): SlackMessage | undefined {
    return this.byPlace.get(`${channel}/${ts}`);
  }

  post(channel: string, content: SlackContent): SlackMessage {
    const now = Date.now();
    const micros = Math.max(now * 1_000, this.lastTs + 1);
    const ts = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
    this.record({ kind: 'posted', channel, ts, at: new Date(now).toISOString(), content });
    return this.find(channel, ts)!;
  }

  update(message: SlackMessage, content: SlackContent): void {
    const { channel, ts } = message;
    this.record({ kind: 'updated', channel, ts, at: new Date().toISOString(), content });
  }

  waitFor(fits: (message: SlackMessage) => boolean, timeoutMs: number): Promise<SlackMessage> {
    return this.posted.waitFor(fits, timeoutMs);
  }

  private record(event: Event): void {
    if (this.file !== undefined) appendFileSync(this.file, `${JSON.stringify(event)}\n`);
    this.apply(event);
  }

  private apply(event: Event): void {
    switch (event.kind) {
      case 'user': {
        const known = this.users.get(event.user.id);
        if (known) Object.assign(known, event.user);
        else this.users.set(event.user.id, event.user);
        return;
      }
      case 'opened':
        this.owners.set(event.channel, event.userId);
        return;
      case 'posted': {
        const { channel, ts, at, content } = event;
        const user = this.users.get(this.owners.get(channel)!)!;
        this.lastTs = Math.round(Number(ts) * 1e6);
        const message: SlackMessage = { channel, ts, user, postedAt: at, edits: [], ...content };
        this.byPlace.set(`${channel}/${ts}`, message);
        this.posted.add(message);
        return;
      }
      case 'updated': {
        const message = this.find(event.channel, event.ts)!;
        const { text, blocks, metadata } = message;
        message.edits.push({ text, blocks, metadata, until: event.at });
        Object.assign(message, { blocks: undefined, metadata: undefined }, event.content);
        this.posted.changed(message);
      }
    }
  }
}

const idOf = (kind: 'U' | 'D', seed: string): string =>
  kind + createHash('sha256').update(seed).digest('hex').slice(0, 10).toUpperCase();

/** `kim.lee@acme.example` is shown as `Kim Lee`. */
function nameFrom(email: string): string {
  const words = email
    .split('@')[0]!
    .split(/[._-]+/)
    .filter(Boolean);
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email;
}
