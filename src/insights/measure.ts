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
  read(loops, () => tally);
  return tally.counts();
}

/** The same, each loop by itself: which of them a rep is counted by. */
export function measureEach<L extends LoopLog>(loops: readonly L[]): { loop: L; counts: Count[] }[] {
  const tallies = new Map(loops.map((loop) => [loop, new Tally()]));
  read(loops, (loop) => tallies.get(loop)!);
  return [...tallies].map(([loop, tally]) => ({ loop, counts: tally.counts() }));
}

function read<L extends LoopLog>(loops: readonly L[], tallyOf: (loop: L) => Tally): void {
  const inOrder = [...loops].sort((a, b) => a.openedAt - b.openedAt);
  for (const [index, loop] of inOrder.entries()) {
    const span = { from: loop.openedAt, until: inOrder[index + 1]?.openedAt ?? null };
    const facts = settled(loop.facts);
    const sightings = readSightings(facts);
    const tally = tallyOf(loop);
    const seen = { loop, sightings, actions: readActions(facts, sightings), facts };
    standingIn(seen, span, tally);
    coachingIn(seen, span, tally);
    owedIn(seen, span, tally);
    signsIn(seen, span, tally);
    if (index === 0) learningIn(seen, tally);
  }
}

/** Whether ratings of a loop were given and are erased since: the log, which is whole, still holds their level. */
export const lacksRatings = ({ facts, marks }: LoopLog): boolean =>
  readSightings(settled(facts)).some(
    ({ id, feedback }) =>
      (feedback?.level ?? null) !== null && Object.keys(marks.get(id)?.ratings ?? {}).length === 0,
  );
