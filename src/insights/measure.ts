import { settled } from '../domain/loop/log.js';
import { readActions, readSightings } from '../domain/loop/sightings.js';
import { learningIn } from './measure-learning.js';
import { coachingIn } from './measure-coaching.js';
import { owedIn } from './measure-owed.js';
import { signsIn } from './measure-signs.js';
import { standingIn } from './measure-standing.js';
import type { LoopLog } from './loop-log.js';
import { Tally, type Count } from './tally.js';

/**
 * What the logs of one rep in one capability of one program say to every question. Of several loops the newest counts
 * where it is asked how a rep stands, and the first where it is asked what the training left behind; what happened counts
 * from all of them. The logs are the whole truth: the same
 * logs give the same counts, whenever they are asked.
 */
export function measure(loops: readonly LoopLog[]): Count[] {
  const tally = new Tally();
  const inOrder = [...loops].sort((a, b) => a.openedAt - b.openedAt);
  for (const [index, loop] of inOrder.entries()) {
    const span = { from: loop.openedAt, until: inOrder[index + 1]?.openedAt ?? null };
    const facts = settled(loop.facts);
    const sightings = readSightings(facts);
    const seen = { loop, sightings, actions: readActions(facts, sightings), facts };
    standingIn(seen, span, tally);
    coachingIn(seen, span, tally);
    owedIn(seen, span, tally);
    signsIn(seen, span, tally);
    if (index === 0) learningIn(seen, tally);
  }
  return tally.counts();
}

/** Whether ratings of a loop were given and are erased since: the log, which is whole, still holds their level. */
export const lacksRatings = ({ facts, marks }: LoopLog): boolean =>
  readSightings(settled(facts)).some(
    ({ id, feedback }) =>
      (feedback?.level ?? null) !== null && Object.keys(marks.get(id)?.ratings ?? {}).length === 0,
  );
