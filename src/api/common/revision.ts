import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from './problem.js';
import { alongWith } from './valid.js';

const headerOf = (context: ExecutionContext): string | undefined =>
  context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];

const revision = createParamDecorator((_: unknown, context: ExecutionContext): number => {
  const header = headerOf(context);
  if (header === undefined)
    throw new Problem(428, 'Say which revision you have read: If-Match, with the ETag of that answer.');
  const number = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (number === undefined)
    throw new Problem(400, 'If-Match must be one ETag as it was answered, such as "3".');
  return Number(number);
});

/** The revision that the caller has read, by If-Match: a change of an older one is refused with 412. */
export const IfMatch = (): ParameterDecorator =>
  alongWith(
    revision(),
    ApiHeader({
      name: 'If-Match',
      required: true,
      description: 'The ETag of the answer that the change is based on.',
      schema: { type: 'string' },
    }),
  );

const given = createParamDecorator((_: unknown, context: ExecutionContext): string | null => {
  const header = headerOf(context);
  if (header === undefined) return null;
  const tag = /^"([\w-]{1,64})"$/.exec(header)?.[1];
  if (tag === undefined) throw new Problem(400, 'If-Match must be one ETag as it was answered, in quotes.');
  return tag;
});

/** The same for what may also be changed unread: null where the caller did not say what they have read. */
export const IfMatchWhereGiven = (described: string): ParameterDecorator =>
  alongWith(
    given(),
    ApiHeader({ name: 'If-Match', required: false, description: described, schema: { type: 'string' } }),
  );

/** Says by ETag which revision an answer shows. */
export async function tagged<T extends { revision: number | string }>(
  reply: FastifyReply,
  answer: Promise<T>,
): Promise<T> {
  const { revision: number } = await answer;
  reply.header('etag', `"${number}"`);
  return answer;
}
