import { setTimeout as pause } from 'node:timers/promises';
import { rolledOut } from '../organisation/enrolments.js';
import { SECONDS_PROGRAM } from '../organisation/organisation.js';
import { errorMessage } from '../parts/errors.js';
import type { Log } from '../parts/log.js';
import type { Stage } from '../running/stage.js';
import { driveToAdoption } from './driven.js';
import { LoopWatch, type Rung } from './loop-watch.js';
import { countMessages } from './messages.js';

/** So long after the last rung a message that should not come would have come. */
const QUIET_MS = 12_000;
const DRIVEN = 'Noor Winkelmann';
const ALONE = 'Jannis Petrakis';
const LADDER = ['manager', 'secondLine', 'programOwner'];

export interface SmokeResult {
  /** Printed as the last line. */
  counted: Record<string, number>;
  /** What should have happened and did not; empty: all did. */
  missing: string[];
}

/** Plays the story: one rep is coached to adoption over HTTP, one is left alone until the ladder is climbed. */
export async function playSmoke({ api, mail, slack }: Stage, log: Log): Promise<SmokeResult> {
  const missing: string[] = [];
  const loops = await rolledOut(api, SECONDS_PROGRAM);
  const watchOf = (rep: string) =>
    new LoopWatch(
      api,
      loops.find((loop) => loop.rep.name === rep)!,
    );
  const [driven, alone] = [watchOf(DRIVEN), watchOf(ALONE)];
  const ladder: Rung[] = [];
  log(`${DRIVEN} is coached; ${ALONE} is left alone …`);
  const played = await Promise.allSettled([
    driveToAdoption(api, driven),
    (async () => {
      for (const audience of LADDER) ladder.push(await alone.reaches(audience));
    })(),
  ]);
  for (const each of played) if (each.status === 'rejected') missing.push(errorMessage(each.reason));
  log('Looking whether anything comes that should not …');
  await pause(QUIET_MS);

  const adopted = (await driven.now()).adoptedAt === null ? 0 : 1;
  if (!adopted) missing.push(`${DRIVEN} did not adopt the capability`);
  const afterDone = [...(await driven.afterDone()), ...(await alone.afterDone())];
  for (const { audience, obligation } of afterDone)
    missing.push(`silence after ${obligation} was done: the ${audience} was told all the same`);
  const { channelOf, ...messages } = countMessages(mail, slack);
  for (const rung of ladder) {
    const found = channelOf.get(rung.delivery);
    if (found !== rung.channel)
      missing.push(`the message to the ${rung.audience} is not where it was handed over: ${rung.channel}`);
  }
  const perRung = new Set(ladder.map(({ obligation, rung }) => `${obligation} ${rung}`));
  if (perRung.size !== LADDER.length) missing.push('three different rungs of the one left alone');
  if (messages.duplicates > 0) missing.push(`every message once: ${messages.duplicates} came again`);
  if (messages.emails === 0 || messages.slack === 0) missing.push('messages both by mail and in Slack');
  return { counted: { adopted, rungs: ladder.length, ...messages, afterDone: afterDone.length }, missing };
}
