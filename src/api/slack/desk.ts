import type { Provider } from '@nestjs/common';
import { createSlackDesk, type SlackDesk } from '../../channels/slack-desk.js';
import type { ApiSettings } from '../../config/index.js';
import { SETTINGS } from '../common/parts.js';

export const DESK = Symbol('SlackDesk');

/** Made at its first use: where Slack is not set up, no request comes this far. */
export const deskProvider: Provider<SlackDesk> = {
  provide: DESK,
  useFactory: ({ slack }: ApiSettings) => createSlackDesk(slack?.botToken ?? '', slack?.apiUrl ?? undefined),
  inject: [SETTINGS],
};
