import { startTestApi, type TestApi } from '../../../test/support/api.js';

interface Operation {
  operationId: string;
  summary?: string;
  security?: unknown[];
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, { content?: Record<string, { schema: Record<string, unknown> }> }>;
}

interface Document {
  openapi: string;
  security: unknown[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Record<string, unknown>> };
}

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await startTestApi();
  document = (await api.get<Document>('/api/openapi.json')).body;
});
afterAll(() => api?.close());

describe('the OpenAPI document', () => {
  it('speaks 3.1 and asks for a key or session everywhere but at the health checks', () => {
    expect(document.openapi).toBe('3.1.0');
    expect(document.security).toEqual([{ key: [] }, { session: [] }]);
    expect(document.paths['/health/live']!.get!.security).toEqual([{}]);
  });

  it('names every operation once, says what it does and what it answers when it cannot', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(operations.filter(({ summary }) => !summary)).toEqual([]);
    const silent = operations.filter(
      ({ responses }) => !responses.default?.content?.['application/problem+json'],
    );
    expect(silent.map(({ operationId }) => operationId)).toEqual([]);
  });

  it('refers to nothing that it does not hold', () => {
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref!);
    expect(names.length).toBeGreaterThan(20);
    const missing = names.filter(
      (ref) => !document.components.schemas[ref.replace('#/components/schemas/', '')],
    );
    expect(missing).toEqual([]);
  });

  it('describes bodies, queries and headers by the schemas that validate them', () => {
    const { post, get } = document.paths['/api/v1/people']!;
    expect(post!.requestBody!.content['application/json']!.schema).toEqual({
      $ref: '#/components/schemas/NewPerson',
    });
    expect(document.components.schemas.NewPerson).toMatchObject({
      required: ['externalId', 'name', 'email', 'role', 'function', 'country', 'zone'],
      additionalProperties: false,
    });
    expect(get!.parameters).toEqual(
      expect.arrayContaining([expect.objectContaining({ name: 'limit', in: 'query', required: false })]),
    );
    const publish = document.paths['/api/v1/cadences/{id}/versions']!.post!;
    expect(
      publish.parameters!.map(({ name, in: where, required }) => `${where} ${name} ${required}`).sort(),
    ).toEqual([
      'header Accept-Language false',
      'header Idempotency-Key false',
      'header If-Match true',
      'path id true',
    ]);
  });
});

describe('the reference page', () => {
  it('is served with all its parts from here', async () => {
    const page = await api.get<string>('/api');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
    expect(parts).toHaveLength(4);
    for (const path of parts) expect(await api.get(path)).toMatchObject({ status: 200 });
  });
});
