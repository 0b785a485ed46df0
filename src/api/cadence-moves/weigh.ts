import { setImmediate as breathe } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import type { ExpectedMessage } from '../../domain/loop/ahead.js';
import { lookableFrom } from '../../domain/loop/log.js';
import { AUDIENCES } from '../../domain/people.js';
import { impactOf, impactOnNextCycle, type Impact, type LaterImpact } from '../../domain/rehearsal/impact.js';
import { mondayOf } from '../../domain/simulation/weeks.js';
import { toIso, type Instant } from '../../domain/time.js';
import { countMovable, movable, requireVersion, type Moving } from '../../store/programs/cadence-moves.js';
import { readLogs } from '../../store/loops/log.js';
import { namesOf } from '../../store/people/people-named.js';
import type { Rules } from '../../store/loops/rules.js';
import { readWorld, readWorldBy } from '../../store/loops/world.js';
import type { ImpactAnswer } from './cadence-moves.dto.js';

/** Loops that are played; playing is exact. */
const MOST_LOOKED = 10_000;
const PAGE = 200;
/** Loops between which other requests get their turn. */
const AT_A_TIME = 20;
const MOST_NAMED = 10;

/** What moving these loops would do, by what is really open. Nothing is changed. */
export async function weigh(
  tx: EntityManager,
  scope: Moving & { cadenceVersionId: string },
  rules: Rules,
  now: Instant,
): Promise<ImpactAnswer> {
  await requireVersion(tx, scope.programId, scope.cadenceVersionId);
  const loops = await countMovable(tx, scope);
  const sum = { looked: 0, staying: 0, earlier: 0, later: 0, overdueAtOnce: 0, adoptedAtOnce: 0 };
  const later = scope.begins === 'nextCycle' ? new Waits(now) : null;
  const [before, after]: [ExpectedMessage[], ExpectedMessage[]] = [[], []];
  let cursor: string | null = null;
  while (sum.looked < MOST_LOOKED) {
    const page = await movable(tx, scope, cursor, PAGE, false);
    const logs = await readLogs(
      tx,
      page.map(({ id }) => id),
    );
    for (const loop of page) {
      const log = logs.get(loop.id) ?? [];
      const from = lookableFrom(log, now);
      const asItIs = await readWorld(tx, rules, loop, log);
      const asItWouldBe = await readWorldBy(tx, rules, { ...loop, cadenceVersionId: loop.to }, log);
      sum.looked += 1;
      if (later) {
        const impact = impactOnNextCycle(log, from, asItIs, { version: loop.to, world: asItWouldBe });
        before.push(...impact.messagesNow);
        after.push(...impact.messagesThen);
        later.count(impact);
      } else {
        const impact = impactOf(log, from, asItIs, asItWouldBe);
        before.push(...impact.messagesNow);
        after.push(...(impact.stays ? impact.messagesNow : impact.messagesThen));
        add(sum, impact);
      }
      if (sum.looked % AT_A_TIME === 0) await breathe();
    }
    if (page.length < PAGE) break;
    cursor = page.at(-1)!.id;
  }
  const nextCycle = later && later.answer();
  return {
    loops,
    ...sum,
    nextCycle,
    now: countOf(before),
    then: countOf(after),
    ...(await whoHears(tx, after)),
  };
}

function add(
  sum: Pick<ImpactAnswer, 'staying' | 'earlier' | 'later' | 'overdueAtOnce' | 'adoptedAtOnce'>,
  impact: Impact,
): void {
  if (impact.stays) {
    sum.staying += 1;
    return;
  }
  sum.earlier += impact.earlier;
  sum.later += impact.later;
  sum.overdueAtOnce += impact.overdueAtOnce;
  sum.adoptedAtOnce += Number(impact.adoptedAtOnce);
}

/** Until when loops wait in their present cycle, by week. */
class Waits {
  private readonly byWeek = new Map<string, number>();
  private readonly counts = { overdue: 0, undated: 0, adopted: 0 };

  constructor(private readonly now: Instant) {}

  count({ waitsUntil, isAdopted }: LaterImpact): void {
    if (isAdopted) this.counts.adopted += 1;
    else if (waitsUntil === null) this.counts.undated += 1;
    else if (waitsUntil <= this.now) this.counts.overdue += 1;
    else {
      const week = mondayOf(toIso(waitsUntil).slice(0, 10));
      this.byWeek.set(week, (this.byWeek.get(week) ?? 0) + 1);
    }
  }

  answer(): ImpactAnswer['nextCycle'] {
    const weeks = [...this.byWeek].map(([from, loops]) => ({ from, loops }));
    return { ...this.counts, weeks: weeks.sort((a, b) => (a.from < b.from ? -1 : 1)) };
  }
}

/** Messages to one person at one moment are one. */
const countOf = (items: readonly ExpectedMessage[]): ImpactAnswer['then'] => ({
  messages: new Set(items.map(({ person, at }) => `${person} ${at}`)).size,
  people: new Set(items.map(({ person }) => person)).size,
});

async function whoHears(
  tx: EntityManager,
  items: readonly ExpectedMessage[],
): Promise<Pick<ImpactAnswer, 'byAudience' | 'most'>> {
  const byPerson = new Map<string, number>();
  for (const { person } of items) byPerson.set(person, (byPerson.get(person) ?? 0) + 1);
  const most = [...byPerson].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMED);
  const names = await namesOf(
    tx,
    most.map(([person]) => person),
  );
  return {
    byAudience: AUDIENCES.map((audience) => ({
      audience,
      items: items.filter((item) => item.audience === audience).length,
    })).filter((one) => one.items > 0),
    most: most.map(([person, count]) => ({
      person: { id: person, name: names.get(person) ?? '' },
      items: count,
    })),
  };
}
