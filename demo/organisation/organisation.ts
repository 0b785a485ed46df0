import { readFile } from 'node:fs/promises';
import {
  CAPABILITIES,
  ACCESS,
  EVIDENCE,
  OBJECTIONS,
  OPENING,
  VALUE,
  type SampleCapability,
} from './capabilities.js';
import { LAUNCH_WAVE, SECONDS } from './cadences.js';
import type { ApiClient } from './client.js';
import { moveDates, weeksBefore } from './moved-dates.js';
import { personId } from './people.js';
import { bringRoles } from './roles.js';

const SAMPLES = new URL('../../../demo/sample/', import.meta.url);
/** The Monday of the week in which most trainings of the sample were completed, and of its first visits. */
const SAMPLE_MONDAY = '2026-03-02';
const PAST_WEEKS = 16;

/** The code of the program whose cadence counts in seconds. */
export const SECONDS_PROGRAM = 'demo-seconds';
export const LAUNCH_WAVE_PROGRAM = 'launch-wave';

/** When the launch wave was launched, on the same Monday as its trainings. */
export const launchOf = (monday: number): number => weeksBefore(monday, PAST_WEEKS);

interface Coded {
  id: string;
  code: string;
}

interface Program extends Coded {
  launchAt: string | null;
}

interface ImportReport {
  applied: boolean;
  problems: { total: number; listed: { line: number; problem: string; expected: string }[] };
}

/**
 * Brings the sample organisation in through the public API. What is there already stays as it is.
 * @param monday the Monday around which its dates are laid, midnight UTC
 */
export async function bringOrganisation(api: ApiClient, monday: number): Promise<void> {
  const launchedAt = launchOf(monday);
  await importFile(api, 'people', await sample('people.csv'));
  await importFile(api, 'people', await sample('second-people.csv'));
  await importFile(api, 'people', await sample('seconds-people.csv'));
  // The sample's works council has agreed; without that the second line would not be told by name.
  await api.put('/country-profiles', {
    country: 'DE',
    changes: {},
    worksAgreementOn: new Date(launchedAt).toISOString().slice(0, 10),
  });
  await bringRoles(api);
  const ids = await bringCapabilities(api);
  await bringProgram(api, {
    code: SECONDS_PROGRAM,
    name: 'Demo, in seconds',
    owner: 'D001',
    cadence: { name: 'Demo, in seconds', draft: SECONDS },
    capabilities: [OPENING],
    ids,
  });
  await bringProgram(api, {
    code: LAUNCH_WAVE_PROGRAM,
    name: 'Launch wave',
    owner: 'P002',
    sponsor: 'P001',
    cadence: { name: 'Launch wave', draft: LAUNCH_WAVE },
    capabilities: [OBJECTIONS, EVIDENCE, ACCESS],
    ids,
    backfilled: true,
  });
  // Left for its owner to launch.
  await bringProgram(api, {
    code: 'value-wave',
    name: 'Value wave',
    owner: 'P002',
    sponsor: 'P001',
    cadence: { name: 'Launch wave', draft: LAUNCH_WAVE },
    capabilities: [VALUE],
    ids,
  });
  await launch(api, LAUNCH_WAVE_PROGRAM, new Date(launchedAt).toISOString());
  for (const file of ['completions.csv', 'second-completions.csv'])
    await importFile(api, 'completions', moveDates(await sample(file), SAMPLE_MONDAY, launchedAt));
  const next = await sample('next-completions.csv');
  await importFile(api, 'completions', moveDates(next, SAMPLE_MONDAY, weeksBefore(monday, 2)));
}

/** By name, who was added so that the largest regions are large enough to tell why coaching stalls there. */
export async function secondWave(): Promise<ReadonlySet<string>> {
  const [, ...lines] = (await sample('second-people.csv')).trim().split('\n');
  return new Set(lines.map((line) => line.split(',')[1]!));
}

/** The joint visits that are planned from next Monday on: the open loops hear of them. */
export async function planVisits(api: ApiClient, monday: number): Promise<void> {
  const visits = await sample('visits.csv');
  await importFile(api, 'visits', moveDates(visits, SAMPLE_MONDAY, weeksBefore(monday, -1)));
}

