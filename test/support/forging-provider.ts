import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from 'jose';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Claims = Record<string, unknown>;

export interface SigningKey {
  kid: string;
  privateKey: CryptoKey;
  publicJwk: JWK;
}

export async function newSigningKey(kid: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  return { kid, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'RS256' } };
}

export const signed = (claims: Claims, { kid, privateKey }: SigningKey): Promise<string> =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);

/** A token that nobody has signed, and says so. */
export const unsigned = (claims: Claims): string =>
  [{ alg: 'none', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.') + '.';

/** A provider that hands out whatever ID token a test wants, however wrong. */
export interface ForgingProvider {
  issuer: string;
  /** Published under its jwks_uri. */
  keys: SigningKey[];
  /** Answers a code with an ID token. */
  idToken: (() => Promise<string> | string) | null;
  /** Answers with something else than JSON documents of its own, such as a redirect. */
  discovery: Claims;
  /** What it was asked, by path. */
  asked: string[];
  close(): Promise<void>;
}

export async function startForgingProvider(): Promise<ForgingProvider> {
  const server = createServer((request, response) => {
    void answer(request).then(({ status = 200, headers = {}, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: ForgingProvider = {
    issuer,
    keys: [await newSigningKey('first')],
    idToken: null,
    discovery: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      userinfo_endpoint: `${issuer}/userinfo`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256', 'none'],
    },
    asked: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };

  async function answer({ url }: IncomingMessage) {
    provider.asked.push(url!);
    switch (url) {
      case '/.well-known/openid-configuration':
        return { body: provider.discovery };
      case '/keys':
        return { body: { keys: provider.keys.map(({ publicJwk }) => publicJwk) } };
      case '/moved':
        return { status: 302, headers: { location: `${issuer}/keys` }, body: null };
      case '/endless':
        return {
          body: { keys: provider.keys.map(({ publicJwk }) => publicJwk), filler: 'x'.repeat(1_000_000) },
        };
      case '/token':
        return { body: { access_token: 'a', token_type: 'Bearer', id_token: await provider.idToken?.() } };
      default:
        return { status: 404, body: null };
    }
  }

  return provider;
}
