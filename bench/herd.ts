import { setTimeout as pause } from 'node:timers/promises';
import { SECOND } from '../src/domain/time.js';
import type { Bench } from './support/bench.js';
import { measured, type Run } from './support/contest.js';
import {
  allAwake,
  arrived,
  CADENCE,
  keptOf,
  LAUNCHED_AT,
  settled,
  SLOT,
  standReady,
} from './support/herd.js';
import { REPS_PER_MANAGER } from './support/herd-size.js';
import { allApplied, anOrganisation } from './support/organisation.js';
import { openScene, type Scene, type WorkerKind } from './support/scene.js';
import { openSink, type Sink } from './support/sink.js';
import { median, percentile, round } from './support/statistics.js';

/** Before a slot, for a worker to start and to see what lies ready. */
const START = 15 * SECOND;

const QUEUES = ['graphileWorker', 'pgBoss'] as const;

type Sender = Exclude<WorkerKind, 'empty'>;

/** Seconds from the slot to the hand-over, and CPU milliseconds a message. */
interface Sent {
  p50: number;
  p99: number;
  workerCpu: number;
  postgresCpu: number;
}

/**
 * One slot for everybody: how fast its loops wake, how soon its messages are handed over, and what is told twice or
 * not at all, also with a worker killed in the middle.
 */
export const herd: Bench = async (postgres, { loops, rounds, cachedLoops }) => {
  const sink = await openSink();
  const scene = async <T>(play: (scene: Scene) => Promise<T>): Promise<T> => {
    const opened = await openScene(postgres, cachedLoops);
    return play(opened).finally(() => opened.close());
  };
  try {
    const ran = [];
    for (let index = 0; index < rounds; index += 1) {
      const note = (text: string): void =>
        void process.stderr.write(`round ${index + 1} of ${rounds}, ${text}\n`);
      const ahead = await scene((one) => timeToOpen(one, loops));
      const ours = await scene((one) => wakesOfOurs(one, loops, ahead, sink));
      const empty = await scene((one) => wakesOfEmpty(one, loops, ahead));
      note(`wakes a second: ${shown(ours)}, of empty loops ${shown(empty)}`);
      const slot = await scene((one) => throughTheSlot(one, loops, sink));
      note(`slot to handed over: ${shown(slot)}`);
      const killed = await scene((one) => killedInTheMiddle(one, loops, sink));
      note(`killed in the middle: ${shown(killed)}`);
      ran.push({ ours, empty, slot, killed });
    }
    return told(ran, loops);
  } finally {
    sink.close();
  }
};

const shown = (value: object): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? round(part) : part));

interface Ran {
  ours: Run;
  empty: Run;
  slot: Awaited<ReturnType<typeof throughTheSlot>>;
  killed: Awaited<ReturnType<typeof killedInTheMiddle>>;
}

/** CPU of all processes together: what one contender costs, however busy the machine was meanwhile. */
const cpuOf = ({ cpu }: Run): number => cpu.server + cpu.worker + cpu.postgres;
const spentBy = ({ slot }: Ran, kind: Sender): number =>
  slot.sent[kind].workerCpu + slot.sent[kind].postgresCpu;

const managersOf = (loops: number): number => Math.ceil(loops / REPS_PER_MANAGER);

function mustLieAhead(slot: number): void {
  if (Date.now() > slot)
    throw new Error('the slot came before the loops slept: this machine is too busy to be measured on');
}

async function comes(slot: number): Promise<void> {
  mustLieAhead(slot);
  await pause(slot - Date.now());
}

/** How long before a slot so many loops begin to open, so that all sleep when it comes: by a few of them, and half more. */
async function timeToOpen(scene: Scene, loops: number): Promise<number> {
  const few = Math.min(loops, Math.max(500, Math.ceil(loops / 20 / REPS_PER_MANAGER) * REPS_PER_MANAGER));
  const { importCompletions } = await anOrganisation(scene.dataSource, few);
  await scene.start('ours');
  await importCompletions();
  await allApplied(scene.dataSource, few);
  // From the first one's look to the last one's: what goes before costs a thousand no more than ten.
  const [looks] = await scene.dataSource.query<{ took: number }[]>(
    'SELECT (extract(epoch FROM max(looked_at) - min(looked_at)) * 1000)::float8 AS took FROM enrolment',
  );
  return Math.round(1.5 * looks!.took * (loops / few)) + 3 * START;
}

/** Loops that wake in a second, spreading off, relay and delivery on: from the slot to the last loop's look. */
async function wakesOfOurs(scene: Scene, loops: number, ahead: number, sink: Sink): Promise<Run> {
  const slot = Date.now() + ahead;
  const offset = SLOT - slot;
  const given = { now: Date.now() + offset, cadence: CADENCE, launchedAt: LAUNCHED_AT };
  const { importCompletions } = await anOrganisation(scene.dataSource, loops, given);
  await scene.start('ours', { OFFSET: String(offset), SMTP_URL: sink.url });
  await importCompletions();
  await allApplied(scene.dataSource, loops);
  await comes(slot);
  return measured(scene, loops, () => allAwake(scene.dataSource, loops));
}

async function wakesOfEmpty(scene: Scene, count: number, ahead: number): Promise<Run> {
  const slot = Date.now() + ahead;
  await scene.start('empty');
  await scene.order({ kind: 'open', count, wakeAt: slot });
  const awake = scene.order({ kind: 'wake', count });
  await comes(slot);
  return measured(scene, count, () => awake);
}

