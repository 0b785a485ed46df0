import { startTestApi, type TestApi } from '../../../test/support/api.js';
import {
  newSigningKey,
  signed,
  startForgingProvider,
  unsigned,
  type Claims,
  type ForgingProvider,
  type SigningKey,
} from '../../../test/support/forging-provider.js';
import { addPerson } from '../../../test/support/organisation.js';
import { browserOf } from '../../../test/support/signed-in.js';

let provider: ForgingProvider;
let api: TestApi;

async function start(): Promise<void> {
  provider = await startForgingProvider();
  api = await startTestApi({
    settings: {
      signIn: {
        by: 'provider',
        provider: {
          issuer: provider.issuer,
          clientId: 'followthrough',
          clientSecret: null,
          personClaim: 'email',
          furtherOrigins: [],
        },
      },
    },
  });
  await addPerson(api, { email: 'ada@example.com' });
}

async function end(): Promise<void> {
  await api?.close();
  await provider?.close();
}

/** Signs in with a token that the test makes out of the right claims. */
async function signInWith(tokenOf: (right: Claims, key: SigningKey) => Promise<string> | string) {
  const browser = browserOf(api);
  const { headers } = await browser.go('/api/v1/sign-in', { stay: true });
  const asked = new URL(headers.get('location')!, 'http://localhost:3000').searchParams;
  const now = Math.floor(Date.now() / 1_000);
  const right: Claims = {
    iss: provider.issuer,
    aud: 'followthrough',
    sub: 'ada',
    email: 'ada@example.com',
    email_verified: true,
    nonce: asked.get('nonce'),
    iat: now,
    exp: now + 300,
  };
  provider.idToken = () => tokenOf(right, provider.keys[0]!);
  const query = new URLSearchParams({ code: 'any', state: asked.get('state') ?? '' });
  const shown = await browser.go(`/api/v1/sign-in/callback?${query}`);
  const session = await browser.go('/api/v1/session');
  return { isIn: session.status === 200, at: shown.url.pathname + shown.url.search };
}

const REFUSED = { isIn: false, at: '/sign-in?trouble=provider' };
const seconds = (from: unknown, by: number): number => (from as number) + by;

describe('a token', () => {
  beforeAll(start);
  afterAll(end);

  it('that is right lets its person in', async () => {
    expect(await signInWith(signed)).toEqual({ isIn: true, at: '/' });
  });

  it.each<[string, (right: Claims, key: SigningKey) => Promise<string> | string]>([
    ['that nobody signed (alg none)', (right) => unsigned(right)],
    [
      'that says alg none beside a signature',
      async (right, key) => {
        const [, body, signature] = (await signed(right, key)).split('.');
        return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${body}.${signature}`;
      },
    ],
    ['for another app', (right, key) => signed({ ...right, aud: 'another' }, key)],
    [
      'for several apps, made for another',
      (right, key) => signed({ ...right, aud: ['followthrough', 'another'], azp: 'another' }, key),
    ],
    ['of another issuer', (right, key) => signed({ ...right, iss: 'https://evil.example' }, key)],
    ['that has expired', (right, key) => signed({ ...right, exp: seconds(right.iat, -31) }, key)],
    ['that is not valid yet', (right, key) => signed({ ...right, nbf: seconds(right.iat, 40) }, key)],
    ['for another try to sign in', (right, key) => signed({ ...right, nonce: 'another' }, key)],
    ['for no try at all', ({ nonce: _, ...right }, key) => signed(right, key)],
    ['signed by a stranger under a known name', async (right) => signed(right, await newSigningKey('first'))],
    ['signed by a key nobody published', async (right) => signed(right, await newSigningKey('second'))],
    [
      'altered after it was signed',
      async (right, key) => {
        const [head, , signature] = (await signed(right, key)).split('.');
        const body = Buffer.from(JSON.stringify({ ...right, sub: 'eve' })).toString('base64url');
        return `${head}.${body}.${signature}`;
      },
    ],
    ['without a subject', ({ sub: _, ...right }, key) => signed(right, key)],
    ['that is none', () => 'nonsense'],
  ])('%s is refused', async (_what, tokenOf) => {
    expect(await signInWith(tokenOf)).toEqual(REFUSED);
  });

  it('signed by an old key is refused as soon as that key is withdrawn', async () => {
    const old = provider.keys[0]!;
    expect((await signInWith(signed)).isIn).toBe(true);
    provider.keys = [await newSigningKey('second')];
    expect(await signInWith((right) => signed(right, old))).toEqual(REFUSED);
    expect((await signInWith(signed)).isIn).toBe(true);
  });

  it('within 30 seconds of a clock that goes wrong is taken', async () => {
    const fast = await signInWith((right, key) =>
      signed({ ...right, nbf: seconds(right.iat, 20), iat: seconds(right.iat, 20) }, key),
    );
    expect(fast.isIn).toBe(true);
    const slow = await signInWith((right, key) => signed({ ...right, exp: seconds(right.iat, -20) }, key));
    expect(slow.isIn).toBe(true);
  });
});

describe('a provider', () => {
  let elsewhere: ForgingProvider | undefined;
  // What the API once learnt of its provider, and how often an address failed, it remembers.
  beforeEach(start);
  afterEach(async () => {
    await end();
    await elsewhere?.close();
    elsewhere = undefined;
  });

  it.each(['moved', 'endless'])('whose keys are %s is not followed there', async (where) => {
    provider.discovery = { ...provider.discovery, jwks_uri: `${provider.issuer}/${where}` };
    expect(await signInWith(signed)).toEqual(REFUSED);
  });

  // All that is asked for would be there: it is refused for where it is.
  it.each([
    ['jwks_uri', 'keys'],
    ['token_endpoint', 'token'],
  ])('whose %s lies elsewhere is not asked there', async (endpoint, path) => {
    elsewhere = await startForgingProvider();
    elsewhere.keys = provider.keys;
    elsewhere.idToken = () => provider.idToken!();
    provider.discovery = { ...provider.discovery, [endpoint]: `${elsewhere.issuer}/${path}` };
    expect(await signInWith(signed)).toEqual(REFUSED);
    expect(elsewhere.asked).toEqual([]);
  });

  it('that names itself otherwise is not believed', async () => {
    provider.discovery = { ...provider.discovery, issuer: 'https://evil.example' };
    const shown = await browserOf(api).go('/api/v1/sign-in');
    expect(shown.url.search).toBe('?trouble=provider');
  });

  it('is asked what it is once for many sign-ins, and for its keys every time', async () => {
    for (let n = 0; n < 3; n += 1) await signInWith(signed);
    const times = (path: string) => provider.asked.filter((each) => each === path).length;
    expect(times('/.well-known/openid-configuration')).toBe(1);
    expect(times('/keys')).toBe(3);
  });

  it('is left alone by an address that failed again and again', async () => {
    for (let n = 0; n < 30; n += 1) await signInWith(() => 'nonsense');
    const before = provider.asked.length;
    const browser = browserOf(api);
    const { headers } = await browser.go('/api/v1/sign-in', { stay: true });
    const state = new URL(headers.get('location')!).searchParams.get('state')!;
    const reply = await browser.go(`/api/v1/sign-in/callback?code=any&state=${state}`);
    expect(reply.status).toBe(429);
    expect(provider.asked).toHaveLength(before);
  });
});
