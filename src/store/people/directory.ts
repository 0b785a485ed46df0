import type { EntityManager } from 'typeorm';

/** A person as files name them. */
export interface DirectoryEntry {
  id: string;
  externalId: string;
  email: string;
  name: string;
  zone: string;
}

/** Everybody, by the names under which files know them. */
export class Directory {
  private readonly byExternalId = new Map<string, DirectoryEntry>();
  private readonly byEmail = new Map<string, DirectoryEntry>();

  constructor(entries: readonly DirectoryEntry[]) {
    for (const entry of entries) {
      this.byExternalId.set(entry.externalId, entry);
      this.byEmail.set(entry.email, entry);
    }
  }

  find(ref: { externalId: string } | { email: string }): DirectoryEntry | undefined {
    return 'email' in ref ? this.byEmail.get(ref.email) : this.byExternalId.get(ref.externalId);
  }
}

export async function readDirectory(tx: EntityManager): Promise<Directory> {
  return new Directory(
    (await tx.query(
      'SELECT id, external_id AS "externalId", email, name, zone FROM person',
    )) as DirectoryEntry[],
  );
}
