import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asked } from '../../store/rights/standings.js';
import type { Listed } from '../../store/rights/own-rows.js';
import { instant } from './words.js';

/** Where a request names the record that it is about, and of which kind it is. */
export type Where =
  | { in: 'none' }
  | { in: 'list'; kind: Listed }
  | { in: 'path' | 'query' | 'body'; kind: Asked['kind']; name: string; noun: string; parts?: Parts };

/** What of the record the request is about: names of fields in the body, or of a parameter in the path. */
export interface Parts {
  observation?: string;
  fact?: string;
  action?: string;
}

/** About no record. */
export const none: Where = { in: 'none' };

/** A list of records: each caller finds theirs. */
export const listOf = (kind: Listed): Where => ({ in: 'list', kind });

const inPath =
  (kind: Asked['kind'], noun: string) =>
  (name: string, parts?: Parts): Where => ({ in: 'path', kind, name, noun, ...(parts && { parts }) });

/** A record whose id stands in the path under a name. */
export const enrolment = inPath('enrolment', 'enrolment');
export const observation = inPath('observation', 'observation');
export const visit = inPath('visit', 'joint visit');
export const person = inPath('person', 'person');
export const program = inPath('program', 'program');
/** A rollout is known by its own id, and belongs to a program. */
export const rollout = inPath('rollout', 'rollout');

/** An enrolment that the query names. */
export const enrolmentInQuery = (name: string): Where => ({
  in: 'query',
  kind: 'enrolment',
  name,
  noun: 'enrolment',
});

/** A program that the query names. */
export const programInQuery = (name: string): Where => ({
  in: 'query',
  kind: 'program',
  name,
  noun: 'program',
});

/** An enrolment that the body names. */
export const enrolmentInBody = (name: string): Where => ({
  in: 'body',
  kind: 'enrolment',
  name,
  noun: 'enrolment',
});

/** A person whom the body names. */
export const personInBody = (name: string): Where => ({ in: 'body', kind: 'person', name, noun: 'person' });

const guid = (value: unknown): string | null => z.guid().safeParse(value).data?.toLowerCase() ?? null;

type Request = Pick<FastifyRequest, 'params' | 'query' | 'body'>;

/** The part of a request in which a record is named. */
export const placeIn = (
  { in: place }: Extract<Where, { name: string }>,
  { params, query, body }: Request,
): Record<string, unknown> => ({ path: params, query, body: body ?? {} })[place] as Record<string, unknown>;

/** What the request is about, to ask for its standing; null where it names nothing that could be an id. */
export function askedIn(where: Extract<Where, { name: string }>, request: Request): Asked | null {
  const params = request.params as Record<string, unknown>;
  const body = (request.body ?? {}) as Record<string, unknown>;
  const id = guid(placeIn(where, request)[where.name]);
  if (id === null) return null;
  const { observation: seen, fact, action } = where.parts ?? {};
  return {
    kind: where.kind,
    id,
    // Read as the route will read it: else one instant would let them in, and another be stored.
    at: instant.safeParse(body.happenedAt).data ?? null,
    // A request that should name one and does not is about none: the schema of its body will say so.
    ...(seen !== undefined && { observation: guid(body[seen]) ?? NOBODY }),
    ...(fact !== undefined && { fact: guid(body[fact]) }),
    ...(action !== undefined && { action: guid(params[action]) ?? NOBODY }),
  };
}

/** An id that nothing has. */
const NOBODY = '00000000-0000-0000-0000-000000000000';
