import { startTestApi, type TestApi } from '../support/api.js';
import { aTeam, lookAt, openLoop } from '../support/coaching.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

/** Where asking may leave a trace: that a key was used, that somebody read, who is counted in figures from now on. */
const TRACES = new Set(['api_key', 'audit_entry', 'figure_place']);

async function stored(): Promise<Record<string, string>> {
  const tables = await api.dataSource.query<{ name: string }[]>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  const kept = tables.filter(({ name }) => !TRACES.has(name));
  const contents = await Promise.all(
    kept.map(({ name }) =>
      api.dataSource.query<{ hash: string }[]>(
        `SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS hash FROM "${name}" t`,
      ),
    ),
  );
  return Object.fromEntries(kept.map(({ name }, index) => [name, contents[index]![0]!.hash]));
}

describe('asking', () => {
  it('changes nothing, so that whoever only follows links does nothing', async () => {
    const team = await aTeam(api);
    const loop = await openLoop(api, team);
    await lookAt(api, loop);
    const ids: [RegExp, string][] = [
      [/\/enrolments\/\{id\}/, loop],
      [/\/people\/\{id\}/, team.rep],
      [/\/programs\/\{id\}/, team.program.id],
      [/\/capabilities\/\{id\}/, team.capability.id],
    ];
    const document = (await api.get<{ paths: Record<string, object> }>('/api/openapi.json')).body;
    const before = await stored();
    let answered = 0;
    for (const [path, methods] of Object.entries(document.paths)) {
      if (!('get' in methods)) continue;
      const id = ids.find(([where]) => where.test(path))?.[1] ?? loop;
      const { status } = await api.get(path.replace(/^\/api\/v1/, '').replaceAll(/\{\w+\}/g, id));
      expect({ path, fault: status >= 500 && status !== 503 }).toEqual({ path, fault: false });
      if (status === 200) answered += 1;
    }
    expect(answered).toBeGreaterThan(10);
    expect(await stored()).toEqual(before);
  });
});
