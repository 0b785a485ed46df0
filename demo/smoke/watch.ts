import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * Asks again and again until there is an answer.
 * @throws Error that says what was waited for, once `withinMs` have passed
 */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T> {
  for (const deadline = Date.now() + withinMs; ; await pause(POLL_MS)) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what} (waited ${withinMs / 1_000} s)`);
  }
}
