import { CAREERS, SECOND_WAVE, type Career } from './careers.js';
import type { ApiClient } from './client.js';
import { Dice } from './dice.js';
import type { Enrolment } from './enrolments.js';
import { secondWave } from './organisation.js';
import { PastLoop } from './past-loop.js';

const AT_ONCE = 4;

/**
 * Plays a past into the loops of the launch wave, through the API like everything else: every fact says when it
 * happened. The same organisation always gets the same past. Begun again after a kill, nothing happens twice.
 * @param launchedAt midnight of the Monday on which it began
 * @returns how many facts were played in
 */
export async function playPast(
  api: ApiClient,
  loops: readonly Enrolment[],
  launchedAt: number,
  now: number,
): Promise<number> {
  const inOrder = [...loops].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const dealt = (careers: readonly Career[], to: readonly Enrolment[]) =>
    to.map((loop, index) => ({ loop, career: careers[index % careers.length]! }));
  const wave = await secondWave();
  const isSecond = ({ rep }: Enrolment): boolean => wave.has(rep.name);
  const parts = [
    ...dealt(
      CAREERS,
      inOrder.filter((loop) => !isSecond(loop)),
    ),
    ...dealt(SECOND_WAVE, inOrder.filter(isSecond)),
  ];
  let facts = 0;
  const queue = parts.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const { loop, career } of queue) {
        const told = await play(api, loop, career, launchedAt, now);
        facts += told;
      }
    }),
  );
  return facts;
}

const nameOf = ({ rep, capability }: Enrolment): string => `${rep.name}, ${capability.code}`;

async function play(
  api: ApiClient,
  loop: Enrolment,
  career: Career,
  launchedAt: number,
  now: number,
): Promise<number> {
  if (!loop.manager) return 0;
  const past = new PastLoop(api, { ...loop, manager: loop.manager }, new Dice(nameOf(loop)), launchedAt, now);
  await career(past);
  return past.facts;
}
