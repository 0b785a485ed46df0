import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Log } from '../parts/log.js';
import { watchFigures } from './alerts.js';
import type { ApiClient } from './client.js';
import { caughtUp, rolledOut, type Enrolment } from './enrolments.js';
import { mondayOf } from './moved-dates.js';
import {
  bringOrganisation,
  LAUNCH_WAVE_PROGRAM,
  launchInSeconds,
  launchOf,
  planVisits,
  SECONDS_PROGRAM,
} from './organisation.js';
import { recordRefinement } from './refinement.js';
import { playPast } from './past.js';
import { bringMonthlyQuestion, bringMorning } from './soon.js';

/** Where the demo stands with what it brings in; kept, so that a killed start goes on and a later one adds nothing. */
interface Standing {
  /** Midnight of the Monday around which all dates are laid. */
  monday: number;
  /** The instant that the played-in past ends at. */
  now: number;
  pastPlayed: boolean;
}

/** Fills an empty Followthrough with the sample organisation and its past, through the public API. */
export async function fill(api: ApiClient, file: string, log: Log): Promise<void> {
  const standing = read(file) ?? { monday: mondayOf(Date.now()), now: Date.now(), pastPlayed: false };
  if (standing.pastPlayed) return;
  write(file, standing);
  log('Importing the sample organisation …');
  await bringOrganisation(api, standing.monday);
  const loops = await rolledOut(api, LAUNCH_WAVE_PROGRAM);
  log(`Playing a past into the ${loops.length} loops of the launch wave …`);
  const facts = await playPast(api, loops, launchOf(standing.monday), standing.now);
  await planVisits(api, standing.monday);
  await caughtUp(api, LAUNCH_WAVE_PROGRAM);
  await watchFigures(api, LAUNCH_WAVE_PROGRAM);
  await recordRefinement(api, LAUNCH_WAVE_PROGRAM, launchOf(standing.monday));
  await bringMorning(api);
  await bringMonthlyQuestion(api, await api.all<Enrolment>(`/enrolments?program=${LAUNCH_WAVE_PROGRAM}`));
  await api.post('/insights/releases', {});
  await launchInSeconds(api, standing.monday);
  await rolledOut(api, SECONDS_PROGRAM);
  write(file, { ...standing, pastPlayed: true });
  log(`${facts} facts of the past are in.`);
}

function read(file: string): Standing | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Standing) : undefined;
}

function write(file: string, standing: Standing): void {
  writeFileSync(`${file}.unfinished`, JSON.stringify(standing));
  renameSync(`${file}.unfinished`, file);
}
