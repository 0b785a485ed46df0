import type { SlackStandIn } from '../parts/slack-stand-in.js';
import type { ApiClient } from './client.js';

/** Lets everybody of the organisation be a member, so that their Home tab can be opened before anything is sent to them. */
export async function joinSlack(api: ApiClient, slack: SlackStandIn): Promise<void> {
  for (const { email, name } of await api.all<{ email: string; name: string }>('/people'))
    slack.keepUser({ email, name });
}
