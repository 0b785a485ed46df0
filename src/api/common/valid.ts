import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { ApiBody, ApiParam, ApiQuery } from '@nestjs/swagger';
import { z } from 'zod';
import { notFound, unreadable } from './problem.js';
import { schemaOf } from './schemas.js';

class Valid implements PipeTransform {
  constructor(
    private readonly schema: z.ZodType,
    private readonly where: string,
  ) {}

  transform(value: unknown): unknown {
    const result = this.schema.safeParse(value ?? {}, { reportInput: true });
    if (result.success) return result.data;
    throw unreadable(result.error, this.where);
  }
}

/** An address whose id is none cannot lead anywhere. */
class ExistingId implements PipeTransform<string> {
  constructor(private readonly what: string) {}

  transform(value: string): string {
    if (z.guid().safeParse(value).success) return value.toLowerCase();
    throw notFound(this.what, value);
  }
}

/** Puts decorators of a method beside the decorator of one of its parameters. */
export const alongWith =
  (parameter: ParameterDecorator, ...method: MethodDecorator[]): ParameterDecorator =>
  (target, key, index) => {
    parameter(target, key, index);
    const descriptor = Object.getOwnPropertyDescriptor(target, key!)!;
    for (const decorate of method) decorate(target, key!, descriptor);
  };

/** The request's body: validated by the schema, and documented by it. */
export const ValidBody = (schema: z.ZodType): ParameterDecorator =>
  alongWith(
    Body(new Valid(schema, 'body')),
    ApiBody({ schema: schemaOf(schema, 'input'), required: !schema.safeParse({}).success }),
  );

/** The request's query: validated by the schema, and documented by it. */
export const ValidQuery = (schema: z.ZodObject): ParameterDecorator =>
  alongWith(
    Query(new Valid(schema, 'query')),
    ...Object.entries(schema.shape).map(([name, field]) =>
      ApiQuery({
        name,
        required: !(field as z.ZodType).safeParse(undefined).success,
        schema: schemaOf(field as z.ZodType, 'input'),
      }),
    ),
  );

/** An id in the path. What is no id is not found: 404, as with an unknown one. */
export const IdParam = (what: string, name = 'id'): ParameterDecorator =>
  alongWith(
    Param(name, new ExistingId(what)),
    ApiParam({ name, schema: { type: 'string', format: 'uuid' }, description: `The ${what}.` }),
  );
