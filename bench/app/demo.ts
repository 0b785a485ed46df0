import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fill } from '../../demo/organisation/story.js';
import { anyPorts } from '../../demo/running/port-choice.js';
import { startStage } from '../../demo/running/stage.js';
import { Stops } from '../../demo/running/stops.js';

/** Does something with a demo: the one that runs at an address, else one of its own, which ends with it. */
export async function withDemo(url: string | undefined, work: (url: string) => Promise<void>): Promise<void> {
  if (url !== undefined) return work(url);
  const log = (line: string): void => console.log(line);
  const stops = new Stops(log);
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-app-'));
  try {
    const stage = await startStage({ dir, fresh: true, pinned: await anyPorts(), log, onStop: stops.add });
    await fill(stage.api, join(dir, 'story.json'), log);
    await work(stage.apiUrl);
  } finally {
    await stops.run();
    await rm(dir, { recursive: true, force: true });
  }
}

export interface FirstScreen {
  name: string;
  /** Whose eyes it is seen through, as the page to sign in calls them; null: nobody is signed in. */
  by: string | null;
  /** Its address; `enrolment`, `cadence`: of the first in their list. */
  at: string;
}

/** What each persona sees first, and what they reach from there. */
export const FIRST_SCREENS: readonly FirstScreen[] = [
  { name: 'sign-in', by: null, at: '/sign-in' },
  { name: 'manager-today', by: 'First-line manager', at: '/' },
  { name: 'manager-team', by: 'First-line manager', at: '/team' },
  { name: 'rep-today', by: 'Rep', at: '/' },
  { name: 'enrolment', by: 'First-line manager', at: 'enrolment' },
  { name: 'enrolments', by: 'First-line manager', at: '/enrolments' },
  { name: 'settings', by: 'First-line manager', at: '/settings/notifications' },
  { name: 'adoption', by: 'Leadership', at: '/adoption' },
  { name: 'training', by: 'Training', at: '/training' },
  { name: 'readers', by: 'Rep', at: '/readers' },
  { name: 'programs', by: 'Program owner', at: '/programs' },
  { name: 'cadence', by: 'Program owner', at: 'cadence' },
  { name: 'operations', by: 'Operator', at: '/operations' },
  { name: 'audit', by: 'Auditor', at: '/audit' },
];

const LISTS: Readonly<Record<string, string>> = { enrolment: '/enrolments', cadence: '/cadences' };

export interface Visitor {
  /** Of the session, as a browser sends it; null: nobody is signed in. */
  cookie: { name: string; value: string } | null;
  path: string;
}

/** Signs in for a first screen. @throws Error where the demo has nobody of that place */
export async function visitorOf(url: string, { by, at }: FirstScreen): Promise<Visitor> {
  if (by === null) return { cookie: null, path: at };
  const { items } = (await (await fetch(`${url}/api/v1/sign-in/personas`)).json()) as {
    items: { id: string; is: string }[];
  };
  const persona = items.find(({ is }) => is.startsWith(by));
  if (!persona)
    throw new Error(`The demo has nobody who is "${by}": ${items.map(({ is }) => is).join(', ')}`);
  const reply = await fetch(`${url}/api/v1/sign-in/as/${persona.id}`, {
    method: 'POST',
    headers: { origin: new URL(url).origin },
  });
  const [name, value] = reply.headers.getSetCookie()[0]!.split(';', 1)[0]!.split('=') as [string, string];
  const cookie = { name, value };
  const place = LISTS[at];
  if (place === undefined) return { cookie, path: at };
  const list = (await (
    await fetch(`${url}/api/v1${place}`, { headers: { cookie: `${name}=${value}` } })
  ).json()) as { items: { id: string }[] };
  return { cookie, path: `${place}/${list.items[0]!.id}` };
}
