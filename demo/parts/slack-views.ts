import { randomUUID } from 'node:crypto';
import { checkBlocks, checkView, SlackRefusal } from './slack-limits.js';
import type { Block, SlackUser } from './slack-workspace.js';

/** Slack lets a press open a modal for three seconds. */
const TRIGGER_LIVES_MS = 3_000;

/** By block and action, what stands in it. */
export type ViewState = Record<string, Record<string, Record<string, unknown>>>;

export interface SlackView {
  id: string;
  hash: string;
  type: 'home' | 'modal';
  userId: string;
  title: string;
  blocks: Block[];
  submit?: string | undefined;
  close?: string | undefined;
  notify_on_close?: boolean | undefined;
  private_metadata?: string | undefined;
  callback_id?: string | undefined;
  external_id?: string | undefined;
  /** What was filled in when it was sent and refused, and why, by block. */
  filled?: ViewState;
  errors?: Record<string, string>;
}

interface GivenView {
  type?: string;
  title?: { text: string };
  blocks?: unknown;
  submit?: { text: string };
  close?: { text: string };
  notify_on_close?: boolean;
  private_metadata?: string;
  callback_id?: string;
  external_id?: string;
}

/** Home tabs and open modals. They live in memory: an app publishes them again. */
export class SlackViews {
  private readonly views = new Map<string, SlackView>();
  private readonly triggers = new Map<string, { userId: string; until: number }>();
  private readonly watching = new Set<() => void>();

  /** A person pressed something; the answer may open a modal for them. */
  newTrigger(user: SlackUser): string {
    const id = `${Date.now()}.${randomUUID()}`;
    this.triggers.set(id, { userId: user.id, until: Date.now() + TRIGGER_LIVES_MS });
    return id;
  }

  of(userId: string): SlackView[] {
    return [...this.views.values()].filter((view) => view.userId === userId);
  }

  home(userId: string): SlackView | undefined {
    return this.views.get(homeOf(userId));
  }

  /** The one on top. */
  modal(userId: string): SlackView | undefined {
    return this.of(userId).findLast(({ type }) => type === 'modal');
  }

  open(triggerId: unknown, view: unknown): SlackView {
    const trigger = this.triggers.get(String(triggerId));
    if (!trigger) throw new SlackRefusal('invalid_trigger_id');
    if (Date.now() > trigger.until) throw new SlackRefusal('expired_trigger_id');
    const made = this.make(`V${randomUUID().slice(0, 8).toUpperCase()}`, trigger.userId, 'modal', view);
    this.triggers.delete(String(triggerId));
    return made;
  }

  publish(user: SlackUser, view: unknown, hash: unknown): SlackView {
    const id = homeOf(user.id);
    this.checkHash(this.views.get(id), hash);
    return this.make(id, user.id, 'home', view);
  }

  update(viewId: unknown, externalId: unknown, view: unknown, hash?: unknown): SlackView {
    const known = [...this.views.values()].find(
      (each) => each.id === viewId || (externalId !== undefined && each.external_id === externalId),
    );
    if (!known) throw new SlackRefusal('not_found');
    this.checkHash(known, hash);
    return this.make(known.id, known.userId, known.type, view);
  }

  refuse(view: SlackView, filled: ViewState, errors: Record<string, string>): void {
    Object.assign(view, { filled, errors });
  }

  close(view: SlackView): void {
    this.views.delete(view.id);
    this.changed();
  }

  /** Once it fits, looked at after every change. */
  async waitFor<T>(look: () => T | undefined, timeoutMs: number): Promise<T> {
    const here = look();
    if (here !== undefined) return here;
    return new Promise((resolve, reject) => {
      const again = (): void => {
        const found = look();
        if (found === undefined) return;
        done();
        resolve(found);
      };
      const timer = setTimeout(() => {
        done();
        const titles = [...this.views.values()].map(({ type, title }) => `${type} “${title}”`);
        reject(new Error(`No such view within ${timeoutMs} ms. Here are: ${titles.join(', ') || 'none'}`));
      }, timeoutMs);
      const done = (): void => {
        clearTimeout(timer);
        this.watching.delete(again);
      };
      this.watching.add(again);
    });
  }

  private changed(): void {
    for (const look of [...this.watching]) look();
  }

  private checkHash(known: SlackView | undefined, hash: unknown): void {
    if (known && hash !== undefined && known.hash !== hash) throw new SlackRefusal('hash_conflict');
  }

  private make(id: string, userId: string, type: SlackView['type'], given: unknown): SlackView {
    const view = given as GivenView | undefined;
    if (view?.type !== type)
      throw new SlackRefusal('invalid_arguments', [`[ERROR] view must be of type ${type}`]);
    const blocks = checkBlocks(view.blocks, 'view');
    checkView(view, blocks);
    const made: SlackView = {
      id,
      hash: randomUUID(),
      type,
      userId,
      title: view.title?.text ?? 'Home',
      blocks,
      submit: view.submit?.text,
      close: view.close?.text,
      notify_on_close: view.notify_on_close,
      private_metadata: view.private_metadata,
      callback_id: view.callback_id,
      external_id: view.external_id,
    };
    this.views.set(id, made);
    this.changed();
    return made;
  }
}

const homeOf = (userId: string): string => `VHOME${userId}`;
