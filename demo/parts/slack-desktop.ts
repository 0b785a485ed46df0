import { randomUUID } from 'node:crypto';
import { errorMessage } from './errors.js';
import { checkBlocks } from './slack-limits.js';
import type { AppAnswer, SlackApp } from './slack-app.js';
import type { SlackView, SlackViews, ViewState } from './slack-views.js';
import type { Block, SlackMessage, SlackUser, SlackWorkspace } from './slack-workspace.js';

/** What an app said to one person alone, beside their messages. It is gone with the next start, as in Slack. */
export interface Beside {
  id: string;
  userId: string;
  text: string;
  blocks?: Block[] | undefined;
  at: string;
}

/** What a person sees and does in Slack, and what Slack makes of the app's answers. */
export class SlackDesktop {
  private readonly said: Beside[] = [];
  private readonly tokens = new Map<string, string>();
  private readonly watching = new Set<() => void>();

  constructor(
    private readonly app: SlackApp,
    private readonly workspace: SlackWorkspace,
    private readonly views: SlackViews,
  ) {}

  async press(message: SlackMessage, actionId: string): Promise<number> {
    return (await this.app.press(message, actionId)).status;
  }

  async pressBeside(beside: Beside, actionId: string): Promise<number> {
    const user = this.workspace.userById(beside.userId)!;
    return (await this.app.pressBeside(user, beside.blocks ?? [], actionId)).status;
  }

  async pressIn(user: SlackUser, view: SlackView, actionId: string): Promise<number> {
    return (await this.app.pressIn(user, view, actionId)).status;
  }

  /** Sends what was filled in, by block. @returns the app's HTTP status */
  async submit(user: SlackUser, view: SlackView, filled: Filled): Promise<number> {
    const state = stateOf(view.blocks, filled);
    const { status, body } = await this.app.submit(user, view, state);
    if (status !== 200) return status;
    if (body.response_action === 'errors')
      this.views.refuse(view, state, body.errors as Record<string, string>);
    else if (body.response_action === 'update') this.views.update(view.id, undefined, body.view);
    else this.views.close(view);
    return status;
  }

  async close(user: SlackUser, view: SlackView, filled: Filled): Promise<void> {
    this.views.close(view);
    if (view.notify_on_close) await this.app.close(user, view, stateOf(view.blocks, filled));
  }

  async command(user: SlackUser, text: string): Promise<number> {
    const { status, body } = await this.app.command(user, text);
    if (status === 200 && (body.text || body.blocks)) this.say(user.id, body);
    return status;
  }

  openHome(user: SlackUser): Promise<AppAnswer> {
    return this.app.openHome(user);
  }

  /** A path that the app may post an answer for this person to. */
  newToken(user: SlackUser): string {
    const token = randomUUID();
    this.tokens.set(token, user.id);
    return token;
  }

  /** @returns whether there is somebody to show it to */
  respond(token: string, body: Record<string, unknown>): boolean {
    const userId = this.tokens.get(token);
    if (userId === undefined) return false;
    this.say(userId, body);
    return true;
  }

  /** Newest last. */
  besides(userId: string): Beside[] {
    return this.said.filter((one) => one.userId === userId);
  }

  beside(id: string): Beside | undefined {
    return this.said.find((one) => one.id === id);
  }

  waitForBeside(user: SlackUser, timeoutMs: number): Promise<Beside> {
    const look = (): Beside | undefined => this.besides(user.id).at(-1);
    return new Promise((resolve, reject) => {
      const again = (): void => {
        const found = look();
        if (!found) return;
        clearTimeout(timer);
        this.watching.delete(again);
        resolve(found);
      };
      const timer = setTimeout(() => {
        this.watching.delete(again);
        reject(new Error(`Nothing was said to ${user.email} within ${timeoutMs} ms.`));
      }, timeoutMs);
      this.watching.add(again);
      again();
    });
  }

  private say(userId: string, { text, blocks }: Record<string, unknown>): void {
    this.said.push({
      id: randomUUID(),
      userId,
      text: String(text ?? ''),
      blocks: blocks === undefined ? undefined : checkBlocks(blocks, 'message'),
      at: new Date().toISOString(),
    });
    for (const look of [...this.watching]) look();
  }
}

/** By block. */
export type Filled = Readonly<Record<string, string>>;

/** What a press came to, as Slack tells its user. */
export async function toldOf(doing: Promise<number>): Promise<string> {
  try {
    const status = await doing;
    if (status === 200) return 'Followthrough answered 200.';
    return `This didn’t work. Followthrough answered ${status}.`;
  } catch (error) {
    return `This didn’t work. ${errorMessage(error)}`;
  }
}

/** What stands in the inputs of a view. What is not filled in is null, as Slack has it. */
function stateOf(blocks: readonly Block[], filled: Filled): ViewState {
  const inputs = blocks.filter(({ type }) => type === 'input');
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { action_id, type, options } = element as Block;
      const given = filled[String(block_id)] || null;
      const chosen = (options as { value: string }[] | undefined)?.find(({ value }) => value === given);
      return [
        String(block_id),
        { [String(action_id)]: { type, ...stateValue(String(type), given, chosen) } },
      ];
    }),
  );
}

function stateValue(type: string, given: string | null, chosen: unknown): Record<string, unknown> {
  switch (type) {
    case 'datepicker':
      return { selected_date: given };
    case 'timepicker':
      return { selected_time: given };
    case 'radio_buttons':
    case 'static_select':
      return { selected_option: chosen ?? null };
    case 'checkboxes':
      return { selected_options: chosen ? [chosen] : [] };
    default:
      return { value: given };
  }
}
