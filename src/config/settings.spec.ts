import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { envExample } from './env-example.js';
import { readApiSettings, readWorkerSettings, SettingsError } from './index.js';

const worker = {
  DATABASE_URL: 'postgres://u:hunter2@localhost/followthrough',
  SMTP_URL: 'smtp://localhost:1025',
  MAIL_FROM: 'Followthrough <coaching@example.com>',
  MAIL_DOMAIN: 'example.com',
};

function problemsOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken, though one is wrong');
}

describe('settings', () => {
  it('need little: what is not set has its default', () => {
    expect(readApiSettings({ DATABASE_URL: worker.DATABASE_URL })).toMatchObject({
      database: { url: worker.DATABASE_URL, poolSize: 10 },
      host: '127.0.0.1',
      port: 3000,
      deliveryLanes: 8,
    });
    expect(readWorkerSettings(worker)).toMatchObject({
      slack: null,
      temporal: { tls: false, clientCertificate: null },
    });
  });

  it('give a worker one connection more for each lane, since a lane that sends holds one for its lock', () => {
    const settings = readWorkerSettings({ ...worker, DATABASE_POOL: '10', DELIVERY_LANES: '32' });
    expect(settings.database.poolSize).toBe(42);
  });

  it('take several secrets of links, the newest first, and none that could be guessed', () => {
    const [old, young] = ['o'.repeat(32), 'y'.repeat(40)];
    expect(readWorkerSettings({ ...worker, LINK_SECRET: `${young}, ${old}` }).linkSecrets).toEqual([
      young,
      old,
    ]);
    const message = problemsOf(() => readWorkerSettings({ ...worker, LINK_SECRET: `${young},short` }));
    expect(message).toContain('expected secrets of at least 32 bytes each');
    expect(message).not.toContain('short');
  });

  it('that are missing stop the start, all named at once with meaning and example', () => {
    const message = problemsOf(() =>
      readWorkerSettings({ DATABASE_URL: worker.DATABASE_URL, MAIL_DOMAIN: '  ' }),
    );
    expect(message).toContain('SMTP_URL is not set. The mail server');
    expect(message).toContain('MAIL_FROM is not set.');
    expect(message).toContain('MAIL_DOMAIN is not set.');
    expect(message).toContain('Example: Followthrough <coaching@example.com>');
  });

  it.each([
    ['API_PORT', '70000', 'expected a whole number from 0 to 65535'],
    ['API_PORT', '30oo', 'API_PORT is "30oo"'],
    ['DATABASE_POOL', '1', 'expected a whole number from 2 to 200'],
    ['LOG_LEVEL', 'loud', 'expected one of fatal, error'],
    ['TEMPORAL_ADDRESS', 'http://localhost:7233', 'without a scheme'],
    ['API_TRUST_PROXY', 'yes', 'expected true or false'],
  ])('%s=%s is refused with what was expected', (name, value, expected) => {
    expect(problemsOf(() => readApiSettings({ ...worker, [name]: value }))).toContain(expected);
  });

  it('never show a secret, also when it is wrong', () => {
    const message = problemsOf(() => readApiSettings({ DATABASE_URL: 'mysql://root:hunter2@localhost/x' }));
    expect(message).toContain(
      'DATABASE_URL has a value that is not shown here; expected a URL that starts with postgres://',
    );
    expect(message).not.toContain('hunter2');
  });

  it('encrypt the way to Temporal as soon as a key or certificate is given, which come together', () => {
    const certificate = { TEMPORAL_TLS_CERT_FILE: '/c.pem', TEMPORAL_TLS_KEY_FILE: '/k.pem' };
    expect(readWorkerSettings({ ...worker, ...certificate }).temporal).toMatchObject({
      tls: true,
      clientCertificate: { certFile: '/c.pem', keyFile: '/k.pem' },
    });
    expect(readWorkerSettings({ ...worker, TEMPORAL_API_KEY: 'k' }).temporal.tls).toBe(true);
    expect(problemsOf(() => readWorkerSettings({ ...worker, TEMPORAL_TLS_CERT_FILE: '/c.pem' }))).toContain(
      'TEMPORAL_TLS_KEY_FILE is not set',
    );
  });

  describe('for signing in', () => {
    const api = (more: Record<string, string>) => () =>
      readApiSettings({ DATABASE_URL: worker.DATABASE_URL, ...more });
    const provider = {
      OIDC_ISSUER: 'https://login.example.com/realms/company',
      OIDC_CLIENT_ID: 'followthrough',
      PUBLIC_URL: 'https://coaching.example.com',
    };

    it('are none unless a provider or the demo is named', () => {
      expect(api({})().signIn).toEqual({ by: 'nobody' });
      expect(api({ DEMO_SIGN_IN: 'true' })().signIn).toEqual({ by: 'demo' });
      expect(api(provider)().signIn).toEqual({
        by: 'provider',
        provider: {
          issuer: provider.OIDC_ISSUER,
          clientId: 'followthrough',
          clientSecret: null,
          personClaim: 'email',
          furtherOrigins: [],
        },
      });
    });

    it.each([
      ['NODE_ENV', 'production', 'NODE_ENV is production'],
      ['API_HOST', '0.0.0.0', 'API_HOST is 0.0.0.0'],
      ['API_HOST', '127.0.0.1.example.com', 'API_HOST is'],
      ['PUBLIC_URL', 'https://coaching.example.com', 'PUBLIC_URL is https://coaching.example.com'],
      ['PUBLIC_URL', 'http://localhost.example.com', 'PUBLIC_URL is'],
      ['API_TRUST_PROXY', 'true', 'API_TRUST_PROXY is true'],
      ['OIDC_ISSUER', 'https://login.example.com', 'OIDC_ISSUER is set'],
    ])('never let anybody in as anybody with %s=%s', (name, value, expected) => {
      const message = problemsOf(api({ DEMO_SIGN_IN: 'true', [name]: value }));
      expect(message).toContain(expected);
      expect(message).toContain('Leave DEMO_SIGN_IN out');
    });

    it.each([
      [{ OIDC_CLIENT_ID: '' }, 'OIDC_CLIENT_ID is not set'],
      [{ OIDC_ISSUER: '' }, 'OIDC_ISSUER is not set'],
      [{ OIDC_ISSUER: 'http://login.example.com' }, 'a URL that starts with https://'],
      [{ OIDC_ISSUER: 'https://login.example.com/?tenant=1' }, 'has no query'],
      [{ OIDC_ORIGINS: 'https://one.example.com/path' }, 'origins without a path'],
      [{ PUBLIC_URL: 'http://coaching.example.com' }, 'expected https:// where people sign in'],
      [{ SESSION_HOURS: '0' }, 'a whole number from 1 to 720'],
    ])('are refused with what was expected: %j', (wrong, expected) => {
      expect(problemsOf(api({ ...provider, ...wrong }))).toContain(expected);
    });
  });

  it('all stand in .env.example, as they are read', () => {
    expect(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')).toBe(envExample());
  });
});
