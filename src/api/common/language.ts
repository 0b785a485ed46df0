import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { IncomingHttpHeaders } from 'node:http';
import type { CalledRequest } from './caller.js';
import { alongWith } from './valid.js';

/** For whoever asks in none. */
const ENGLISH = 'en';

/** The first language that a browser or a machine asks for, BCP 47. */
export const languageAsked = (headers: IncomingHttpHeaders): string =>
  /^[a-z-]{2,20}/i.exec(headers['accept-language'] ?? '')?.[0] ?? ENGLISH;

/** In which whoever asks is answered, BCP 47: who comes in themselves has a language, a machine asks for one. */
export const languageOf = ({ caller, headers }: CalledRequest): string =>
  caller?.language ?? languageAsked(headers);

/** Who reads an answer that is written in words. */
export interface Reading {
  language: string;
  personId: string | null;
}

const readBy = createParamDecorator((_: unknown, context: ExecutionContext): Reading => {
  const request = context.switchToHttp().getRequest<CalledRequest>();
  return { language: languageOf(request), personId: request.caller?.personId ?? null };
});

/** The parameter that says who reads the answer, and in which language. */
export const ReadBy = (): ParameterDecorator =>
  alongWith(
    readBy(),
    ApiHeader({
      name: 'Accept-Language',
      required: false,
      description: 'Of a machine: the language of the sentences. Who signed in reads their own.',
      schema: { type: 'string' },
    }),
  );
