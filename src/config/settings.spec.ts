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

  it('all stand in .env.example, as they are read', () => {
    expect(readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8')).toBe(envExample());
  });
});
