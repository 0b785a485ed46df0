import * as fc from '../../src/domain/testing/fast-check.js';

/** As much of JSON Schema as the API's own document uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

export interface Operation {
  operationId: string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }[];
  requestBody?: { required?: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, unknown> }>;
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** One request as it is sent. */
export interface Sent {
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  /** Undefined: none is sent. */
  body: unknown;
}

/** What breaks things where it is taken at its word. */
const HOSTILE: readonly unknown[] = [
  '',
  ' ',
  '\u0000',
  '\ud800',
  '=1+1;=2',
  "'; DROP TABLE person; --",
  'x'.repeat(5_000),
  '0000-01-01',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59-12:00',
  '+275760-09-13T00:00:00Z',
  'P999999999D',
  '-P1D',
  '2026-02-30',
  'NaN',
  '__proto__',
  null,
  true,
  -1,
  0.1,
  5e-324,
  1e308,
  2 ** 53,
  [],
  {},
  { constructor: { prototype: { admin: true } } },
];
const DATES = ['2026-02-27', '2026-03-02', '2026-03-09', '1900-01-01', '2199-12-31'];
const TIMES = ['00:00:00Z', '08:30:00+01:00', '23:59:59.999-12:00'];

/** Requests of an operation as the document allows them; with `bad`, some of it is not. */
export function requestsOf(
  document: Document,
  path: string,
  { parameters = [], requestBody }: Operation,
  ids: readonly string[],
  bad: boolean,
): fc.Arbitrary<Sent> {
  const valueOf = valuesBy(document, ids, bad);
  const within = (where: string): fc.Arbitrary<Record<string, unknown>> => {
    const those = parameters.filter((one) => one.in === where);
    const values = Object.fromEntries(those.map(({ name, schema }) => [name, valueOf(schema)]));
    const required = those.filter((one) => one.required).map(({ name }) => name);
    return fc.record(values, { requiredKeys: where === 'path' ? Object.keys(values) : required });
  };
  const [[type, content] = [undefined, undefined]] = Object.entries(requestBody?.content ?? {});
  const body = content === undefined ? fc.constant(undefined) : valueOf(content.schema);
  return fc
    .record({ inPath: within('path'), query: within('query'), headers: within('header'), body })
    .map(({ inPath, query, headers, body: sent }) => ({
      path: path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(plain(inPath[name]))),
      query: Object.fromEntries(Object.entries(query).map(([name, value]) => [name, plain(value)])),
      headers: {
        ...Object.fromEntries(
          Object.entries(headers).flatMap(([name, value]) =>
            /^[\x21-\x7e]+$/.test(plain(value)) ? [[name, plain(value)]] : [],
          ),
        ),
        ...(type !== undefined && sent !== undefined && { 'content-type': type }),
      },
      body: type === 'text/csv' && sent !== undefined ? plain(sent) : sent,
    }));
}

/** A request over and over, each time with one of its values turned bad. */
export function poked(
  { components }: Document,
  { parameters = [], requestBody }: Operation,
  good: Sent,
): Sent[] {
  const query = parameters.filter((one) => one.in === 'query').map(({ name }) => name);
  const [content] = Object.values(requestBody?.content ?? {});
  const schema = content?.schema.$ref?.replace('#/components/schemas/', '');
  const fields = Object.keys(components.schemas[schema ?? '']?.properties ?? {});
  return HOSTILE.flatMap((bad) => [
    ...query.map((name) => ({ ...good, query: { ...good.query, [name]: plain(bad) } })),
    ...fields.map((name) => ({ ...good, body: { ...(good.body as object), [name]: bad } })),
  ]);
}

/** As it stands in an address; half a character cannot. */
const plain = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''))
    .toString()
    .slice(0, 2_000);

function valuesBy(
  { components }: Document,
  ids: readonly string[],
  bad: boolean,
): (schema: Schema) => fc.Arbitrary<unknown> {
  const any = (schema: Schema, depth: number): fc.Arbitrary<unknown> =>
    fc.oneof(
      { weight: 12, arbitrary: shaped(schema, depth) },
      { weight: bad ? 1 : 0, arbitrary: fc.constantFrom(...HOSTILE) },
    );

  function shaped(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    if (schema.$ref !== undefined)
      return shaped(components.schemas[schema.$ref.replace('#/components/schemas/', '')]!, depth);
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const either = schema.anyOf ?? schema.oneOf;
    if (either) return fc.oneof(...either.map((one) => any(one, depth)));
    switch (schema.type) {
      case 'object':
        return objectOf(schema, depth);
      case 'array':
        return fc.array(any(schema.items ?? {}, depth + 1), { maxLength: depth > 3 ? 0 : 3 });
      case 'integer':
      case 'number':
        return numberOf(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return stringOf(schema);
    }
  }

  function objectOf({ properties = {}, required = [] }: Schema, depth: number): fc.Arbitrary<unknown> {
    const values = Object.fromEntries(
      Object.entries(properties).map(([name, schema]) => [name, any(schema, depth + 1)]),
    );
    return fc.record(values, { requiredKeys: required.filter((name) => name in values) });
  }

  const numberOf = ({ type, minimum = -5, maximum = 400 }: Schema): fc.Arbitrary<number> =>
    type === 'integer'
      ? fc.integer({ min: Math.max(minimum, -(2 ** 31)), max: Math.min(maximum, 2 ** 31) })
      : fc.double({ min: minimum, max: maximum, noNaN: true });

  function stringOf({ format, pattern, minLength = 0, maxLength = 40 }: Schema): fc.Arbitrary<string> {
    if (format === 'uuid') return fc.oneof(fc.constantFrom(...ids), fc.uuid());
    if (format === 'date') return fc.constantFrom(...DATES);
    if (format === 'date-time')
      return fc.tuple(fc.constantFrom(...DATES), fc.constantFrom(...TIMES)).map((parts) => parts.join('T'));
    if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
    return fc.oneof(
      fc.constantFrom(...ids, 'commercial', 'DE', 'en', 'Europe/Berlin', 'a@example.com', 'P5D', 'true'),
      fc.string({ minLength, maxLength: Math.min(maxLength, 40), unit: 'grapheme' }),
    );
  }

  return (schema) => any(schema, 0);
}
