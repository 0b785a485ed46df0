import { z } from 'zod';
import type { FieldProblem, FieldProblemCode } from '../../domain/field-problems.js';
import { CellProblem } from '../../imports/problem.js';

/** Kinds of fields that stand in many requests and answers. */

const CONTROL = /[\p{Cc}\p{Cs}]/u;
const CONTROL_BUT_LINES = /[^\P{Cc}\n\r\t]|\p{Cs}/u;
const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;
/** Years that calendars, clocks and Postgres write alike, with four digits. */
const YEAR = /^(19|2[01])/;
const atMost = (length: number) => `at most ${length} characters`;

/** What a text is not that lacks one of these forms. */
export const FORMS: ReadonlyMap<string, FieldProblemCode> = new Map([
  [String(TIME), 'notATime'],
  [String(YEAR), 'outOfReach'],
]);

/** Of what a schema says in its own words: what that is in every language. */
export const as = (code: FieldProblemCode): { problem: FieldProblem } => ({ problem: { code } });

/** A line of text: names, labels. Spaces around it are dropped. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, atMost(most))
    .refine((value) => !CONTROL.test(value), {
      message: 'must not contain control characters or line breaks',
      params: as('unprintable'),
    });

/** What a person wrote, in as many lines as they like. */
export const prose = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(most, atMost(most))
    .refine((value) => !CONTROL_BUT_LINES.test(value), {
      message: 'must not contain control characters',
      params: as('unprintable'),
    });

/** A code that stands in files and addresses, such as OBJ-101. */
export const code = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/,
    'use at most 60 letters, digits, dots, hyphens and underscores',
  );

/** In PostgreSQL's own writing: small letters. */
export const id = z.guid('must be a UUID').transform((value) => value.toLowerCase());

/** An id in an answer. */
export const anId = z.guid();

const IN_REACH = 'must lie in the years 1900 to 2199';

/** An instant in a request: ISO 8601 with its offset. Read as milliseconds since the epoch. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'must be a date and time with its offset, such as 2026-03-24T14:10:00+01:00',
  })
  .regex(YEAR, IN_REACH)
  .transform((value) => Date.parse(value));

/** An instant in an answer. */
export const anInstant = z.iso.datetime();

/** A choice in an address. */
export const yesOrNo = z.enum(['true', 'false']).transform((value) => value === 'true');

export const day = z.iso.date('must be a day, such as 2026-03-24').regex(YEAR, IN_REACH);

export const timeOfDay = z.string().regex(TIME, 'must be a time of day, such as 08:30');

/** A value as a file may write it too: one reader for both, so that they take the same. */
export const readBy = <T>(read: (text: string) => T) =>
  z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(300, 'at most 300 characters')
    .transform((text, context): T => {
      try {
        return read(text);
      } catch (error) {
        if (!(error instanceof CellProblem)) throw error;
        context.addIssue({ code: 'custom', message: error.message });
        return z.NEVER;
      }
    });
