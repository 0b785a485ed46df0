import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { createLinks } from '../../channels/links.js';
import { ActsService } from '../acts/acts.service.js';
import { html } from '../common/html.js';
import { Limits } from '../common/limits.js';
import { Clock, type ApiParts } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { Within } from '../common/within.js';
import { ActLinks, type Shown } from './act-link.js';
import { LINK_POLICY, queueIn, renderLinkPage } from './link-page.js';
import { LinkTrouble, localeAsked, type Trouble } from './opened.js';
import { StopLinks } from './stop-link.js';

/**
 * Serves what links in mails lead to. Beside the API: pages for people without a session, whose link is the credential.
 * What they do goes through the API like any other request. A wildcard, since a parameter may not be so long.
 */
export async function serveLinks(
  server: FastifyInstance,
  app: NestFastifyApplication,
  { settings: { linkSecrets, publicUrl }, log }: ApiParts,
): Promise<void> {
  if (linkSecrets === null) return;
  const links = createLinks(linkSecrets);
  const parts = { dataSource: app.get(DataSource), clock: app.get(Clock), limits: app.get(Limits) };
  const acts = new ActLinks(links, app.get(ActsService), parts, publicUrl);
  const stops = new StopLinks(links, app.get(Within), parts, publicUrl);

  await server.register(async (pages) => {
    takeForms(pages);
    pages.setErrorHandler((error: FastifyError, request, reply) => {
      const trouble = troubleOf(error, request);
      if (trouble.status >= 500)
        log.error({ err: error, requestId: request.id }, 'a link in a mail could not be followed');
      const { locale, status } = trouble;
      const { title, text } = locale.words.links[trouble.trouble];
      const page = renderLinkPage({
        locale,
        title,
        body: [html`<p class="box note">${text}</p>`],
        ways: [queueIn(locale, publicUrl)],
      });
      if (error instanceof Problem) void reply.headers(error.headers);
      return sent(reply, { status, page });
    });
    pages.get('/act/*', async (request, reply) => sent(reply, await acts.show(request)));
    pages.post('/act/*', async (request, reply) => sent(reply, await acts.act(request)));
    pages.get('/unsubscribe/*', async (request, reply) => sent(reply, await stops.show(request)));
    pages.post('/unsubscribe/*', async (request, reply) => sent(reply, await stops.stop(request)));
  });
}

/** Forms of our pages, and what mail clients send in place of one, of which nothing but its coming counts. */
function takeForms(pages: FastifyInstance): void {
  pages.removeAllContentTypeParsers();
  pages.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) => Object.fromEntries(new URLSearchParams(body)),
  );
  pages.addContentTypeParser('multipart/form-data', { parseAs: 'string' }, async () => ({}));
}

/** Whoever finds the address in a history, a log of a proxy or a page that was linked to could use it. */
const sent = (reply: FastifyReply, { status, page }: Shown): FastifyReply =>
  reply
    .status(status)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', LINK_POLICY)
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-robots-tag', 'noindex')
    .send(page);

function troubleOf(error: FastifyError, request: FastifyRequest): LinkTrouble {
  if (error instanceof LinkTrouble) return error;
  const status = error instanceof Problem ? error.status : (error.statusCode ?? 500);
  return new LinkTrouble(TROUBLES[status] ?? (status < 500 ? 'unknown' : 'broken'), localeAsked(request));
}

const TROUBLES: Readonly<Record<number, Trouble>> = { 413: 'tooLong', 429: 'tooMany' };
