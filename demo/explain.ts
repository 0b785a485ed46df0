import { errorCode, errorMessage } from './parts/errors.js';

/** One clear sentence with the way out, for what a person can mend; else what went wrong. */
export function explain(error: unknown): string {
  const path =
    typeof error === 'object' && error !== null && 'path' in error ? String(error.path) : 'the data folder';
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `No permission to write ${path}. Make it yours, or name another folder with --data DIR.`;
    case 'ENOSPC':
      return `The disk is full: ${path} cannot be written. Free some space and start again; nothing is lost.`;
    default:
      return errorMessage(error);
  }
}
