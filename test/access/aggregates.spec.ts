import { startTestApi, type TestApi } from '../support/api.js';

type Schema = Record<string, unknown>;
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}
interface Operation {
  operationId: string;
  parameters?: { name: string; schema?: Schema }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** Where figures are answered: what leadership sees. A new one is written under one of these, or named here. */
const FIGURES = [/\/insights\b/, /\/figures\b/];

let api: TestApi;
let document: Document;
beforeAll(async () => {
  api = await startTestApi();
  document = (await api.get<Document>('/api/openapi.json')).body;
});
afterAll(() => api?.close());

/** Every field that a schema can hold, however deep, with its words where they are few. */
function fieldsOf(schema: Schema, seen = new Set<string>()): { name: string; schema: Schema }[] {
  const ref = schema.$ref as string | undefined;
  if (ref !== undefined) {
    if (seen.has(ref)) return [];
    seen.add(ref);
    return fieldsOf(document.components.schemas[ref.replace('#/components/schemas/', '')]!, seen);
  }
  const inside = (value: unknown): Schema[] =>
    Array.isArray(value)
      ? (value as Schema[])
      : value !== null && typeof value === 'object'
        ? [value as Schema]
        : [];
  const named = Object.entries((schema.properties ?? {}) as Record<string, Schema>);
  return [
    ...named.map(([name, of]) => ({ name, schema: of })),
    ...[
      ...named.map(([, of]) => of),
      ...inside(schema.items),
      ...inside(schema.anyOf),
      ...inside(schema.oneOf),
      ...inside(schema.allOf),
      ...inside(schema.additionalProperties),
    ].flatMap((each) => fieldsOf(each, seen)),
  ];
}

const operations = (): { path: string; operation: Operation }[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.values(methods).map((operation) => ({ path, operation })),
  );

const answered = ({ responses }: Operation): { name: string; schema: Schema }[] =>
  Object.entries(responses)
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => Object.values(content ?? {}).flatMap(({ schema }) => fieldsOf(schema)));

const figures = () => operations().filter(({ path }) => FIGURES.some((where) => where.test(path)));

describe('figures for leadership', () => {
  it('are found in the document', () => {
    expect(figures().map(({ path }) => path)).toContain('/api/v1/insights/map');
  });

  it('name nobody: no person, no record of one', () => {
    const personal =
      /^(rep|reps?Id|manager|managerId|person|personId|people|owner|ownerId|coach|observer|name|email|externalId|enrolment|enrolmentId|slack\w*)$/i;
    const naming = figures().flatMap(({ path, operation }) =>
      answered(operation)
        .filter(({ name }) => personal.test(name))
        .map(({ name }) => `${path}: ${name}`),
    );
    expect(naming).toEqual([]);
  });

  it('can be asked for nobody: no filter takes a person or a line', () => {
    const taking = figures().flatMap(({ path, operation }) =>
      (operation.parameters ?? [])
        .filter(({ name }) => /rep|manager|person|owner|coach|observer|line|territory/i.test(name))
        .map(({ name }) => `${path}: ${name}`),
    );
    expect(taking).toEqual([]);
  });

  it('hold no figure without a suppressed form of it, and its denominator', () => {
    const holding = figures().flatMap(({ path, operation }) =>
      answered(operation)
        .filter(({ name }) => ['figure', 'whole', 'against', 'seenByReps', 'logged'].includes(name))
        .filter(({ schema }) => schema.anyOf !== undefined)
        .map(({ schema }) => ({ path, forms: schema.anyOf as Schema[] })),
    );
    expect(holding.length).toBeGreaterThan(8);
    for (const { path, forms } of holding) {
      const names = forms.map(({ $ref }) => String($ref).replace('#/components/schemas/', ''));
      expect({ path, names }).toEqual({ path, names: ['Suppressed', 'ShownFigure'] });
    }
    expect(document.components.schemas.ShownFigure!.required).toEqual(
      expect.arrayContaining(['numerator', 'of', 'low', 'high', 'leftOut']),
    );
  });
});

describe('no answer at all', () => {
  it('ranks people or scores them', () => {
    const ranking = operations().flatMap(({ path, operation }) => [
      ...answered(operation)
        .filter(({ name }) => /rank|score|percentile|leaderboard|top\d*$|worst|best/i.test(name))
        .map(({ name }) => `${path} answers ${name}`),
      ...(operation.parameters ?? [])
        .filter(({ name }) => /sort|order|rank|top|worst|best/i.test(name))
        .map(({ name }) => `${path} takes ${name}`),
    ]);
    expect(ranking).toEqual([]);
  });

  it('measures the time of a manager', () => {
    const measuring = operations().flatMap(({ path, operation }) =>
      answered(operation)
        .filter(({ name }) =>
          /(time|hours|minutes|days)(spent|worked|used|with)|responseTime|latency|lastSeen|lastLogin|idle/i.test(
            name,
          ),
        )
        .map(({ name }) => `${path}: ${name}`),
    );
    expect(measuring).toEqual([]);
  });
});
