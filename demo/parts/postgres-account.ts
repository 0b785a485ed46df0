import { createHash } from 'node:crypto';
import { chmod, chown, cp, lstat, mkdir, readdir, readFile, readlink } from 'node:fs/promises';
import { rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { PostgresBinaries } from './postgres-binaries.js';
import { isAlive, type Account } from './processes.js';

/** Everything the other account must reach lives here when the project's own folder is closed to it. */
const SHARED_ROOT = '/var/tmp/followthrough';

/** Names the folder that a folder elsewhere stands in for. */
const ORIGIN = 'stands-in-for';

/**
 * PostgreSQL refuses to run as root. As root we run it as `postgres`, or else as `nobody`: both are there already,
 * so nothing is added to the machine.
 * @returns undefined when we are not root and run it as ourselves
 */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = accounts.find((fields) => fields[0] === name);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody. ' +
      'Run the command as an ordinary user.',
  );
}

/**
 * The folder in which `account` may make its data: `dir` itself, or, where the way to `dir` is closed to it
 * (a clone in /root), a folder elsewhere that `dir/elsewhere` points to. Without that link, whatever an earlier
 * start left there is void: deleting `dir` always starts over.
 */
export async function reachableFolder(dir: string, account: Account | undefined): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o755 });
  if (!account) return dir;
  if (await reachable(dir, account)) {
    await chown(dir, account.uid, account.gid);
    return dir;
  }
  const elsewhere = join(SHARED_ROOT, createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16));
  const link = join(dir, 'elsewhere');
  if ((await readlink(link).catch(() => undefined)) !== elsewhere) {
    await rm(elsewhere, { recursive: true, force: true });
    await rm(link, { force: true });
    await symlink(elsewhere, link);
  }
  await openRoot();
  await mkdir(elsewhere, { recursive: true, mode: 0o700 });
  await chown(elsewhere, account.uid, account.gid);
  await writeFile(join(elsewhere, ORIGIN), resolve(dir));
  await sweep();
  return elsewhere;
}

/** Binaries that `account` may run: themselves, or a copy where theirs is closed to it. */
export async function reachableBinaries(
  found: PostgresBinaries,
  account: Account | undefined,
): Promise<PostgresBinaries> {
  if (!account || !found.relocatable || (await reachable(found.relocatable, account))) return found;
  const copy = join(SHARED_ROOT, `postgres-${found.major}-${(await stat(found.postgres)).size}`);
  if (!(await lstat(copy).catch(() => undefined))) {
    const unfinished = `${copy}.${process.pid}`;
    await openRoot();
    await cp(found.relocatable, unfinished, { recursive: true, verbatimSymlinks: true });
    await rename(unfinished, copy).catch(() => rm(unfinished, { recursive: true, force: true }));
  }
  const moved = (file: string) => file.replace(found.relocatable!, copy);
  return { ...found, initdb: moved(found.initdb), postgres: moved(found.postgres), relocatable: copy };
}

/** Removes what was kept elsewhere for folders that are gone, unless a server still runs on it. */
async function sweep(): Promise<void> {
  for (const name of await readdir(SHARED_ROOT)) {
    const kept = join(SHARED_ROOT, name);
    const origin = await readFile(join(kept, ORIGIN), 'utf8').catch(() => undefined);
    if (origin === undefined) continue;
    if ((await readlink(join(origin, 'elsewhere')).catch(() => undefined)) === kept) continue;
    const lock = await readFile(join(kept, 'data', 'postmaster.pid'), 'utf8').catch(() => '');
    if (lock !== '' && isAlive(Number.parseInt(lock, 10))) continue;
    await rm(kept, { recursive: true, force: true });
  }
}

/** Made by root and writable by root only, so that nobody else can put something in its place. */
async function openRoot(): Promise<void> {
  await mkdir(SHARED_ROOT, { recursive: true });
  const made = await lstat(SHARED_ROOT);
  if (!made.isDirectory() || made.uid !== 0) {
    throw new Error(`${SHARED_ROOT} belongs to somebody else than root. Remove it, then start again.`);
  }
  await chmod(SHARED_ROOT, 0o755);
}

/** Whether every folder on the way lets the account pass. */
async function reachable(path: string, account: Account): Promise<boolean> {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const pass = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & pass) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
