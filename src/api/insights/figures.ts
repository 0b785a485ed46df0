import { readApiSettings } from '../../config/index.js';
import { createDataSource } from '../../entities/data-source.js';
import { checkCounts, measureGroups, programsWithLoops } from '../../store/figures/counts.js';
import { publishWhatClosed } from '../../store/figures/night.js';
import { inTransaction } from '../../store/transaction.js';

const USAGE = `npm run figures -- check | rebuild | release

  check     measures every group anew from its logs, and compares: changes nothing, ends with 1 where they differ
  rebuild   puts what the logs say in the place of what is stored
  release   publishes what has closed and queues what is told of it, as the worker does every night`;

/** `npm run figures`: what figures rest on can be made anew from the logs, and be proved equal to them. */
try {
  const [what = ''] = process.argv.slice(2);
  if (!['check', 'rebuild', 'release'].includes(what)) throw new Error(USAGE);
  const { database, deliveryLanes } = readApiSettings();
  const dataSource = createDataSource({
    url: database.url,
    poolSize: 2,
    applicationName: `followthrough figures ${what}`,
  });
  await dataSource.initialize();
  let wrong = 0;
  for (const program of await programsWithLoops(dataSource.manager))
    await inTransaction(dataSource, async (tx) => {
      if (what === 'rebuild') {
        const changed = await measureGroups(tx, program, true);
        process.stdout.write(`${program}: ${changed.size} capabilities were other than their logs\n`);
      } else if (what === 'release') {
        const { released, restated } = await publishWhatClosed(tx, program, deliveryLanes, Date.now());
        process.stdout.write(`${program}: ${released} tables released, ${restated} restated\n`);
      } else {
        const checked = await checkCounts(tx, program);
        wrong += checked.wrong.length;
        const found =
          checked.wrong.length === 0 ? 'all equal to their logs' : `WRONG: ${checked.wrong.join(', ')}`;
        process.stdout.write(
          `${program}: ${checked.groups} groups, ${found}; ${checked.behind} have grown since\n`,
        );
      }
    }).catch(async (error: unknown) => {
      await dataSource.destroy();
      throw error;
    });
  await dataSource.destroy();
  process.exitCode = wrong === 0 ? 0 : 1;
} catch (error) {
  const { message, code } = error as { message?: string; code?: string };
  process.stderr.write(`${message || code || String(error)}\n`);
  process.exitCode = 2;
}
