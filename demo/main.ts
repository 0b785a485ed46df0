import 'reflect-metadata';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { explain } from './explain.js';
import { guide } from './guide.js';
import { readOptions, USAGE } from './options.js';
import { joinSlack } from './organisation/slack-members.js';
import { fill } from './organisation/story.js';
import { ringNight } from './running/night.js';
import { anyPorts } from './running/port-choice.js';
import { startStage, type StageOptions } from './running/stage.js';
import { Stops } from './running/stops.js';
import { playSmoke } from './smoke/smoke.js';

const say = (line: string): void => console.log(line);

/** Runs until somebody ends it. */
async function showDemo(options: StageOptions): Promise<void> {
  const stage = await startStage(options);
  await fill(stage.api, join(stage.dir, 'story.json'), say);
  await joinSlack(stage.api, stage.slack);
  await ringNight(stage.temporalAddress);
  say(guide(stage));
}

/** Plays the story and stops everything. The last line counts what happened; the exit code says whether all did. */
async function runSmoke(options: StageOptions): Promise<void> {
  const began = performance.now();
  const stage = await startStage(options);
  await fill(stage.api, join(stage.dir, 'story.json'), say);
  const { counted, missing } = await playSmoke(stage, say);
  await stops.run();
  for (const each of missing) say(`Did not happen: ${each}`);
  if (missing.length > 0) say(`Its data and logs are kept in ${stage.dir}.`);
  else await rm(stage.dir, { recursive: true, force: true });
  say(JSON.stringify({ ...counted, seconds: Math.round((performance.now() - began) / 1_000) }));
  process.exitCode = missing.length === 0 ? 0 : 1;
}

const stops = new Stops(say);
try {
  const { help, smoke, fresh, data, ports } = readOptions(process.argv.slice(2), process.env);
  if (help) {
    say(USAGE);
  } else if (smoke) {
    stops.onSignal('The smoke run was ended before it was through.', 130);
    const pinned = { ...(await anyPorts()), ...ports };
    await runSmoke({ dir: data ?? join('var', 'smoke'), fresh: true, pinned, log: say, onStop: stops.add });
  } else {
    stops.onSignal('Stopping …', 0);
    await showDemo({ dir: data ?? 'var', fresh, pinned: ports, log: say, onStop: stops.add });
  }
} catch (error) {
  console.error(`\n${explain(error)}`);
  await stops.run();
  process.exit(1);
}