/** Launches the seconds program for those trained: from here on its loops run. */
export async function launchInSeconds(api: ApiClient, monday: number): Promise<void> {
  const list = await sample('seconds-completions.csv');
  await importFile(api, 'completions', moveDates(list, SAMPLE_MONDAY, weeksBefore(monday, 1)));
  await launch(api, SECONDS_PROGRAM);
}

const sample = (name: string): Promise<string> => readFile(new URL(name, SAMPLES), 'utf8');

async function importFile(api: ApiClient, kind: string, csv: string): Promise<void> {
  const report = await api.post<ImportReport>(`/imports/${kind}`, { csv });
  if (report.applied) return;
  const [first] = report.problems.listed;
  throw new Error(
    `The sample ${kind} were refused with ${report.problems.total} problems; the first is in line ${first?.line}: ` +
      `${first?.problem} Expected: ${first?.expected}`,
  );
}

async function bringCapabilities(api: ApiClient): Promise<Map<string, string>> {
  const known = await api.all<Coded & { rubric: unknown }>('/capabilities');
  const trainings = await api.all<Coded>('/trainings');
  const ids = new Map<string, string>();
  for (const { code, name, rubric, training } of CAPABILITIES) {
    const there = known.find((each) => each.code === code);
    const { id } = there ?? (await api.post<Coded>('/capabilities', { body: { code, name } }));
    if (!there?.rubric) await api.post(`/capabilities/${id}/rubrics`, { body: rubric });
    if (!trainings.some((each) => each.code === training.code))
      await api.post('/trainings', { body: { ...training, capabilityIds: [id] } });
    ids.set(code, id);
  }
  return ids;
}

interface SampleProgram {
  code: string;
  name: string;
  /** As HR knows them. */
  owner: string;
  sponsor?: string;
  cadence: { name: string; draft: unknown };
  capabilities: readonly SampleCapability[];
  /** Ids of capabilities by code. */
  ids: ReadonlyMap<string, string>;
  backfilled?: boolean;
}

async function bringProgram(api: ApiClient, wanted: SampleProgram): Promise<void> {
  const { code, name, ids, backfilled } = wanted;
  const there = await programOf(api, code);
  if (there?.launchAt) return;
  const fields = {
    name,
    ownerId: await personId(api, wanted.owner),
    ...(wanted.sponsor === undefined ? {} : { sponsorId: await personId(api, wanted.sponsor) }),
    cadenceVersionId: await publishedCadence(api, wanted.cadence),
  };
  const { id } =
    there ??
    (await api.post<Coded>('/programs', { body: { code, function: 'commercial', backfilled, ...fields } }));
  await api.put(`/programs/${id}/capabilities`, {
    capabilities: wanted.capabilities.map((one) => ({ capabilityId: ids.get(one.code) })),
  });
}

/** @param at ISO 8601; now if left out */
async function launch(api: ApiClient, code: string, at?: string): Promise<void> {
  const program = await programOf(api, code);
  if (!program?.launchAt) await api.post(`/programs/${program?.id}/launch`, { body: { at } });
}

async function programOf(api: ApiClient, code: string): Promise<Program | undefined> {
  return (await api.all<Program>('/programs')).find((each) => each.code === code);
}

async function publishedCadence(api: ApiClient, { name, draft }: SampleProgram['cadence']): Promise<string> {
  const there = (await api.all<{ id: string; name: string; revision: number }>('/cadences')).find(
    (each) => each.name === name,
  );
  const cadence =
    there ?? (await api.post<{ id: string; revision: number }>('/cadences', { body: { name, draft } }));
  const versions = await api.get<{ items: { id: string }[] }>(`/cadences/${cadence.id}/versions`);
  if (versions.items[0]) return versions.items[0].id;
  const version = await api.post<{ id: string }>(`/cadences/${cadence.id}/versions`, {
    headers: { 'if-match': `"${cadence.revision}"` },
  });
  return version.id;
}
