import {
  HttpCode,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiOperation, ApiResponse } from '@nestjs/swagger';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { problemSchema } from './problem.js';
import { schemaOf } from './schemas.js';

const OPERATION = 'operation';

interface OperationMetadata {
  answer: z.ZodType | null;
  status: number;
}

type AnswerOf<S> = S extends z.ZodType ? z.input<S> : void;

/**
 * What a route does and answers. The schema documents the answer, checks its type here, and at run time lets through
 * only what it names. A null schema: the answer has no body, and 204 says so.
 */
export function Operation<S extends z.ZodType | null>(
  summary: string,
  answer: S,
  status: number = answer === null ? 204 : 200,
) {
  return <H extends (...parameters: never[]) => Promise<AnswerOf<S>> | AnswerOf<S>>(
    target: object,
    key: string,
    descriptor: TypedPropertyDescriptor<H>,
  ): void => {
    const content =
      answer === null ? {} : { content: { 'application/json': { schema: schemaOf(answer, 'output') } } };
    const decorators: MethodDecorator[] = [
      HttpCode(status),
      answeringWith(answer, status),
      ApiOperation({ summary }),
      ApiResponse({ status, description: 'Done.', ...content }),
      OrProblem(),
    ];
    for (const decorate of decorators) decorate(target, key, descriptor);
  };
}

/** Lets a route answer by this schema alone. */
export const answeringWith = (answer: z.ZodType | null, status: number): MethodDecorator =>
  SetMetadata(OPERATION, { answer, status } satisfies OperationMetadata);

/** Documents that the route may say no instead. */
export const OrProblem = (): MethodDecorator =>
  ApiResponse({
    status: 'default',
    description: 'Not done, and why.',
    content: { 'application/problem+json': { schema: schemaOf(problemSchema, 'output') } },
  });

/** The status with which a route answers when all goes well. */
export function statusOf(context: ExecutionContext): number {
  return metadataOf(context)?.status ?? 200;
}

/** The schema of what a route answers, where it has a body. */
export function answerSchemaOf(context: ExecutionContext): z.ZodType | null {
  return metadataOf(context)?.answer ?? null;
}

/** Lets through what the schema of the answer names, and nothing else. */
export class AnswerBySchema implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = metadataOf(context)?.answer;
    return schema ? next.handle().pipe(map((value) => schema.parse(value))) : next.handle();
  }
}

const metadataOf = (context: ExecutionContext): OperationMetadata | undefined =>
  Reflect.getMetadata(OPERATION, context.getHandler()) as OperationMetadata | undefined;
