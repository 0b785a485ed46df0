import { Logger, run } from 'graphile-worker';
import { createTransport } from 'nodemailer';
import PgBoss from 'pg-boss';
import { compose } from '../../src/composing/message.js';
import { createDataSource } from '../../src/entities/data-source.js';
import { DELIVERY_COLUMNS, type DeliveryRow } from '../../src/store/messages/delivery-row.js';
import { Rules } from '../../src/store/loops/rules.js';
import { CONNECTIONS } from '../support/herd-size.js';
import type { WorkerOrder } from '../support/scene.js';
import { atOnce } from './at-once.js';
import { mailChannel } from './sending.js';
import { databaseUrl, offset, say, smtpUrl } from './settings.js';

const JOB = 'deliver';

/** Puts the messages into a queue, due at a slot. */
type Enqueue = (messages: readonly DeliveryRow[], slot: Date) => Promise<unknown>;

/** A worker that sends, at the slot it is told, the messages that lie in the database, rendered anew from their rows. */
async function sender(
  open: (deliver: (message: DeliveryRow) => Promise<void>) => Promise<{
    enqueue: Enqueue;
    stop(): Promise<unknown>;
  }>,
): Promise<() => Promise<void>> {
  const dataSource = await createDataSource({
    url: databaseUrl(),
    poolSize: 10,
    applicationName: 'bench queue',
    prepares: true,
  }).initialize();
  const email = mailChannel(smtpUrl()!);
  const rules = new Rules();
  const { enqueue, stop } = await open(async (message) => {
    const now = Date.now() + offset();
    const composed = await compose(dataSource.manager, message, rules, 'http://localhost', now);
    const answer = await email.send(composed!);
    if (!answer.ok) throw new Error(`a mail was refused: ${answer.code}`);
  });
  process.on('message', (order: WorkerOrder) => {
    if (order.kind !== 'send') return;
    void (async () => {
      const messages = await dataSource.query<DeliveryRow[]>(
        `SELECT ${DELIVERY_COLUMNS} FROM delivery ORDER BY id LIMIT $1`,
        [order.count],
      );
      await enqueue(messages, new Date(order.slot));
      say('done');
    })();
  });
  return async () => {
    await stop();
    email.close();
    await dataSource.destroy();
  };
}

/**
 * graphile-worker as its handbook advises for many jobs at once: a local queue, completions in batches, and no wait
 * between two looks that would show in a slot's latency.
 */
export const startGraphileWorker = (): Promise<() => Promise<void>> =>
  sender(async (deliver) => {
    const runner = await run({
      taskList: { [JOB]: (message) => deliver(message as DeliveryRow) },
      preset: {
        worker: {
          connectionString: databaseUrl(),
          concurrentJobs: CONNECTIONS,
          maxPoolSize: CONNECTIONS + 2,
          pollInterval: 100,
          localQueue: { size: 4 * CONNECTIONS },
          completeJobBatchDelay: 0,
          failJobBatchDelay: 0,
        },
      },
      noHandleSignals: true,
      logger: new Logger(() => () => undefined),
    });
    return {
      enqueue: (messages, runAt) =>
        Promise.all(messages.map((message) => runner.addJob(JOB, message, { runAt }))),
      stop: () => runner.stop(),
    };
  });

/** pg-boss with batches, each worked through so many at once, and its shortest look. */
export const startPgBoss = (): Promise<() => Promise<void>> =>
  sender(async (deliver) => {
    const boss = new PgBoss({ connectionString: databaseUrl(), max: 10 });
    boss.on('error', console.error);
    await boss.start();
    await boss.createQueue(JOB);
    await boss.work<DeliveryRow>(JOB, { batchSize: 500, pollingIntervalSeconds: 0.5 }, (jobs) =>
      atOnce(CONNECTIONS, jobs.length, (index) => deliver(jobs[index]!.data)),
    );
    return {
      enqueue: (messages, startAfter) =>
        boss.insert(messages.map((data) => ({ name: JOB, data, startAfter }))),
      stop: () => boss.stop({ graceful: true, wait: true }),
    };
  });

/** The least that sending can be: a line of text, from memory. */
export const startPlainMails = async (): Promise<() => Promise<void>> => {
  const transport = createTransport({ url: smtpUrl()!, pool: true, maxConnections: CONNECTIONS });
  process.on('message', (order: WorkerOrder) => {
    if (order.kind !== 'send') return;
    setTimeout(
      () =>
        void atOnce(CONNECTIONS, order.count, (index) =>
          transport.sendMail({
            from: 'coaching@bench.example',
            to: `${index}@example.com`,
            subject: 'Plain',
            text: 'One line.',
            headers: { 'X-Followthrough-Delivery': `plain-${index}` },
          }),
        ),
      order.slot - Date.now(),
    );
    say('done');
  });
  return async () => transport.close();
};
