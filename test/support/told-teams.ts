import type { TestApi } from './api.js';
import { aTeam, openLoop, type Team } from './coaching.js';
import type { Lanes } from './lanes.js';
import { aCadence } from './organisation.js';

/** The manager is told by Slack three working days before a first visit is due. */
export const TOLD_ON_SLACK = {
  ...aCadence,
  ladders: { ...aCadence.ladders, observe: [{ at: '-P3D', to: 'manager', via: ['slack'] }] },
};

export type ToldTeam = Team & { loop: string };

/** So many teams on the morning on which their managers are told: one for each story that shares an API. */
export async function toldTeams(api: TestApi, lanes: Lanes, count: number): Promise<ToldTeam[]> {
  const teams: ToldTeam[] = [];
  for (let made = 0; made < count; made++) {
    const team = await aTeam(api, TOLD_ON_SLACK);
    teams.push({ ...team, loop: await openLoop(api, team) });
  }
  await lanes.liveUntil('2026-03-11T09:00:00+01:00');
  return teams;
}
