import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';

const KEY = /ft_[A-Za-z0-9_-]{43}/;

/**
 * The first administrator key. The API prints it once, into its log; from there it is moved to a file of its own
 * that only this user may read. A start that was killed in between finds it still in the log.
 */
export function keepFirstKey(keyFile: string, apiLog: string): string {
  if (existsSync(keyFile)) return readFileSync(keyFile, 'utf8').trim();
  const printed = KEY.exec(readFileSync(apiLog, 'latin1'));
  if (!printed) {
    throw new Error(
      `${keyFile} is missing, and the key is shown only once. Put the file back, or start over with --fresh.`,
    );
  }
  const [key] = printed;
  const unfinished = `${keyFile}.unfinished`;
  writeFileSync(unfinished, `${key}\n`, { mode: 0o600 });
  chmodSync(unfinished, 0o600);
  renameSync(unfinished, keyFile);
  strikeOut(apiLog, printed.index, key.length);
  return key;
}

/** In place: the API goes on appending to the same file. */
function strikeOut(file: string, at: number, length: number): void {
  const open = openSync(file, 'r+');
  writeSync(open, '*'.repeat(length), at);
  closeSync(open);
}
