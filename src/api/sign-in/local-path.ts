import { z } from 'zod';

const NOWHERE = 'http://nowhere.invalid';

/** A browser reads \ as /, and drops tabs and line breaks: /\example.com leads away. */
const staysHere = (path: string): boolean =>
  /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(path) &&
  URL.canParse(path, NOWHERE) &&
  new URL(path, NOWHERE).origin === NOWHERE;

/** Where to go on: a path here, and no address elsewhere. */
export const localPath = z
  .string()
  .max(500, 'at most 500 characters')
  .refine(staysHere, 'must be a path here that begins with one /, such as /programs');
