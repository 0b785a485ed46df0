import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { ApiSettings } from '../../config/index.js';
import { policyOf, renderSignIn, type SignInPage } from './page.js';
import { SessionsService } from './sessions.service.js';
import { SignInService } from './sign-in.service.js';
import { localPath } from './local-path.js';
import { isTrouble, TROUBLES } from './trouble.js';

const HOME = '/';

/** Serves the page to sign in at /sign-in: beside the app, so that it works without a script. */
export function serveSignIn(
  server: FastifyInstance,
  app: NestFastifyApplication,
  { signIn: { by } }: ApiSettings,
): void {
  const [signIn, sessions] = [app.get(SignInService), app.get(SessionsService)];
  const way = async (): Promise<SignInPage['way']> =>
    by === 'demo' ? { by, personas: (await signIn.personas()).items } : { by };

  server.get('/sign-in', async (request, reply) => {
    const { trouble, to } = request.query as { trouble?: string; to?: string };
    const held = await sessions.held(request);
    const page = {
      session: held && (await sessions.describe(held)),
      way: await way(),
      to: localPath.safeParse(to).data ?? HOME,
      trouble: isTrouble(trouble) ? TROUBLES[trouble] : null,
    };
    // Only who is signed in has a form that may lead to the provider.
    const policy = policyOf(held && (await signIn.signOutOrigin()));
    return reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .send(renderSignIn(page));
  });
}
