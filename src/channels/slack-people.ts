import type { WebClient } from '@slack/web-api';
import type { Recipient } from './message.js';
import type { Refusal } from './slack-refusal.js';

/** Bounds what a long-running process remembers; the oldest is forgotten first. */
const MOST_REMEMBERED = 10_000;
/** An address can be given to somebody else. */
const REMEMBERED_MS = 86_400_000;

const DEACTIVATED: Refusal = { ok: false, failure: 'unreachable', code: 'deactivated' };
const NO_ACCOUNT: Refusal = { ok: false, failure: 'unreachable', code: 'noAccount' };

/** Which direct-message channel belongs to which address, so that a message costs one call and not three. */
export class SlackPeople {
  private readonly channels = new Map<string, { channel: string; since: number }>();

  constructor(private readonly client: WebClient) {}

  /** The channel, or why there is none. Throws what the client throws. */
  async channelOf({ email }: Recipient): Promise<string | Refusal> {
    const address = email.toLowerCase();
    const known = this.channels.get(address);
    if (known && Date.now() - known.since < REMEMBERED_MS) return known.channel;
    const { user } = await this.client.users.lookupByEmail({ email: address });
    if (!user?.id || user.is_bot) return NO_ACCOUNT;
    if (user.deleted) return DEACTIVATED;
    const { channel } = await this.client.conversations.open({ users: user.id });
    if (!channel?.id) return NO_ACCOUNT;
    this.remember(address, channel.id);
    return channel.id;
  }

  forget({ email }: Recipient): void {
    this.channels.delete(email.toLowerCase());
  }

  private remember(address: string, channel: string): void {
    this.channels.delete(address);
    this.channels.set(address, { channel, since: Date.now() });
    if (this.channels.size <= MOST_REMEMBERED) return;
    const [oldest] = this.channels.keys();
    this.channels.delete(oldest!);
  }
}
