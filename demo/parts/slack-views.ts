import { randomUUID } from 'node:crypto';
import { checkBlocks, SlackRefusal } from './slack-limits.js';
import type { Block, SlackUser } from './slack-workspace.js';

/** Slack lets a press open a modal for three seconds. */
const TRIGGER_LIVES_MS = 3_000;

export interface SlackView {
  id: string;
  hash: string;
  type: 'home' | 'modal';
  userId: string;
  title: string;
  blocks: Block[];
  external_id?: string;
}

/** Home tabs and open modals. They live in memory: an app publishes them again. */
export class SlackViews {
  private readonly views = new Map<string, SlackView>();
  private readonly triggers = new Map<string, { userId: string; until: number }>();

  /** A person pressed something; the answer may open a modal for them. */
  newTrigger(user: SlackUser): string {
    const id = `${Date.now()}.${randomUUID()}`;
    this.triggers.set(id, { userId: user.id, until: Date.now() + TRIGGER_LIVES_MS });
    return id;
  }

  of(userId: string): SlackView[] {
    return [...this.views.values()].filter((view) => view.userId === userId);
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
    const id = `VHOME${user.id}`;
    this.checkHash(this.views.get(id), hash);
    return this.make(id, user.id, 'home', view);
  }

  update(viewId: unknown, externalId: unknown, view: unknown, hash: unknown): SlackView {
    const known = [...this.views.values()].find(
      (each) => each.id === viewId || (externalId !== undefined && each.external_id === externalId),
    );
    if (!known) throw new SlackRefusal('not_found');
    this.checkHash(known, hash);
    return this.make(known.id, known.userId, known.type, view);
  }

  private checkHash(known: SlackView | undefined, hash: unknown): void {
    if (known && hash !== undefined && known.hash !== hash) throw new SlackRefusal('hash_conflict');
  }

  private make(id: string, userId: string, type: SlackView['type'], given: unknown): SlackView {
    const view = given as
      { type?: string; title?: { text: string }; blocks?: unknown; external_id?: string } | undefined;
    if (view?.type !== type)
      throw new SlackRefusal('invalid_arguments', [`[ERROR] view must be of type ${type}`]);
    const blocks = checkBlocks(view.blocks, 'view');
    const title = view.title?.text ?? 'Home';
    const made = { id, hash: randomUUID(), type, userId, title, blocks, external_id: view.external_id };
    this.views.set(id, made);
    return made;
  }
}
