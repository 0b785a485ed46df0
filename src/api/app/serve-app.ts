import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What the first piece of a path says of who answers it: none of these is a page of the app. */
const OTHERS: ReadonlySet<string> = new Set(['api', 'health', 'metrics', 'sign-in', 'docs']);
/** Beside the page itself; everything else is under /assets/, by the hash of what it holds. */
const FILES: ReadonlySet<string> = new Set([
  'manifest.webmanifest',
  'icon.svg',
  'icon-192.png',
  'icon-512.png',
]);
/** Keeps the app on a device. Asked for anew each time: it says which version is there. */
const KEEPER = 'sw.js';
const A_YEAR = '365d';

/** Where `npm run build` leaves the app, seen from the sources as from what was built of them. */
function builtApp(from = import.meta.dirname): string {
  return existsSync(join(from, 'package.json')) ? join(from, 'dist', 'web') : builtApp(dirname(from));
}

/**
 * Serves the app: its files, and its page at every address that nothing else answers, since what stands there is known
 * to the app alone.
 */
export async function serveApp(server: FastifyInstance): Promise<void> {
  const root = builtApp();
  if (!existsSync(join(root, 'index.html')))
    throw new Error(`The app is not built: there is no ${join(root, 'index.html')}. Run: npm run build`);
  await server.register(fastifyStatic, { root, serve: false, preCompressed: true });
  server.get('/assets/*', (request, reply) =>
    reply.sendFile(`assets/${(request.params as { '*': string })['*']}`, { maxAge: A_YEAR, immutable: true }),
  );
  server.get('/*', async (request, reply) => {
    const path = (request.params as { '*': string })['*'];
    if (OTHERS.has(path.split('/', 1)[0]!)) return reply.callNotFound();
    if (path === KEEPER)
      return reply.header('cache-control', 'no-cache').sendFile(KEEPER, { cacheControl: false });
    if (FILES.has(path)) return reply.sendFile(path, { maxAge: '1h' });
    // A file that is not there is not a page: whoever asks for a script wants no HTML.
    if (/\.\w+$/.test(path)) return reply.callNotFound();
    return reply
      .headers({ 'cache-control': 'no-cache', link: await firstFiles(root, path) })
      .sendFile('index.html', { cacheControl: false });
  });
}

/**
 * What the screen at a path begins with, as a `Link` header names it: so it is asked for beside the frame's script, which
 * would otherwise have to come and run first. Empty where no screen is. Read anew each time, since the app may be built
 * anew beside an API that runs.
 */
async function firstFiles(root: string, path: string): Promise<string> {
  // While it is written, the page goes without.
  const routes = await readFile(join(root, '.vite', 'first-files.json'), 'utf8')
    .then((text) => JSON.parse(text) as Record<string, string[]>)
    .catch(() => ({}) as Record<string, string[]>);
  const route = Object.keys(routes).find((of) => isAt(of, path));
  return (route === undefined ? [] : routes[route]!)
    .map((file) => `</${file}>; ${file.endsWith('.css') ? 'rel=preload; as=style' : 'rel=modulepreload'}`)
    .join(', ');
}

/** Whether a path is a route's, as the app's router writes it: what begins with a dollar is any one piece. */
function isAt(route: string, path: string): boolean {
  const [wanted, pieces] = [route.slice(1).split('/'), path.split('/')];
  return (
    wanted.length === pieces.length &&
    wanted.every((piece, index) => piece.startsWith('$') || piece === pieces[index])
  );
}
