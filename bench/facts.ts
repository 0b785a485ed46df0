import type { DataSource } from 'typeorm';
import { appendFacts } from '../src/store/loops/log.js';
import { inTransaction } from '../src/store/transaction.js';
import type { Bench } from './support/bench.js';
import { contest, measured } from './support/contest.js';
import { allApplied, anOrganisation } from './support/organisation.js';
import { openScene } from './support/scene.js';
import { percentile, round } from './support/statistics.js';

const WRITERS = 8;
const IDLE_FACTS = 200;

const loopsOf = async (dataSource: DataSource): Promise<string[]> =>
  ((await dataSource.query('SELECT id FROM enrolment ORDER BY id')) as { id: string }[]).map(({ id }) => id);

/** One fact as the API appends it: in a transaction of its own that raises the bell. */
const tell = (dataSource: DataSource, enrolment: string): Promise<unknown> =>
  inTransaction(dataSource, (tx) =>
    appendFacts(tx, enrolment, [{ kind: 'ready', happenedAt: Date.now(), data: {} }], Date.now()),
  );

/** Facts applied a second, one an enrolment, from the API's commit; and how long one takes on an idle system. */
export const facts: Bench = async (postgres, options) => {
  const { loops } = options;
  const { rows, figures } = await contest(postgres, options, async (kind, scene) => {
    if (kind === 'empty') {
      await scene.order({ kind: 'open', count: loops });
      return measured(scene, loops, () => scene.order({ kind: 'ring', count: loops }));
    }
    const { importCompletions } = await anOrganisation(scene.dataSource, loops);
    await importCompletions();
    await allApplied(scene.dataSource, loops);
    const queue = (await loopsOf(scene.dataSource)).values();
    return measured(scene, loops, async () => {
      const write = async (): Promise<void> => {
        for (const enrolment of queue) await tell(scene.dataSource, enrolment);
      };
      await Promise.all(Array.from({ length: WRITERS }, write));
      await allApplied(scene.dataSource, loops);
    });
  });
  const idle = await idleLatencies(postgres, options.cachedLoops);
  const latency = { idleP50Ms: round(percentile(idle, 0.5)), idleP99Ms: round(percentile(idle, 0.99)) };
  return {
    rows: [
      ...rows,
      {
        what: `commit to applied, idle, p50 of ${IDLE_FACTS} (ms)`,
        ours: String(latency.idleP50Ms),
      },
      {
        what: `commit to applied, idle, p99 of ${IDLE_FACTS} (ms)`,
        ours: String(latency.idleP99Ms),
      },
    ],
    figures: { ...figures, ...latency, loops },
    limit: "Temporal's own work per signal: one task, one marker, one timer cancelled and one started.",
  };
};

async function idleLatencies(postgres: Parameters<Bench>[0], cachedLoops: number): Promise<number[]> {
  const scene = await openScene(postgres, cachedLoops);
  try {
    await scene.start('ours');
    const { importCompletions } = await anOrganisation(scene.dataSource, 50);
    await importCompletions();
    await allApplied(scene.dataSource, 50);
    const enrolments = await loopsOf(scene.dataSource);
    const latencies: number[] = [];
    for (let index = 0; index < IDLE_FACTS; index += 1) {
      const enrolment = enrolments[index % enrolments.length]!;
      await tell(scene.dataSource, enrolment);
      const committed = performance.now();
      await applied(scene.dataSource, enrolment);
      latencies.push(performance.now() - committed);
    }
    return latencies;
  } finally {
    await scene.close();
  }
}

async function applied(dataSource: DataSource, enrolment: string): Promise<void> {
  for (;;) {
    const [row] = (await dataSource.query(
      'SELECT ring_seq <= applied_seq AS applied FROM enrolment WHERE id = $1',
      [enrolment],
    )) as {
      applied: boolean;
    }[];
    if (row!.applied) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
