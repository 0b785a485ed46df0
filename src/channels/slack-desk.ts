import type { View } from '@slack/types';
import { setTimeout as pause } from 'node:timers/promises';
import { slackClient } from './slack-client.js';
import { slackRefusal } from './slack-refusal.js';

/** A modal can be opened for three seconds after a press, so no call may take longer. */
const TIMEOUT = 2_500;
/** So long Slack may ask us to wait where nobody waits for the answer. */
const PATIENCE = 60_000;

export interface SlackMember {
  email: string;
}

/** Slack did not do as asked; `code` as for messages. */
export class SlackSaidNo extends Error {
  override readonly name = 'SlackSaidNo';

  constructor(
    readonly code: string,
    options: ErrorOptions,
  ) {
    super(`Slack did not do as asked (${code}).`, options);
  }
}

/** What is done for somebody who works in Slack. */
export interface SlackDesk {
  /** The workspace that the app is installed in. */
  team(): Promise<string>;
  /** Null where Slack names no mail address: a bot, a guest from elsewhere, somebody who left. */
  member(userId: string): Promise<SlackMember | null>;
  openModal(trigger: string, view: View): Promise<void>;
  /** Shows another modal in place of one that may be closed by now. */
  changeModal(viewId: string, view: View): Promise<void>;
  showHome(userId: string, view: View): Promise<void>;
}

/** @throws from each call SlackSaidNo */
export function createSlackDesk(token: string, apiUrl: string | undefined): SlackDesk {
  const client = slackClient(token, apiUrl, TIMEOUT);
  /** Waits as Slack asks where there is time for that. */
  const asked = async <T>(call: () => Promise<T>, patience: number): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      const { code, retryAfter } = { retryAfter: undefined, ...slackRefusal(error) };
      if (retryAfter === undefined || retryAfter > patience) throw new SlackSaidNo(code, { cause: error });
      await pause(retryAfter);
      return asked(call, patience - retryAfter);
    }
  };
  let team: string | undefined;
  return {
    async team() {
      return (team ??= (await asked(() => client.auth.test(), TIMEOUT)).team_id!);
    },
    async member(userId) {
      const { user } = await asked(() => client.users.info({ user: userId }), TIMEOUT);
      const email = user?.profile?.email;
      return user && !user.deleted && !user.is_bot && email ? { email } : null;
    },
    async openModal(trigger, view) {
      await asked(() => client.views.open({ trigger_id: trigger, view }), 1_000);
    },
    async changeModal(viewId, view) {
      await asked(() => client.views.update({ view_id: viewId, view }), PATIENCE);
    },
    async showHome(userId, view) {
      await asked(() => client.views.publish({ user_id: userId, view }), PATIENCE);
    },
  };
}
