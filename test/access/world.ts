import { GRANTED_ROLES, type GrantedRole, type Standing } from '../../src/access/words.js';
import type { TestApi } from '../support/api.js';
import { aCapability, aProgram, leads, lookAt, openLoop, type Team } from '../support/coaching.js';
import { addPerson, publishCadence } from '../support/organisation.js';

/** People of the matrix, each named for the one thing that they are; `nobody` is nothing to anybody. */
export const TIED = [
  'self',
  'manager',
  'formerManager',
  'delegate',
  'coCoach',
  'observer',
  'reader',
  'teller',
  'secondLine',
  'programOwner',
  'sponsor',
] as const satisfies readonly Standing[];
export const PERSONAS = [...TIED, ...GRANTED_ROLES, 'nobody'] as const;
export type Persona = (typeof PERSONAS)[number];

/** Records of one rep. */
export interface Records {
  enrolment: string;
  observation: string;
  visit: string;
  person: string;
  program: string;
  rollout: string;
  action: string;
  fact: string;
}

/**
 * - `own`: the personas are to it what they are called, and it was brought before those above.
 * - `calm`: the same, but nothing was escalated and nothing is at fault.
 * - `foreign`: the same, but its rep is of the other function.
 * - `other`: they are nothing to it.
 */
export const RECORDS = ['own', 'calm', 'foreign', 'other'] as const;
export type RecordName = (typeof RECORDS)[number];

export interface World {
  people: Record<Persona, string>;
  records: Record<RecordName, Records>;
  /** An instant at which the former manager led. */
  then: string;
}

const DAY_MS = 86_400_000;

export async function aWorld(api: TestApi): Promise<World> {
  const people = {} as Record<Persona, string>;
  for (const persona of PERSONAS) people[persona] = await addPerson(api, { name: persona });
  await api.ask('PUT', `/people/${people.manager}/delegate`, { body: { delegateId: people.delegate } });
  await leads(api, people.secondLine, people.manager);
  const begun = api.clock.time;
  const then = new Date(begun + DAY_MS).toISOString();

  const reps = {
    own: people.self,
    calm: await addPerson(api),
    foreign: await addPerson(api, { function: 'medical' }),
  };
  for (const rep of Object.values(reps)) await leads(api, people.formerManager, rep);
  const others = { owner: await addPerson(api), manager: await addPerson(api), rep: await addPerson(api) };
  await leads(api, others.manager, others.rep);
  api.clock.time = begun + 2 * DAY_MS;
  for (const rep of Object.values(reps)) {
    await leads(api, people.manager, rep);
    await api.made(`/people/${rep}/co-coaches`, { coachId: people.coCoach });
  }
  const today = new Date(api.clock.time).toISOString().slice(0, 10);
  await api.made(`/people/${people.manager}/absences`, { from: today, to: today });

  const records = {} as Record<RecordName, Records>;
  for (const name of ['own', 'calm', 'foreign'] as const)
    records[name] = await recordsOf(api, { rep: reps[name], manager: people.manager, then, people, name });
  const { owner, manager, rep } = others;
  const strangers = { programOwner: owner, sponsor: owner, observer: manager, teller: manager };
  records.other = await recordsOf(api, {
    rep,
    manager,
    then,
    people: { ...people, ...strangers },
    name: 'other',
  });

  await api.dataSource.query(
    `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
     VALUES (gen_random_uuid(), $1, $3, 0, 'secondLine', $2, 0, now(), '{email}', true, 'handedOver', now())`,
    [records.own.enrolment, people.secondLine, `feedback/${records.own.observation}`],
  );
  await api.dataSource.query(`UPDATE enrolment SET stall_reason = 'noManager' WHERE id = $1`, [
    records.own.enrolment,
  ]);
  for (const role of GRANTED_ROLES) await grant(api, role, people);
  return { people, records, then };
}

async function grant(api: TestApi, role: GrantedRole, people: Record<Persona, string>): Promise<void> {
  const until = new Date(api.clock.time + DAY_MS).toISOString();
  const legal = role === 'legal' ? { subjectId: people.self, until } : {};
  await api.made('/role-grants', { personId: people[role], role, reason: 'Matrix', ...legal });
}

interface Given {
  rep: string;
  manager: string;
  then: string;
  people: Record<Persona, string>;
  name: RecordName;
}

async function recordsOf(api: TestApi, { rep, manager, then, people, name }: Given): Promise<Records> {
  const capability = await aCapability(api);
  const training = `TRAINING-${name}`;
  await api.made('/trainings', { code: training, name, capabilityIds: [capability.id] });
  const cadenceVersionId = await publishCadence(api, name);
  const owner = people.programOwner;
  const program = await aProgram(api, {
    owner,
    cadenceVersionId,
    capability: capability.id,
    function: name === 'foreign' ? 'medical' : 'commercial',
  });
  await api.ask('PATCH', `/programs/${program.id}`, { body: { sponsorId: people.sponsor } });
  const team: Team = { owner, secondLine: '', manager, rep, capability, training, program };
  const enrolment = await openLoop(api, team);
  await lookAt(api, enrolment);

  const visit = await api.made('/joint-visits', { rep, at: then, observers: [people.observer] });
  const capabilities = [
    { capability: capability.code, ratings: { asksFirst: 2 }, action: { text: 'Ask first.' } },
  ];
  const told = { observer: people.observer, happenedAt: then, capabilities };
  const { observations } = await api.made<{ observations: { observation: string; action: string }[] }>(
    `/joint-visits/${visit.id}/report`,
    told,
  );
  const { observation, action } = observations[0]!;
  // Of others the reader was told of by the rep alone: that opens nothing.
  await api.dataSource.query(
    `INSERT INTO observation_share (id, observation_id, reader_id, by_rep_at, by_coach_at)
     VALUES (gen_random_uuid(), $1, $2, now(), CASE WHEN $3 THEN now() END)`,
    [observation, people.reader, name !== 'other'],
  );
  const fact = await toldBy(api, people.teller, enrolment);
  const { items } = (await api.get<{ items: { id: string }[] }>(`/programs/${program.id}/rollouts`)).body;
  return {
    enrolment,
    observation,
    visit: visit.id,
    person: rep,
    program: program.id,
    rollout: items[0]!.id,
    action,
    fact,
  };
}

/** A fact that somebody told who is nothing else to the rep by now. */
async function toldBy(api: TestApi, teller: string, enrolment: string): Promise<string> {
  await api.dataSource.query('UPDATE enrolment SET last_seq = last_seq + 1 WHERE id = $1', [enrolment]);
  const [fact] = await api.dataSource.query<{ id: string }[]>(
    `INSERT INTO fact (enrolment_id, seq, id, kind, happened_at, recorded_at, actor_id, data)
     SELECT id, last_seq, gen_random_uuid(), 'ready', trained_at, trained_at, $2, '{}' FROM enrolment WHERE id = $1 RETURNING id`,
    [enrolment, teller],
  );
  return fact!.id;
}
