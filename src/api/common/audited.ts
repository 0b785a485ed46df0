import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { lastValueFrom, of, type Observable } from 'rxjs';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { Logger } from 'pino';
import type { Instant } from '../../domain/time.js';
import { actingAs, type Acting } from '../../store/acting.js';
import { noteRead, type Moment } from '../../store/rights/audit.js';
import type { CalledRequest } from './caller.js';
import { PERMISSION } from './may.js';
import { answerSchemaOf } from './operation.js';
import type { Clock } from './parts.js';
import { Problem } from './problem.js';
import { showingOf } from './shows.js';

/**
 * Puts whoever calls behind everything that the route does, so that the audit knows who changed what; and notes whose
 * records the answer shows before it is sent. Without the note there is no answer.
 */
export class Audited implements NestInterceptor {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly log: Logger,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const acting = actingIn(context, this.clock.now());
    const answer: unknown = await actingAs(acting, () =>
      lastValueFrom(next.handle(), { defaultValue: undefined }),
    );
    await this.noteShown(context, acting, answer);
    return of(answer);
  }

  private async noteShown(context: ExecutionContext, acting: Acting, answer: unknown): Promise<void> {
    const schema = answerSchemaOf(context);
    const showing = schema && showingOf(schema);
    if (!showing) return;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const params = request.params as Record<string, string>;
    const query = request.query as Record<string, unknown>;
    const tx = this.dataSource.manager;
    try {
      const people = await showing.people(answer, { params, query, tx });
      const id = params.id ?? (answer as { id?: string }).id ?? null;
      await noteRead(tx, acting, {
        record: { type: showing.record, id },
        people,
        ...(showing.always && { asked: query }),
      });
    } catch (error) {
      this.log.error({ err: error, requestId: request.id }, 'a read could not be audited');
      throw new Problem(
        503,
        'It could not be written down who reads this, so it is not shown. Send the request again.',
        { headers: { 'retry-after': '5' } },
      );
    }
  }
}

/** Who calls a route, and what for. */
export function actingIn(context: ExecutionContext, now: Instant): Acting {
  const request = context.switchToHttp().getRequest<CalledRequest>();
  const { caller } = request;
  return {
    by: caller?.by ?? { kind: 'nobody', id: null },
    personId: caller?.personId ?? null,
    action: actionOf(context),
    route: routeOf(request),
    requestId: request.id,
    at: caller?.receivedAt ?? now,
  };
}

const routeOf = (request: FastifyRequest): string => `${request.method} ${request.routeOptions.url ?? ''}`;

/** Where and when a request came, as the audit notes of sign-ins and keys. */
export const momentOf = (request: FastifyRequest, at: Instant): Moment => ({
  address: request.ip,
  route: routeOf(request),
  requestId: request.id,
  at,
});

/** The permission of a route; of a public one, its resource and what it does there, such as `signIn.as`. */
function actionOf(context: ExecutionContext): string {
  const word: unknown = Reflect.getMetadata(PERMISSION, context.getHandler());
  if (typeof word === 'string') return word;
  const resource = context.getClass().name.replace(/Controller$/, '');
  return `${resource.charAt(0).toLowerCase()}${resource.slice(1)}.${context.getHandler().name}`;
}
