import 'reflect-metadata';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import type { WorkerKind } from '../support/scene.js';
import { startEmpty } from './empty.js';
import { startOurs } from './ours.js';
import { startGraphileWorker, startPgBoss, startPlainMails } from './queues.js';
import { say, temporalAddress } from './settings.js';

/** Starts one contender; what it hands back lets it finish and ends it. */
type Start = () => Promise<() => Promise<void>>;

const withTemporal = (start: (connection: NativeConnection) => ReturnType<Start>): Start => {
  return async () => {
    Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('WARN') });
    return start(await NativeConnection.connect({ address: temporalAddress() }));
  };
};

const STARTS: Readonly<Record<WorkerKind, Start>> = {
  ours: withTemporal(startOurs),
  empty: withTemporal(startEmpty),
  graphileWorker: startGraphileWorker,
  pgBoss: startPgBoss,
  plainMails: startPlainMails,
};

const stop = await STARTS[process.argv[2] as WorkerKind]();
// It goes with the bench, however that ends.
process.once('disconnect', () => process.exit(1));
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));
say('ready');
