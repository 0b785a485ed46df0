import { isLoopback } from './loopback.js';
import { SettingsError, type Environment, type Values } from './read.js';

export interface ProviderSettings {
  issuer: string;
  clientId: string;
  /** Null: a public client. */
  clientSecret: string | null;
  /** The claim that holds the mail address. */
  personClaim: string;
  /** Beside its own. */
  furtherOrigins: readonly string[];
}

/** How people sign in. */
export type SignInSettings =
  { by: 'provider'; provider: ProviderSettings } | { by: 'demo' } | { by: 'nobody' };

/** Throws a SettingsError where settings contradict each other, or would let strangers in. */
export function signInSettings(values: Values<'api'>, environment: Environment): SignInSettings {
  if (values.DEMO_SIGN_IN) return demoSettings(values, environment);
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = values;
  if (issuer === null && clientId === null && clientSecret === null) return { by: 'nobody' };
  if (issuer === null || clientId === null) {
    const missing = issuer === null ? 'OIDC_ISSUER' : 'OIDC_CLIENT_ID';
    throw new SettingsError([
      `${missing} is not set: OIDC_ISSUER and OIDC_CLIENT_ID are set together, or neither`,
    ]);
  }
  if (!isSafe(values.PUBLIC_URL))
    throw new SettingsError([
      `PUBLIC_URL is ${JSON.stringify(values.PUBLIC_URL)}; expected https:// where people sign in, since whoever listens on the way would have their session`,
    ]);
  const furtherOrigins = values.OIDC_ORIGINS ?? [];
  return {
    by: 'provider',
    provider: { issuer, clientId, clientSecret, personClaim: values.OIDC_PERSON_CLAIM, furtherOrigins },
  };
}

const isSafe = (publicUrl: string): boolean => {
  const { protocol, hostname } = new URL(publicUrl);
  return protocol === 'https:' || isLoopback(hostname);
};

/** It lets anybody in as anybody, so it must not be reachable from anywhere else. */
function demoSettings(values: Values<'api'>, environment: Environment): SignInSettings {
  const against = [
    environment.NODE_ENV === 'production' && 'NODE_ENV is production',
    !isLoopback(values.API_HOST) && `API_HOST is ${values.API_HOST}`,
    !isLoopback(new URL(values.PUBLIC_URL).hostname) && `PUBLIC_URL is ${values.PUBLIC_URL}`,
    values.API_TRUST_PROXY && 'API_TRUST_PROXY is true',
    values.OIDC_ISSUER !== null && 'OIDC_ISSUER is set',
    values.OIDC_CLIENT_ID !== null && 'OIDC_CLIENT_ID is set',
    values.OIDC_CLIENT_SECRET !== null && 'OIDC_CLIENT_SECRET is set',
  ].filter((each) => each !== false);
  if (against.length === 0) return { by: 'demo' };
  throw new SettingsError([
    `DEMO_SIGN_IN is true, and ${against.join(', ')}; expected a demo that only this machine reaches, since anybody may sign in as anybody. Leave DEMO_SIGN_IN out`,
  ]);
}
