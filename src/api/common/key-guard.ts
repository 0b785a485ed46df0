import { applyDecorators, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ApiSecurity } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { useKey } from '../../store/api-keys.js';
import { personExists } from '../../store/people.js';
import type { CalledRequest } from './caller.js';
import { Clock } from './parts.js';
import { Problem } from './problem.js';

const PUBLIC = 'public';

/** A route that asks for no key. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PUBLIC, true), ApiSecurity({}));

/** Lets nobody in without a key, and notes who speaks through it. */
export class KeyGuard implements CanActivate {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const now = this.clock.now();
    const secret = /^Bearer (ft_[\w-]{43})$/i.exec(request.headers.authorization ?? '')?.[1];
    const keyId = secret === undefined ? null : await useKey(this.dataSource.manager, secret, now);
    if (keyId === null) throw noKey();
    request.caller = {
      by: { kind: 'key', id: keyId },
      personId: await this.spokenFor(request),
      receivedAt: now,
    };
    return true;
  }

  private async spokenFor(request: CalledRequest): Promise<string | null> {
    const header = request.headers['acting-as'];
    if (header === undefined) return null;
    const id = z.guid().safeParse(header).data?.toLowerCase();
    if (id !== undefined && (await personExists(this.dataSource.manager, id))) return id;
    throw new Problem(422, 'Acting-As names nobody known here. Send the id of a person, or leave it out.');
  }
}

const isPublic = (context: ExecutionContext): boolean =>
  [context.getHandler(), context.getClass()].some((target) => Reflect.getMetadata(PUBLIC, target) === true);

const noKey = (): Problem =>
  new Problem(401, 'A valid API key is needed. Send it as: Authorization: Bearer ft_…', {
    headers: { 'www-authenticate': 'Bearer' },
  });
