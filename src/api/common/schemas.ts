import { z } from 'zod';

type Named = z.core.$ZodRegistry<{ id: string }>;

const requests: Named = z.registry<{ id: string }>();
const answers: Named = z.registry<{ id: string }>();

/** Names the schema of a request body in the OpenAPI document. The name is used once only. */
export const request = <S extends z.ZodType>(id: string, schema: S): S => named(requests, id, schema);

/** Names the schema of an answer in the OpenAPI document. The name is used once only. */
export const answer = <S extends z.ZodType>(id: string, schema: S): S => named(answers, id, schema);

function named<S extends z.ZodType>(registry: Named, id: string, schema: S): S {
  registry.add(schema, { id });
  return schema;
}

export type JsonSchema = Record<string, unknown>;

const refTo = (id: string): string => `#/components/schemas/${id}`;

/** How a document refers to a schema: by its name, or in full where it has none. */
export function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const name = (io === 'input' ? requests : answers).get(schema)?.id;
  return name === undefined
    ? bare(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))
    : { $ref: refTo(name) };
}

/** All named schemas, as JSON Schema 2020-12: what OpenAPI 3.1 speaks. */
export function namedSchemas(): Record<string, JsonSchema> {
  return { ...allOf(requests, 'input'), ...allOf(answers, 'output') };
}

function allOf(registry: Named, io: 'input' | 'output'): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(registry, { uri: refTo, io, unrepresentable: 'any' });
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema as JsonSchema)]));
}

/** The document as a whole says which dialect it speaks; an $id in it would break relative references. */
function bare({ $schema: _dialect, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}
