import { applyDecorators, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { ApiSettings } from '../../config/index.js';
import type { Instant } from '../../domain/time.js';
import { useKey } from '../../store/rights/api-keys.js';
import { useSession } from '../../store/rights/sessions.js';
import { momentOf } from './audited.js';
import type { Actor, CalledRequest } from './caller.js';
import { changesNothing, requireOwnOrigin, requireToken } from './forgery.js';
import { KeyUses } from './key-uses.js';
import type { Limits } from './limits.js';
import { Clock } from './parts.js';
import { Problem } from './problem.js';
import { SessionCookie } from './session-cookie.js';
import { sessionLimits } from './session-limits.js';
import type { Within } from './within.js';

const PUBLIC = 'public';

/** A route that asks for neither key nor session. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity({}));

/** Lets nobody in without a key or a session, and notes who asks. A request that shows a key comes by the key alone. */
export class Authentication implements CanActivate {
  private readonly cookie: SessionCookie;
  private readonly uses: KeyUses;

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly settings: ApiSettings,
    private readonly limits: Limits,
    private readonly within: Within,
  ) {
    this.cookie = new SessionCookie(settings);
    this.uses = new KeyUses(dataSource);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const now = this.clock.now();
    const within = this.within.takeActor(request);
    request.caller = { ...(within ?? (await this.fromOutside(request, now))), receivedAt: now };
    // What this process asks of itself was counted with the request that it is made for.
    if (within === null) await this.limits.called(request);
    return true;
  }

  private fromOutside(request: CalledRequest, now: Instant): Promise<Actor> {
    const { authorization } = request.headers;
    return authorization === undefined
      ? this.bySession(request, now)
      : this.byKey(request, authorization, now);
  }

  private async byKey(request: CalledRequest, authorization: string, now: Instant): Promise<Actor> {
    const secret = /^Bearer (ft_[\w-]{43})$/i.exec(authorization)?.[1];
    const speaksFor = spokenFor(request);
    const key =
      secret === undefined ? null : await useKey(this.dataSource.manager, secret, now, speaksFor.id);
    const moment = momentOf(request, now);
    if (key !== null) {
      await this.uses.taken(key.id, moment);
      if (!speaksFor.readable || !key.speaks) throw speaksForNobody();
      const { id, scopes, madeBy, expiresAt } = key;
      return { by: { kind: 'key', id }, scopes, madeBy, expiresAt, personId: speaksFor.id };
    }
    if (secret !== undefined) await this.uses.refused(moment);
    if (authorization !== '') await this.limits.failed(request);
    throw notKnown();
  }

  private async bySession(request: CalledRequest, now: Instant): Promise<Actor> {
    const secret = this.cookie.read(request);
    const session =
      secret === null
        ? null
        : await useSession(this.dataSource.manager, secret, sessionLimits(this.settings), now);
    if (secret === null || session === null) throw notKnown();
    if (request.headers['acting-as'] !== undefined)
      throw new Problem(400, 'Who signed in speaks for themselves. Leave Acting-As out.');
    if (!changesNothing(request)) {
      requireOwnOrigin(request, this.settings.publicUrl);
      requireToken(request, secret);
    }
    const { id, personId, language } = session;
    return { by: { kind: 'session', id }, personId, language };
  }
}

/** Whom Acting-As names; not readable: what is no id. */
function spokenFor({ headers }: CalledRequest): { id: string | null; readable: boolean } {
  const header = headers['acting-as'];
  const id = z.guid().safeParse(header).data?.toLowerCase() ?? null;
  return { id, readable: header === undefined || id !== null };
}

export const isPublic = (context: ExecutionContext): boolean =>
  isPublicRoute(context.getHandler(), context.getClass());

export const isPublicRoute = (handler: object, controller: object): boolean =>
  [handler, controller].some((target) => Reflect.getMetadata(PUBLIC, target) === true);

const speaksForNobody = (): Problem =>
  new Problem(422, 'Acting-As names nobody known here. Send the id of a person, or leave it out.');

const notKnown = (): Problem =>
  new Problem(
    401,
    'A session or a valid API key is needed. Sign in at /sign-in, or send the key as: Authorization: Bearer ft_…',
    { headers: { 'www-authenticate': 'Bearer' } },
  );
