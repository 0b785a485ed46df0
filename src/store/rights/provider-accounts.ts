import type { EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { Person, ProviderAccount } from '../../entities/index.js';
import { lockPerson } from '../people/people.js';
import { endAllSessions, mayEnter } from './sessions.js';

/** An account at an identity provider, as the provider vouches for it. */
export interface Vouched {
  issuer: string;
  subject: string;
  /** The person's mail address in small letters; null: the provider does not vouch for one. */
  email: string | null;
}

/** Why an account lets nobody in. `unknown` also stands for people who have left. */
export type NoEntry = 'unknown' | 'otherAccount';

/**
 * Whose account it is. A bound account is its person's, whatever their address is by now; any other is bound, at its
 * first sign-in, to the person with that address, unless another account is theirs already.
 */
export async function personOf(
  tx: EntityManager,
  { issuer, subject, email }: Vouched,
  now: Instant,
): Promise<{ personId: string } | { refused: NoEntry }> {
  const bound = await tx.findOneBy(ProviderAccount, { issuer, subject });
  const personId = bound?.personId ?? (await personByEmail(tx, email));
  if (personId === null || !(await mayEnter(tx, personId, now))) return { refused: 'unknown' };
  if (bound) return { personId };
  // Two first sign-ins at the same moment bind one account between them.
  await lockPerson(tx, personId);
  const theirs = await tx.findOneBy(ProviderAccount, { personId, issuer });
  if (theirs && theirs.subject !== subject) return { refused: 'otherAccount' };
  if (!theirs) await tx.insert(ProviderAccount, { personId, issuer, subject, boundAt: new Date(now) });
  return { personId };
}

async function personByEmail(tx: EntityManager, email: string | null): Promise<string | null> {
  if (email === null) return null;
  return (await tx.findOne(Person, { where: { email }, select: { id: true } }))?.id ?? null;
}

/** Forgets which accounts are a person's, so that the next sign-in binds anew, and ends their sessions. */
export async function unbindAccounts(tx: EntityManager, personId: string): Promise<void> {
  await lockPerson(tx, personId);
  await tx.delete(ProviderAccount, { personId });
  await endAllSessions(tx, personId);
}
