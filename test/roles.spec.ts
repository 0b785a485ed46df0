import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { DEMO_SECONDS } from '../src/domain/cadence-templates.js';
import { prepareDatabase } from '../src/entities/prepare-database.js';
import type { Reply } from './support/api.js';
import { aTeam, sendFile, type Team } from './support/coaching.js';
import { eventually, startPlant, type Plant } from './support/plant.js';

const run = promisify(execFile);
/** A column of each table that an update may name. */
const COLUMN: Readonly<Record<string, string>> = { fact: 'kind', audit_entry: 'action' };
const DIST = join(import.meta.dirname, '../dist');

/** API and worker run under a role that owns nothing; another migrates. The whole story is played with it. */
describe('the role that the product runs under', () => {
  let plant: Plant;
  let app: pg.Client;
  let team: Team;
  let enrolment: string;

  beforeAll(async () => {
    plant = await startPlant({ logLevel: 'trace' });
    app = new pg.Client({ connectionString: plant.api.databaseUrl });
    await app.connect();
    team = await aTeam(plant.api, DEMO_SECONDS);
    for (const person of [team.owner, team.secondLine, team.manager, team.rep])
      await plant.api.ask('PATCH', `/people/${person}`, {
        body: { quietHours: null, preferredChannel: 'email' },
      });
    plant.mail.refuse({ stage: 'data', code: 451 });
    const rep = await plant.api.get<{ externalId: string }>(`/people/${team.rep}`);
    const completion = `${rep.body.externalId},${team.training},${new Date(Date.now() - 1_000).toISOString()}`;
    await sendFile(plant.api, 'completions', `rep,training,completedAt\n${completion}\n`);
    const [loop] = await eventually(
      () => sql<{ id: string }>('SELECT id FROM enrolment WHERE rep_id = $1', [team.rep]),
      (loops) => loops.length === 1,
    );
    enrolment = loop!.id;
  });
  afterAll(async () => {
    await app?.end();
    await plant?.end();
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    plant.api.dataSource.query<T[]>(text, values);

  it('is enough for API and worker, from training to messages, reports and what they are answered', async () => {
    await eventually(
      async () => plant.mail.messages(),
      (mails) => mails.length > 0,
    );
    const asManager = { 'acting-as': team.manager };
    const visit = taken(
      await plant.api.post<{ id: string }>(
        '/joint-visits',
        { rep: team.rep, at: new Date(Date.now() - 1_000).toISOString(), observers: [team.manager] },
        asManager,
      ),
    );
    const report = await plant.api.post<{ observations: { observation: string; action: string }[] }>(
      `/joint-visits/${visit.id}/report`,
      {
        capabilities: [
          {
            capability: team.capability.code,
            ratings: { asksFirst: 2, closes: 2 },
            evidence: 'Asked three open questions',
            action: { text: 'If they hesitate, then I wait' },
          },
        ],
      },
      asManager,
    );
    const [seen] = taken(report).observations;
    const asRep = { 'acting-as': team.rep };
    taken(
      await plant.api.post(
        `/enrolments/${enrolment}/acknowledgement`,
        { observation: seen!.observation, answer: 'accept' },
        asRep,
      ),
    );
    taken(await plant.api.post(`/enrolments/${enrolment}/actions/${seen!.action}/done`, {}, asRep));
    taken(
      await plant.api.post(`/enrolments/${enrolment}/correction`, {
        fact: (await factsOf('acknowledged'))[0]!.id,
        reason: 'wrongly ticked',
        takeBack: true,
      }),
    );
    taken(await plant.api.post(`/people/${team.manager}/absences`, { from: '2030-01-01', to: '2030-01-02' }));
    taken(
      await plant.api.ask('PUT', `/programs/${team.program.id}/capabilities`, {
        body: { capabilities: [{ capabilityId: team.capability.id }] },
      }),
    );
    await eventually(
      () =>
        sql('SELECT 1 FROM enrolment WHERE id = $1 AND ring_seq = applied_seq AND fault IS NULL', [
          enrolment,
        ]),
      (rows) => rows.length === 1,
    );
    expect(await plant.logs()).not.toContain('permission denied');
  });

  it('is named in the audit as the API that somebody called, or as the worker', async () => {
    const vias = await sql<{ via: string; kind: string }>(
      'SELECT DISTINCT via, by_kind AS kind FROM audit_entry ORDER BY 1, 2',
    );
    expect(vias).toEqual(
      expect.arrayContaining([
        { via: 'followthrough api', kind: 'key' },
        { via: 'followthrough api', kind: 'role' },
        { via: 'plant', kind: 'role' },
      ]),
    );
  });

  it.each(
    ['fact', 'audit_entry', 'calendar_version', 'rubric_version', 'cadence_version'].flatMap((table) =>
      [
        `UPDATE ${table} SET ${COLUMN[table] ?? 'version'} = DEFAULT`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `ALTER TABLE ${table} ADD COLUMN note text`,
        `ALTER TABLE ${table} DISABLE TRIGGER ALL`,
        `ALTER TABLE ${table} DISABLE TRIGGER ${table}_is_immutable`,
        `DROP TRIGGER ${table}_is_immutable ON ${table}`,
        `DROP TABLE ${table}`,
      ].map((statement) => [statement]),
    ),
  )('may not: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    'CREATE TABLE mine (id int)',
    'CREATE TEMPORARY TABLE fact (id int)',
    'CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    `SET session_replication_role = 'replica'`,
    'SET ROLE followthrough',
    'DROP TRIGGER audit_update ON person',
    'ALTER TABLE person DISABLE TRIGGER audit_update',
    'DELETE FROM person',
    'TRUNCATE nudge',
    `INSERT INTO migrations (timestamp, name) VALUES (1, 'mine')`,
    `SELECT audit_changes_of('lane', '{}')`,
  ])('may not: %s', async (statement) => {
    await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
  });

  it('cannot open the door that the clean-up goes through', async () => {
    await app.query(`BEGIN; SELECT set_config('followthrough.trimming', 'on', true)`);
    await expect(app.query('DELETE FROM audit_entry')).rejects.toMatchObject({ code: '42501' });
    await app.query('ROLLBACK');
  });

  it('has a line in the table of grants for every table there is', async () => {
    const ungranted = await sql(
      `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          AND NOT has_table_privilege('followthrough_app', oid, 'SELECT')`,
    );
    expect(ungranted).toEqual([]);
  });

  it('must be another than the owner: a start with one for both is refused in words', async () => {
    await expect(prepareDatabase(plant.api.dataSource, plant.ownerUrl)).rejects.toThrow(
      'DATABASE_URL names the role "followthrough", which may do whatever the owner "followthrough" may',
    );
  });

  it('leaves the clean-up of the audit to the owner, who notes it', async () => {
    await sql(
      `INSERT INTO audit_entry (id, at, event, action, by_kind, via)
       SELECT audit_id(), now() - interval '37 months', 'read', 'old', 'nobody', 'story' FROM generate_series(1, 3)`,
    );
    const trim = (env: NodeJS.ProcessEnv) =>
      run(process.execPath, [join(DIST, 'src/api/audit/trim.js')], { env: { ...env, AUDIT_MONTHS: '36' } });
    await expect(trim({ DATABASE_URL: plant.api.databaseUrl })).rejects.toMatchObject({
      stderr: expect.stringContaining('permission denied'),
    });
    const { stdout } = await trim({
      DATABASE_URL: plant.api.databaseUrl,
      DATABASE_OWNER_URL: plant.ownerUrl,
    });
    expect(stdout).toMatch(/^3 entries from before .* were removed/);
    expect(
      await sql(`SELECT after ->> 'removed' AS removed, by_id FROM audit_entry WHERE event = 'trimmed'`),
    ).toEqual([{ removed: '3', by_id: 'followthrough' }]);
    expect(await sql(`SELECT 1 FROM audit_entry WHERE action = 'old'`)).toEqual([]);
    expect(await sql(`SELECT 1 FROM audit_entry LIMIT 1`)).toHaveLength(1);
  });

  it('leaves a log without a secret, a cookie or a word that people wrote, also where things go wrong', async () => {
    const { key } = taken(
      await plant.api.post<{ key: string }>('/keys', { name: 'CRM', scopes: ['people', 'facts'] }),
    );
    const cookie = 'session=8f2a0c6e-cookie';
    const headers = { authorization: `Bearer ${key}`, cookie, 'x-api-key': key };
    await plant.api.ask('GET', `/people?externalId=Geheimrat`, { headers });
    await plant.api.ask('POST', '/people', {
      body: `{"name":"Geheimrat`,
      headers: { ...headers, 'content-type': 'application/json' },
    });
    await plant.api.ask('GET', '/people', {
      headers: { authorization: `Bearer ft_${'C'.repeat(43)}`, cookie },
    });
    await sql('ALTER TABLE fact_note RENAME TO fact_note_away');
    const failed = await plant.api.post(
      `/enrolments/${enrolment}/ready`,
      { note: 'Geheimrat is ready now' },
      { ...headers, 'acting-as': team.rep },
    );
    await sql('ALTER TABLE fact_note_away RENAME TO fact_note');
    expect(failed.status).toBe(500);
    await sql('ALTER TABLE fact RENAME TO fact_away');
    await sql('UPDATE enrolment SET ring_seq = ring_seq + 1 WHERE id = $1', [enrolment]);
    await eventually(plant.logs, (text) => text.includes('an activity failed'));
    await sql('ALTER TABLE fact_away RENAME TO fact');
    const logs = await plant.logs();

    expect(logs).toContain('a request failed');
    expect(logs).toContain('A mail was not handed over.');
    // Of a query that failed: what it was given.
    expect(logs).not.toContain('"parameters"');
    const secrets = [
      plant.api.key,
      key,
      'CCCCCC',
      'cookie',
      new URL(plant.api.databaseUrl).password,
      'xoxb-demo',
      'Geheimrat',
      'open questions',
      'If they hesitate',
      ...plant.mail
        .messages()
        .flatMap(({ subject, text }) => [subject, ...text.split('\n').filter((line) => line.length > 30)]),
    ];
    expect(plant.mail.messages().length).toBeGreaterThan(0);
    expect(secrets.filter((secret) => logs.includes(secret))).toEqual([]);
  });

  const factsOf = (kind: string) =>
    sql<{ id: string }>('SELECT id FROM fact WHERE enrolment_id = $1 AND kind = $2 ORDER BY seq', [
      enrolment,
      kind,
    ]);
});

function taken<T>(reply: Reply<T>): T {
  expect(reply.status).toBeLessThan(300);
  return reply.body;
}
