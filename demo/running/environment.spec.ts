import { readApiSettings, readWorkerSettings } from '../../src/config/index.js';
import { productionEnvironment } from './environment.js';
import { anyPorts } from './port-choice.js';

const addresses = async () => ({
  databaseUrl: 'postgres://demo@127.0.0.1:5433/followthrough',
  temporalAddress: '127.0.0.1:7233',
  smtpUrl: 'smtp://127.0.0.1:1025',
  slackApiUrl: 'http://127.0.0.1:8030/api/',
  slackSigningSecret: 'secret',
  linkSecret: 'a secret of the demo of thirty-two bytes at least',
  ports: await anyPorts(),
  buildId: 'demo-1',
});

describe('the environment of the demo', () => {
  it('is all that API and worker need', async () => {
    const given = await addresses();
    const env = productionEnvironment(given, {});
    expect(readApiSettings(env)).toMatchObject({
      port: given.ports.api,
      host: '127.0.0.1',
      signIn: { by: 'demo' },
    });
    expect(readWorkerSettings(env)).toMatchObject({
      slack: { apiUrl: given.slackApiUrl },
      buildId: 'demo-1',
    });
  });

  it('lets no stray setting of this shell in, and keeps what is not ours', async () => {
    const env = productionEnvironment(await addresses(), {
      TEMPORAL_API_KEY: 'k',
      MAIL_PER_SECOND: '1',
      LANG: 'C',
    });
    expect(env).toMatchObject({ LANG: 'C' });
    expect(env).not.toHaveProperty('TEMPORAL_API_KEY');
    expect(env).not.toHaveProperty('MAIL_PER_SECOND');
  });

  it("takes along how to reach somebody's own Temporal", async () => {
    const theirs = { TEMPORAL_ADDRESS: 'theirs:7233', TEMPORAL_NAMESPACE: 'coaching' };
    const env = productionEnvironment({ ...(await addresses()), temporalAddress: 'theirs:7233' }, theirs);
    expect(env).toMatchObject(theirs);
  });
});
