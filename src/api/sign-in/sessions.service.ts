import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import type { Session } from '../../entities/index.js';
import { noteSignIn, noteSignOut } from '../../store/rights/audit.js';
import { getPerson } from '../../store/people/people.js';
import { placesOf } from '../../store/people/personas.js';
import {
  endSession,
  endSessionOf,
  listSessions,
  openSession,
  useSession,
} from '../../store/rights/sessions.js';
import { unbindAccounts } from '../../store/rights/provider-accounts.js';
import { inTransaction } from '../../store/transaction.js';
import { momentOf } from '../common/audited.js';
import type { Actor } from '../common/caller.js';
import { Clock, SETTINGS } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { csrfTokenOf, newSecret, SessionCookie } from '../common/session-cookie.js';
import { sessionLimits } from '../common/session-limits.js';
import { seal, unseal } from './sealed.js';
import type { CurrentSession, Sessions } from './sign-in.dto.js';

/** A session, and the secret by which its browser holds it. */
export interface HeldSession {
  session: Session;
  secret: string;
}

/** Sessions of people, however they signed in. */
@Injectable()
export class SessionsService {
  private readonly cookie: SessionCookie;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {
    this.cookie = new SessionCookie(settings);
  }

  /** Opens a session under a new secret, whatever the browser held before; that one ends. */
  async open(
    request: FastifyRequest,
    reply: FastifyReply,
    entering: { personId: string; way: Session['way']; idToken: string | null },
  ): Promise<HeldSession> {
    const before = this.cookie.read(request);
    const secret = newSecret();
    const { idToken, ...who } = entering;
    const sealedIdToken = idToken === null ? null : seal(idToken, secret);
    const session = await inTransaction(this.dataSource, async (tx) => {
      const moment = momentOf(request, this.clock.now());
      const left = before === null ? null : await endSessionOf(tx, before);
      if (left)
        await noteSignOut(tx, { sessionId: left.id, personId: left.personId, why: 'replaced' }, moment);
      const limits = sessionLimits(this.settings);
      const opened = await openSession(tx, { ...who, secret, sealedIdToken }, limits, moment.at);
      await noteSignIn(tx, { sessionId: opened.id, personId: opened.personId }, moment);
      return opened;
    });
    this.cookie.write(reply, secret);
    return { session, secret };
  }

  /** The session of this browser; null: nobody is signed in. */
  async held(request: FastifyRequest): Promise<HeldSession | null> {
    const secret = this.cookie.read(request);
    if (secret === null) return null;
    const limits = sessionLimits(this.settings);
    const session = await useSession(this.dataSource.manager, secret, limits, this.clock.now());
    return session && { session, secret };
  }

  /** Ends the session of this browser. Answers the ID token that it was opened with, if any. */
  async close(request: FastifyRequest, reply: FastifyReply): Promise<string | null> {
    const { session, secret } = await this.required(request);
    await inTransaction(this.dataSource, async (tx) => {
      await endSessionOf(tx, secret);
      const { id: sessionId, personId } = session;
      await noteSignOut(tx, { sessionId, personId, why: 'signedOut' }, momentOf(request, this.clock.now()));
    });
    this.cookie.clear(reply);
    return session.sealedIdToken && unseal(session.sealedIdToken, secret);
  }

  async current(request: FastifyRequest): Promise<CurrentSession> {
    return this.describe(await this.required(request));
  }

  async describe({ session, secret }: HeldSession): Promise<CurrentSession> {
    const tx = this.dataSource.manager;
    const { person } = await getPerson(tx, session.personId);
    const { id, name, language, zone } = person;
    return {
      id: session.id,
      person: { id, name, language, zone },
      places: await placesOf(tx, id, this.clock.now()),
      csrfToken: csrfTokenOf(secret),
      ...fieldsOf(session),
    };
  }

  async list(by: Actor): Promise<Sessions> {
    const found = await listSessions(this.dataSource.manager, ownerOf(by), this.clock.now());
    return {
      items: found.map((one) => ({ id: one.id, current: one.id === by.by.id, ...fieldsOf(one) })),
    };
  }

  async end(by: Actor, id: string): Promise<void> {
    await endSession(this.dataSource.manager, id, ownerOf(by));
  }

  /** Lets a person sign in anew with whichever account, and ends what is open. */
  async forget(personId: string): Promise<void> {
    await inTransaction(this.dataSource, (tx) => unbindAccounts(tx, personId));
  }

  private async required(request: FastifyRequest): Promise<HeldSession> {
    return (await this.held(request)) ?? nobodySignedIn();
  }
}

const fieldsOf = ({ way, createdAt, usedAt, lapsesAt, expiresAt }: Session) => ({
  way,
  signedInAt: createdAt.toISOString(),
  usedAt: usedAt.toISOString(),
  lapsesAt: lapsesAt.toISOString(),
  until: expiresAt.toISOString(),
});

/** Sessions are their person's own: a key has none, and cannot reach those of whom it speaks for. */
const ownerOf = ({ by, personId }: Actor): string =>
  (by.kind === 'session' ? personId : null) ?? nobodySignedIn();

function nobodySignedIn(): never {
  throw new Problem(
    403,
    'This is about the session of a person who signed in; a key has none. Sign in at /sign-in.',
  );
}
