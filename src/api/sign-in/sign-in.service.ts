import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../../config/index.js';
import { noteFailedSignIn } from '../../store/rights/audit.js';
import { listPersonas } from '../../store/people/personas.js';
import { personOf } from '../../store/rights/provider-accounts.js';
import { mayEnter } from '../../store/rights/sessions.js';
import { inTransaction } from '../../store/transaction.js';
import { momentOf } from '../common/audited.js';
import { requireOwnOrigin } from '../common/forgery.js';
import { Limits } from '../common/limits.js';
import { Clock, LOG, SETTINGS } from '../common/parts.js';
import { notFound, Problem } from '../common/problem.js';
import { Attempts, type Attempt } from './attempt.js';
import { describePersona } from './personas.js';
import { DeclinedThere, Provider, type SignedInThere } from './provider.js';
import type { CurrentSession, Personas, SignedOut } from './sign-in.dto.js';
import type { Trouble } from './trouble.js';
import { SessionsService } from './sessions.service.js';

@Injectable()
export class SignInService {
  private readonly provider: Provider | null;
  private readonly attempts: Attempts;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(LOG) private readonly log: Logger,
    private readonly limits: Limits,
    private readonly sessions: SessionsService,
  ) {
    const { signIn, publicUrl } = settings;
    this.provider = signIn.by === 'provider' ? new Provider(signIn.provider, publicUrl) : null;
    this.attempts = new Attempts(settings);
  }

  /** Where the browser goes to sign in. */
  async begin(reply: FastifyReply, to: string): Promise<string> {
    const provider = this.requireProvider();
    const attempt = this.attempts.begin(reply, to, this.clock.now());
    try {
      return await provider.signInUrl(attempt);
    } catch (error) {
      return this.trouble('provider', error);
    }
  }

  /** Ends what `begin` began: where the browser goes on, signed in or told why not. */
  async finish(request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const provider = this.requireProvider();
    await this.limits.requireFewFailures(request);
    const attempt = this.attempts.end(request, reply, this.clock.now());
    const entered = attempt === null ? 'again' : await this.enter(provider, attempt, request);
    if (typeof entered === 'string') {
      await this.limits.failed(request);
      const moment = momentOf(request, this.clock.now());
      await noteFailedSignIn(this.dataSource.manager, { why: entered, personId: null }, moment);
      return this.trouble(entered);
    }
    await this.sessions.open(request, reply, { ...entered, way: 'provider' });
    return attempt!.to;
  }

  /** Signs in as anybody, in the demo. */
  async as(personId: string, request: FastifyRequest, reply: FastifyReply): Promise<CurrentSession> {
    this.requireDemo();
    requireOwnOrigin(request, this.settings.publicUrl);
    if (!(await mayEnter(this.dataSource.manager, personId, this.clock.now())))
      throw notFound('person who works here', personId);
    const held = await this.sessions.open(request, reply, { personId, way: 'demo', idToken: null });
    return this.sessions.describe(held);
  }

  async personas(): Promise<Personas> {
    this.requireDemo();
    const found = await listPersonas(this.dataSource.manager, this.clock.now());
    return { items: found.map(describePersona) };
  }

  async out(request: FastifyRequest, reply: FastifyReply): Promise<SignedOut> {
    const idToken = await this.sessions.close(request, reply);
    if (idToken === null || this.provider === null) return { continueAt: null };
    // Signed out here in any case.
    const continueAt = await this.provider.signOutUrl(idToken).catch((error: unknown) => {
      this.log.warn({ err: error }, 'the identity provider did not say where to sign out');
      return null;
    });
    return { continueAt };
  }

  /** Where a form of ours may lead beside here. */
  async signOutOrigin(): Promise<string | null> {
    return this.provider === null ? null : this.provider.signOutOrigin().catch(() => null);
  }

  private async enter(
    provider: Provider,
    attempt: Attempt,
    request: FastifyRequest,
  ): Promise<{ personId: string; idToken: string } | Trouble> {
    const { search, searchParams } = new URL(request.url, this.settings.publicUrl);
    if (searchParams.get('state') !== attempt.state) return 'again';
    let there: SignedInThere;
    try {
      there = await provider.signedIn(search, attempt);
    } catch (error) {
      this.log.warn({ err: error, requestId: request.id }, 'a sign-in could not be finished');
      return error instanceof DeclinedThere ? 'declined' : 'provider';
    }
    const whose = await inTransaction(this.dataSource, (tx) => personOf(tx, there.vouched, this.clock.now()));
    return 'refused' in whose ? whose.refused : { ...whose, idToken: there.idToken };
  }

  private trouble(trouble: Trouble, error?: unknown): string {
    this.log.info({ trouble, err: error }, 'a sign-in failed');
    return `/sign-in?trouble=${trouble}`;
  }

  private requireProvider(): Provider {
    if (this.provider !== null) return this.provider;
    throw new Problem(404, 'No identity provider is set up here. OIDC_ISSUER and OIDC_CLIENT_ID name one.');
  }

  private requireDemo(): void {
    if (this.settings.signIn.by === 'demo') return;
    throw new Problem(404, 'There are no personas here: this is not a demo.');
  }
}
