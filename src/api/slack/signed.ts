import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { isSlackSigned } from '../../channels/slack-signature.js';
import type { ApiSettings } from '../../config/index.js';
import { Clock, SETTINGS } from '../common/parts.js';
import { Problem } from '../common/problem.js';

const raw = new WeakMap<FastifyRequest, Buffer>();

/** Keeps the body of requests below a path as it came, beside what is read of it: a signature is of its bytes. */
export function keepRawBodies(server: FastifyInstance, prefix: string, most: number): void {
  server.addHook('preParsing', async (request, _reply, payload) => {
    if (!request.routeOptions.url?.startsWith(prefix)) return payload;
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > most) throw Object.assign(new Error('the body is too large'), { statusCode: 413 });
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    raw.set(request, body);
    return Object.assign(Readable.from([body]), { receivedEncodedLength: size });
  });
}

/** Lets nobody in but Slack. */
@Injectable()
export class SlackSigned implements CanActivate {
  constructor(
    private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const secret = this.settings.slack?.signingSecret ?? null;
    if (secret === null)
      throw new Problem(404, 'Slack is not set up here: SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET set it up.');
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = (name: string): string | undefined => [request.headers[name]].flat()[0];
    const signed = {
      timestamp: header('x-slack-request-timestamp'),
      signature: header('x-slack-signature'),
      body: raw.get(request) ?? Buffer.alloc(0),
    };
    if (isSlackSigned(signed, secret, this.clock.now())) return true;
    throw new Problem(
      401,
      'Slack has not signed this within the last five minutes. Expected X-Slack-Signature and X-Slack-Request-Timestamp by the signing secret of the app.',
    );
  }
}
