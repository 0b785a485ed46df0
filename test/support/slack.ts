import { startSlackStandIn, type SlackStandIn } from '../../demo/parts/slack-stand-in.js';
import type { AppAddresses } from '../../demo/parts/slack-app.js';
import { startTestApi, type TestApi } from './api.js';
import { startLanes, type Lanes } from './lanes.js';

/** The API and a Slack that tells it of presses, with loops and lanes beside them. */
export interface SlackStory {
  api: TestApi;
  slack: SlackStandIn;
  lanes: Lanes;
  end(): Promise<void>;
}

export async function startSlackStory(): Promise<SlackStory> {
  const app: AppAddresses = {};
  const clock = { now: (): number => Date.now() };
  const slack = await startSlackStandIn({ app, now: () => clock.now() });
  const { apiUrl, signingSecret } = slack;
  const api = await startTestApi({ settings: { slack: { botToken: 'xoxb-story', apiUrl, signingSecret } } });
  clock.now = () => api.clock.now();
  for (const [name, path] of [
    ['interactions', 'interactions'],
    ['commands', 'commands'],
    ['events', 'events'],
  ] as const)
    app[name] = `${api.url}/api/v1/slack/${path}`;
  const lanes = await startLanes(api, slack);
  return {
    api,
    slack,
    lanes,
    async end() {
      await lanes.end();
      await api.close();
    },
  };
}