/** Everybody's message of one morning by us, and the same ones from the same rows by others. */
async function throughTheSlot(scene: Scene, loops: number, sink: Sink) {
  const count = managersOf(loops);
  await standReady(scene.dataSource, loops);
  const at = async (kind: Sender, begin: (slot: number, offset: number) => Promise<void>): Promise<Sent> => {
    sink.watch(count);
    const slot = Date.now() + START;
    await begin(slot, SLOT - slot);
    mustLieAhead(slot);
    const before = scene.cpu();
    const arrivals = await arrived(sink, count);
    const after = scene.cpu();
    if (arrivals.length < count) throw new Error(`${kind}: ${arrivals.length} of ${count} mails came`);
    const seconds = arrivals.map(([, arrival]) => (arrival - slot) / SECOND);
    return {
      p50: percentile(seconds, 0.5),
      p99: percentile(seconds, 0.99),
      workerCpu: (after.worker - before.worker) / count,
      postgresCpu: (after.postgres - before.postgres) / count,
    };
  };
  const sent = {} as Record<Sender, Sent>;
  sent.ours = await at('ours', (_, offset) =>
    scene.start('ours', { OFFSET: String(offset), SMTP_URL: sink.url }),
  );
  await settled(scene.dataSource);
  const kept = await keptOf(scene.dataSource, await sink.arrivals());
  for (const kind of [...QUEUES, 'plainMails'] as const)
    sent[kind] = await at(kind, async (slot, offset) => {
      await scene.start(kind, { OFFSET: String(offset), SMTP_URL: sink.url });
      await scene.order({ kind: 'send', count, slot });
    });
  return { sent, ...kept };
}

/** The worker dies when half of the messages were handed over; another takes its place. */
async function killedInTheMiddle(scene: Scene, loops: number, sink: Sink) {
  const count = managersOf(loops);
  await standReady(scene.dataSource, loops);
  const env = { OFFSET: String(SLOT - Date.now() - START), SMTP_URL: sink.url };
  const { reached } = sink.watch(count / 2);
  await scene.start('ours', env);
  const connections = await reached;
  await scene.kill();
  await scene.start('ours', env);
  await settled(scene.dataSource);
  const { duplicates, lost } = await keptOf(scene.dataSource, await sink.arrivals());
  const [row] = await scene.dataSource.query<{ count: number }[]>(
    'SELECT count(*)::int AS count FROM delivery WHERE in_doubt',
  );
  return { connections, inDoubt: row!.count, repeated: duplicates, lost };
}

function told(ran: readonly Ran[], loops: number): Awaited<ReturnType<Bench>> {
  const of = (value: (run: Ran) => number): number => median(ran.map(value));
  const most = (value: (run: Ran) => number): number => Math.max(...ran.map(value));
  const p99 = (run: Ran, kind: Sender): number => run.slot.sent[kind].p99;
  const better = (run: Ran): number => Math.min(...QUEUES.map((kind) => p99(run, kind)));
  const row = (what: string, part: keyof Sent) => {
    const value = (kind: Sender): string => String(round(of((run) => run.slot.sent[kind][part])));
    return {
      what,
      ours: value('ours'),
      'graphile-worker': value('graphileWorker'),
      'pg-boss': value('pgBoss'),
      'plain mails': value('plainMails'),
    };
  };
  const wakes = (what: string, value: (run: Run) => number) => ({
    what,
    ours: String(round(of(({ ours }) => value(ours)))),
    'empty loop': String(round(of(({ empty }) => value(empty)))),
  });
  return {
    rows: [
      wakes('wakes a second', ({ rate }) => rate),
      wakes('CPU ms a wake, Temporal server', ({ cpu }) => cpu.server),
      wakes('CPU ms a wake, worker', ({ cpu }) => cpu.worker),
      wakes('CPU ms a wake, Postgres', ({ cpu }) => cpu.postgres),
      row('slot to handed over, p50 (s)', 'p50'),
      row('slot to handed over, p99 (s)', 'p99'),
      row('CPU ms a message, worker', 'workerCpu'),
      row('CPU ms a message, Postgres', 'postgresCpu'),
    ],
    figures: {
      wakeRatio: round(of(({ ours, empty }) => ours.rate / empty.rate)),
      wakeCpuRatio: round(of(({ ours, empty }) => cpuOf(empty) / cpuOf(ours))),
      wakesPerSecond: round(of(({ ours }) => ours.rate)),
      emptyWakesPerSecond: round(of(({ empty }) => empty.rate)),
      slotP50Seconds: round(of((run) => run.slot.sent.ours.p50)),
      slotP99Seconds: round(of((run) => p99(run, 'ours'))),
      slotP99Ratio: round(of((run) => p99(run, 'ours') / better(run))),
      slotCpuRatio: round(
        of((run) => spentBy(run, 'ours') / Math.min(...QUEUES.map((kind) => spentBy(run, kind)))),
      ),
      graphileWorkerP99Seconds: round(of((run) => p99(run, 'graphileWorker'))),
      pgBossP99Seconds: round(of((run) => p99(run, 'pgBoss'))),
      plainMailsP99Seconds: round(of((run) => p99(run, 'plainMails'))),
      duplicates: most(({ slot }) => slot.duplicates),
      lost: most(({ slot, killed }) => Math.max(slot.lost, killed.lost)),
      inDoubt: most(({ killed }) => killed.inDoubt),
      connectionsAtKill: most(({ killed }) => killed.connections),
      repeatedAfterKill: most(({ killed }) => killed.repeated),
      obligations: loops,
      messages: managersOf(loops),
    },
    limit:
      'of wakes Temporal’s timers; of the slot rendering and handing over, and what the logs are told of it.',
  };
}
