import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import Provider, { type JWK } from 'oidc-provider';

/** A real OpenID provider, in a process of its own. It is told to rotate its keys, and says when it did. */
const { ISSUER, PUBLIC_URL } = process.env as Record<string, string>;

/** Who can sign in there; the password does not matter. */
const ACCOUNTS: Record<string, { email: string; email_verified?: boolean }> = {
  ada: { email: 'Ada@Example.com', email_verified: true },
  'ada-again': { email: 'ada@example.com', email_verified: true },
  'not-ada': { email: 'ada@example.com', email_verified: false },
  ben: { email: 'ben@example.com' },
  stranger: { email: 'stranger@example.com', email_verified: true },
};

function newKey(): JWK {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: randomUUID(), use: 'sig', alg: 'RS256' };
}

const providerWith = (key: JWK): Provider =>
  new Provider(ISSUER!, {
    jwks: { keys: [key] },
    clients: [
      {
        client_id: 'followthrough',
        client_secret: 'between-us-two',
        redirect_uris: [`${PUBLIC_URL}/api/v1/sign-in/callback`],
        post_logout_redirect_uris: [`${PUBLIC_URL}/sign-in`],
      },
    ],
    pkce: { required: () => true, methods: ['S256'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    cookies: { keys: ['for a test'] },
    findAccount: (_context, id) =>
      ACCOUNTS[id] && { accountId: id, claims: () => ({ sub: id, ...ACCOUNTS[id] }) },
  });

let provider = providerWith(newKey()).callback();
createServer((request, response) => void provider(request, response)).listen(
  Number(new URL(ISSUER!).port),
  '127.0.0.1',
  () => process.send!('ready'),
);
process.on('message', (message) => {
  if (message !== 'rotate') return;
  provider = providerWith(newKey()).callback();
  process.send!('rotated');
});
process.on('disconnect', () => process.exit());
