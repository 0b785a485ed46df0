import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, logOf, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { eraseOldWords } from '../../store/people/erasure.js';
import { inTransaction } from '../../store/transaction.js';

let api: TestApi;
let team: Team;
let loop: string;
let rep: { name: string; email: string; externalId: string };
const WORDS = [
  'She asked first.',
  'Name the next step.',
  'If they hesitate, then I wait.',
  'Klinikum Isarauen',
  'I tried.',
];

beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api);
  loop = await openLoop(api, team);
  await api.ask('PATCH', `/people/${team.rep}`, {
    body: { name: 'Anastasia Übermut %_"', territory: 'Isar' },
  });
  rep = (await api.get<typeof rep>(`/people/${team.rep}`)).body;
  await api.made(`/people/${team.rep}/absences`, { from: '2026-04-01', to: '2026-04-03' });
  const { observation } = await api.made<{ observation: string }>(`/enrolments/${loop}/observations`, {
    observer: team.manager,
    customer: WORDS[3],
    ratings: { asksFirst: 2 },
    evidence: WORDS[0],
    suggestion: WORDS[1],
    action: { text: WORDS[2] },
  });
  await api.post(
    `/enrolments/${loop}/acknowledgement`,
    { observation, answer: 'accept', comment: WORDS[4] },
    { 'acting-as': team.rep, 'idempotency-key': 'first' },
  );
});
afterEach(() => api?.close());

/** Everything stored, as text. */
async function everything(): Promise<string> {
  const tables = await api.dataSource.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) =>
      api.dataSource.query<{ all: string | null }[]>(`SELECT json_agg(t)::text AS all FROM "${name}" t`),
    ),
  );
  return texts.map(([row]) => row?.all ?? '').join('\n');
}

const erase = (person: string) => api.post<{ detail: string }>(`/people/${person}/erasure`);

async function withdraw(): Promise<void> {
  await api.post(`/enrolments/${loop}/withdraw`, { reason: 'They have left.' });
  await lookAt(api, loop);
}

describe('a person who has left', () => {
  it('is erased: no name, address or text of theirs is stored any more, and the log is whole', async () => {
    await withdraw();
    const before = await logOf(api, loop);
    const stored = await everything();
    for (const text of [rep.email, 'Anastasia', 'Isar', ...WORDS]) expect(stored).toContain(text);

    expect(await erase(team.rep)).toMatchObject({ status: 201, body: { name: 'Erased person' } });

    const after = await everything();
    for (const text of [rep.email, `"${rep.externalId}"`, 'Anastasia', 'Isar', 'They have left.', ...WORDS])
      expect(after).not.toContain(text);
    const facts = await logOf(api, loop);
    expect(facts.map(({ note: _, ...fact }) => fact)).toEqual(before.map(({ note: _, ...fact }) => fact));
    await lookAt(api, loop);
    expect((await api.get(`/enrolments/${loop}`)).body).toMatchObject({
      rep: { name: 'Erased person' },
      phase: 'withdrawn',
    });
    expect(await erase(team.rep)).toMatchObject({ status: 201 });
  });

  it('is not erased while somebody still counts on them: what is to be done first is said', async () => {
    expect(await erase(team.rep)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('they have 1 open loops: withdraw them') },
    });
    expect(await erase(team.manager)).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('they lead 1 people') },
    });
    expect(await erase(team.owner)).toMatchObject({ status: 409 });
    expect(await erase('00000000-0000-4000-8000-000000000000')).toMatchObject({ status: 404 });
  });
});

describe('what was written in a loop', () => {
  it('is erased once the loop has ended longer ago than its country keeps it', async () => {
    const old = () => inTransaction(api.dataSource, (tx) => eraseOldWords(tx, api.clock.now(), 500));
    await withdraw();
    api.clock.time = Date.parse('2027-03-01T00:00:00Z');
    expect(await old()).toBe(0);
    api.clock.time = Date.parse('2027-03-03T00:00:00Z');
    expect(await old()).toBe(1);
    const after = await everything();
    for (const text of WORDS) expect(after).not.toContain(text);
    expect(after).toContain(rep.email);
    expect(await old()).toBe(0);
  });
});
