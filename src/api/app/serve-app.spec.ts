import { startTestApi, type TestApi } from '../../../test/support/api.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const at = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${api.url}${path}`, { headers, redirect: 'manual' });

describe('the app', () => {
  it('is one page at every address that nothing else answers, asked for anew each time', async () => {
    for (const path of ['/', '/enrolments/1?do=planVisit', '/no/such/screen']) {
      const reply = await at(path);
      expect({ path, status: reply.status, type: reply.headers.get('content-type') }).toEqual({
        path,
        status: 200,
        type: expect.stringMatching(/^text\/html/),
      });
      expect(reply.headers.get('cache-control')).toBe('no-cache');
      expect(await reply.text()).toContain('<div id="app">');
    }
  });

  it('takes no address from the API, and no file that is not there', async () => {
    for (const path of ['/api/v1/nothing', '/health/nothing', '/docs', '/robots.txt', '/assets/none.js'])
      expect({ path, ...(await described(path)) }).toEqual({
        path,
        status: 404,
        type: 'application/problem+json',
      });
    for (const path of ['/assets/..%2f..%2fpackage.json', '/assets/../.vite/manifest.json'])
      expect((await at(path)).status).not.toBe(200);
    expect((await at('/%2e%2e/package.json')).headers.get('content-type')).not.toMatch(/json$/);
  });

  it('has files that never change under their names, compressed where the browser can read that', async () => {
    const page = await (await at('/')).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    const reply = await at(script, { 'accept-encoding': 'br' });
    expect(reply.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(reply.headers.get('content-encoding')).toBe('br');
    expect((await at('/manifest.webmanifest')).headers.get('content-type')).toMatch(/manifest\+json/);
  });

  it('names what the screen at an address begins with, so that nobody waits for the frame to ask for it', async () => {
    const filesAt = async (path: string) =>
      [...((await at(path)).headers.get('link') ?? '').matchAll(/<([^>]+)>/g)].map(([, file]) => file!);
    const files = await filesAt('/enrolments/019c5a3e?do=planVisit');
    expect(files).toContainEqual(expect.stringMatching(/^\/assets\/enrolment-.+\.js$/));
    expect(await filesAt('/enrolments')).not.toEqual(files);
    expect((await filesAt('/')).length).toBeGreaterThan(0);
    for (const file of files)
      expect({ file, status: (await at(file)).status }).toEqual({ file, status: 200 });
    expect(await filesAt('/no/such/screen')).toEqual([]);
  });

  it('runs no script but its own, and none within the page', async () => {
    const reply = await at('/');
    const policy = reply.headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toMatch(/script-src-attr 'none'/);
    expect(await reply.text()).not.toMatch(/<script(?![^>]*src=)|\son\w+=/);
  });
});

async function described(path: string) {
  const reply = await at(path);
  return { status: reply.status, type: reply.headers.get('content-type')?.split(';')[0] };
}
