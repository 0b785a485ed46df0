import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from './client.js';

const POLL_MS = 200;
const ROLLOUT_MS = 60_000;
const CAUGHT_UP_MS = 60_000;

/** What the demo reads of an enrolment. */
export interface Enrolment {
  id: string;
  capability: { id: string; code: string };
  rep: { id: string; name: string };
  manager: { id: string; name: string } | null;
  phase: string;
  behind: boolean;
  adoptedAt: string | null;
}

interface Program {
  id: string;
  code: string;
}

/** Waits until a program has opened the loops of everybody trained. */
export async function rolledOut(api: ApiClient, code: string): Promise<Enrolment[]> {
  const program = (await api.all<Program>('/programs')).find((each) => each.code === code);
  if (!program) throw new Error(`There is no program ${code}.`);
  for (const deadline = Date.now() + ROLLOUT_MS; ; await pause(POLL_MS)) {
    const { items } = await api.get<{ items: { state: string }[] }>(`/programs/${program.id}/rollouts`);
    if (items.every(({ state }) => state === 'done')) break;
    if (Date.now() > deadline)
      throw new Error(
        `The loops of ${code} did not open within ${ROLLOUT_MS / 1_000} s. See the worker's log.`,
      );
  }
  return api.all<Enrolment>(`/enrolments?program=${code}`);
}

/** Waits until the loops of a program have looked at everything they were told. */
export async function caughtUp(api: ApiClient, code: string): Promise<void> {
  for (const deadline = Date.now() + CAUGHT_UP_MS; ; await pause(POLL_MS)) {
    const loops = await api.all<Enrolment>(`/enrolments?program=${code}`);
    if (!loops.some(({ behind }) => behind)) return;
    if (Date.now() > deadline)
      throw new Error(
        `The loops of ${code} are behind after ${CAUGHT_UP_MS / 1_000} s. See the worker's log.`,
      );
  }
}
