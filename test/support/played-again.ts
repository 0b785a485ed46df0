import { isHumanKind, type AnyFact } from '../../src/domain/facts.js';
import type { Cadence } from '../../src/domain/cadence.js';
import { Play } from '../../src/domain/simulation/play.js';
import type { Telling } from '../../src/domain/simulation/reactions.js';
import { Rules } from '../../src/store/loops/rules.js';
import { readScenes } from '../../src/store/programs/simulations.js';
import type { TestApi } from './api.js';

/** What the one loop of a program said and told until now, and what it says and tells where only its people's facts are played again. */
export async function playedAgain(
  { app, clock }: TestApi,
  programId: string,
  cadence: Cadence,
): Promise<{ lived: string[]; played: string[] }> {
  const { lines } = await readScenes(app.manager, programId, clock.now(), new Rules());
  const { log, ...loop } = lines[0]!.loops(cadence)[0]!;
  const told = log.filter(({ kind }) => isHumanKind(kind));
  const opened = log[0]!.recordedAt;
  const begun = told.filter(({ recordedAt }) => recordedAt === opened);
  const play = new Play([{ ...loop, log: begun }], opened);
  for (const at of new Set(told.slice(begun.length).map(({ recordedAt }) => recordedAt))) {
    play.runUntil(at);
    const together = told.filter(({ recordedAt }) => recordedAt === at);
    play.tell(together.map((fact) => ({ ...fact, loop: play.loops[0]! }) as Telling));
  }
  play.runUntil(clock.now());
  return { lived: course(log), played: course(play.loops[0]!.log) };
}

/**
 * What a loop said and who was told of it, by the minute: within one, lane and loop are told in either order. Whether
 * the loop notes a rung that is told anyway depends on which of them is first.
 */
function course(facts: readonly AnyFact[]): string[] {
  const rungOf = ({ data }: AnyFact): string =>
    'rung' in data ? `${data.obligation}#${String(data.rung)}` : '';
  const told = new Set(facts.filter(({ kind }) => kind === 'handedOver').map(rungOf));
  return facts
    .filter((fact) => !isHumanKind(fact.kind) && !(fact.kind === 'rungReached' && told.has(rungOf(fact))))
    .map(({ kind, happenedAt, data }) => {
      const words = Object.entries(data).sort(([a], [b]) => (a < b ? -1 : 1));
      return `${new Date(happenedAt).toISOString().slice(0, 16)} ${kind} ${JSON.stringify(words)}`;
    })
    .sort();
}
