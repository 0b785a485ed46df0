import { createJobs } from '../../src/activities/jobs.js';
import { look, type LoopDependencies } from '../../src/activities/looking.js';
import { openLoops, readLaunch } from '../../src/store/programs/rollouts.js';
import { Rules } from '../../src/store/loops/rules.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestApi } from './api.js';
import { aCadence, addPerson, aRubric, publishCadence } from './organisation.js';

/** A launched program with one rep in line, who may be trained. */
export interface Team {
  owner: string;
  secondLine: string;
  manager: string;
  rep: string;
  capability: { id: string; code: string };
  training: string;
  program: { id: string; code: string };
}

let counted = 0;

export async function aTeam(api: TestApi, cadence: unknown = aCadence): Promise<Team> {
  const number = ++counted;
  const owner = await addPerson(api, { role: 'programOwner' });
  const secondLine = await addPerson(api, { role: 'secondLine', name: `Karin ${number}` });
  const manager = await addPerson(api, { role: 'manager', name: `Lena ${number}` });
  const rep = await addPerson(api, { name: `Ana ${number}`, region: 'South' });
  await leads(api, secondLine, manager);
  await leads(api, manager, rep);
  const capability = await aCapability(api);
  const training = `OBJ-${number}`;
  await api.made('/trainings', {
    code: training,
    name: 'Objection handling',
    capabilityIds: [capability.id],
  });
  const cadenceVersionId = await publishCadence(api, `Launch wave ${number}`, cadence);
  const program = await aProgram(api, { owner, cadenceVersionId, capability: capability.id });
  return { owner, secondLine, manager, rep, capability, training, program };
}

/** Another manager of the same second line and program, with a rep of their own. */
export async function aLineBeside(api: TestApi, team: Team): Promise<Team> {
  const number = ++counted;
  const manager = await addPerson(api, { role: 'manager', name: `Max ${number}` });
  const rep = await addPerson(api, { name: `Ben ${number}`, region: 'South' });
  await leads(api, team.secondLine, manager);
  await leads(api, manager, rep);
  return { ...team, manager, rep };
}

export async function aCapability(api: TestApi): Promise<{ id: string; code: string }> {
  const code = `capability-${++counted}`;
  const { id } = await api.made('/capabilities', { code, name: 'Objection handling' });
  await api.made(`/capabilities/${id}/rubrics`, aRubric);
  return { id, code };
}

/** A launched program. */
export async function aProgram(
  api: TestApi,
  given: {
    owner: string;
    cadenceVersionId: string;
    capability: string;
    function?: 'commercial' | 'medical';
  },
): Promise<{ id: string; code: string }> {
  const code = `WAVE-${++counted}`;
  const { id } = await api.made('/programs', {
    code,
    name: 'Launch wave',
    function: given.function ?? 'commercial',
    ownerId: given.owner,
    cadenceVersionId: given.cadenceVersionId,
  });
  await api.ask('PUT', `/programs/${id}/capabilities`, {
    body: { capabilities: [{ capabilityId: given.capability }] },
  });
  await api.made(`/programs/${id}/launch`);
  return { id, code };
}

export const leads = (api: TestApi, managerId: string, person: string): Promise<unknown> =>
  api.made(`/people/${person}/reporting-lines`, { managerId });

export const sendFile = <T = Record<string, unknown>>(api: TestApi, path: string, csv: string) =>
  api.ask<T>('POST', `/imports/${path}`, { body: csv, headers: { 'content-type': 'text/csv' } });

/** The rep of a team completes the training, and their loops open as the launch would open them. */
export async function openLoop(api: TestApi, team: Team, program = team.program): Promise<string> {
  const rep = await api.get<{ externalId: string }>(`/people/${team.rep}`);
  await sendFile(
    api,
    'completions',
    `rep,training,completedAt\n${rep.body.externalId},${team.training},2026-03-01\n`,
  );
  await launch(api, program.id);
  const { body } = await api.get<{ items: { id: string }[] }>(
    `/enrolments?rep=${team.rep}&program=${program.code}`,
  );
  return body.items[0]!.id;
}

/** The rep of a team is trained in something else, too: another loop, in a program of its own. */
export async function openSecondLoop(api: TestApi, team: Team, cadence: unknown = aCadence): Promise<string> {
  const { id: capability, code } = await aCapability(api);
  const training = `EVI-${code}`;
  await api.made('/trainings', { code: training, name: 'Evidence', capabilityIds: [capability] });
  const cadenceVersionId = await publishCadence(api, `Second wave ${code}`, cadence);
  const program = await aProgram(api, { owner: team.owner, cadenceVersionId, capability });
  const { externalId } = (await api.get<{ externalId: string }>(`/people/${team.rep}`)).body;
  await sendFile(api, 'completions', `rep,training,completedAt\n${externalId},${training},2026-03-01\n`);
  return openLoop(api, team, program);
}

/** Does what the launch's workflow would do. */
export const launch = (api: TestApi, programId: string): Promise<number> =>
  inTransaction(api.app, async (tx) => {
    const { id, launchAt, cadenceVersionId } = (await readLaunch(tx, programId))!;
    const program = { id, launchAt: launchAt!, cadenceVersionId: cadenceVersionId! };
    return (await openLoops(tx, program, new Rules(), api.clock.now(), 500)).opened;
  });

/** Lets a loop look, as its workflow would. */
export const lookAt = (api: TestApi, enrolmentId: string) => look(enrolmentId, api.clock.now(), deps(api));

const quiet = (): void => undefined;
/** What loops and jobs are done with. */
export const deps = ({ app }: TestApi): LoopDependencies => ({
  dataSource: app,
  rules: new Rules(),
  lanes: 8,
  spread: 0,
  build: 'test',
  log: { info: quiet, warn: quiet, error: quiet },
});

/** Does what the workflows of all queued roster changes would do, one after the other. */
export async function changeRosters(api: TestApi): Promise<void> {
  for (const change of await rosterChanges(api)) await change();
}

/** The same, each to be done when it suits. */
export async function rosterChanges(api: TestApi): Promise<(() => Promise<unknown>)[]> {
  const same = (at: number): number => at;
  const { rosterBatch } = createJobs({ ...deps(api), shift: { toDomain: same, toTemporal: same } });
  const jobs = await api.dataSource.query<{ id: string }[]>(
    `SELECT id FROM job WHERE kind = 'rosterChange' AND state <> 'done' ORDER BY created_at, id`,
  );
  return jobs.map(
    ({ id }) =>
      () =>
        rosterBatch(id, api.clock.now()),
  );
}

/** The works council of a country agrees that the second line is told by name. */
export const agree = (api: TestApi, country = 'DE'): Promise<unknown> =>
  api.ask('PUT', '/country-profiles', { body: { country, changes: {}, worksAgreementOn: '2026-01-15' } });

export interface LogEntry {
  id: string;
  seq: number;
  kind: string;
  happenedAt: string;
  actorId: string | null;
  data: Record<string, unknown>;
  note: string | null;
}

export const logOf = async (api: TestApi, enrolmentId: string): Promise<LogEntry[]> =>
  (await api.get<{ items: LogEntry[] }>(`/enrolments/${enrolmentId}/log?limit=200`)).body.items;

/** The bell of an enrolment: how often it was raised, and how often answered. */
export async function bellOf(
  api: TestApi,
  enrolmentId: string,
): Promise<{ raised: number; answered: number }> {
  const [row] = await api.dataSource.query<{ raised: number; answered: number }[]>(
    'SELECT ring_seq::int AS raised, applied_seq::int AS answered FROM enrolment WHERE id = $1',
    [enrolmentId],
  );
  return row!;
}
