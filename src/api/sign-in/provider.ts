import * as oidc from 'openid-client';
import type { ProviderSettings } from '../../config/index.js';
import { HOUR } from '../../domain/time.js';
import type { Vouched } from '../../store/rights/provider-accounts.js';
import type { Attempt } from './attempt.js';
import { fetchAt } from './provider-fetch.js';

const PATIENCE_SECONDS = 5;
const CLOCK_TOLERANCE_SECONDS = 30;
const KNOWN_FOR_MS = HOUR;
/** Where the provider sends the browser back to. */
export const CALLBACK = '/api/v1/sign-in/callback';
export const AFTER_SIGN_OUT = '/sign-in';

/** The provider says that the person did not sign in there. */
export class DeclinedThere extends Error {
  override name = 'DeclinedThere';
}

export interface SignedInThere {
  vouched: Vouched;
  idToken: string;
}

/** The identity provider, by OpenID Connect: authorization code with PKCE, state and nonce. */
export class Provider {
  private readonly fetch: oidc.CustomFetch;
  private known: { metadata: oidc.ServerMetadata; at: number } | null = null;

  /** @param publicUrl the address to which the provider sends people back */
  constructor(
    private readonly settings: ProviderSettings,
    private readonly publicUrl: string,
  ) {
    this.fetch = fetchAt(new Set([new URL(settings.issuer).origin, ...settings.furtherOrigins]));
  }

  /** Where the browser goes to sign in. */
  async signInUrl({ state, nonce, verifier }: Attempt): Promise<string> {
    const scopes = ['openid', 'email', ...(this.settings.personClaim === 'email' ? [] : ['profile'])];
    return oidc.buildAuthorizationUrl(await this.configuration(), {
      redirect_uri: this.at(CALLBACK).href,
      scope: scopes.join(' '),
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).href;
  }

  /**
   * Who has signed in, once the provider sent the browser back with this query.
   * @throws DeclinedThere; any other error: the answer cannot be trusted, or the provider not be reached
   */
  async signedIn(query: string, { state, nonce, verifier }: Attempt): Promise<SignedInThere> {
    const configuration = await this.configuration();
    const back = this.at(CALLBACK);
    back.search = query;
    const tokens = await oidc
      .authorizationCodeGrant(configuration, back, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      .catch((error: unknown) => {
        throw error instanceof oidc.AuthorizationResponseError ? new DeclinedThere(error.error) : error;
      });
    const claims = tokens.claims()!;
    const told =
      this.settings.personClaim in claims
        ? claims
        : await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub);
    const vouched = { issuer: claims.iss, subject: claims.sub, email: this.emailIn(told) };
    return { vouched, idToken: tokens.id_token! };
  }

  /** Where the browser goes to sign out there too; null: the provider has no such place. */
  async signOutUrl(idToken: string): Promise<string | null> {
    const configuration = await this.configuration();
    if (configuration.serverMetadata().end_session_endpoint === undefined) return null;
    return oidc.buildEndSessionUrl(configuration, {
      id_token_hint: idToken,
      post_logout_redirect_uri: this.at(AFTER_SIGN_OUT).href,
    }).href;
  }

  /** The origin of that place. */
  async signOutOrigin(): Promise<string | null> {
    const { end_session_endpoint: endpoint } = (await this.configuration()).serverMetadata();
    return endpoint === undefined ? null : new URL(endpoint).origin;
  }

  /** In small letters; null where the provider says none, or says that it has not verified it. */
  private emailIn(claims: Readonly<Record<string, unknown>>): string | null {
    const { [this.settings.personClaim]: email, email_verified: verified } = claims;
    if (typeof email !== 'string') return null;
    // Some providers say it as a text; some do not say it, and vouch for what their administrators wrote.
    const isVerified = verified === undefined || verified === true || verified === 'true';
    return this.settings.personClaim !== 'email' || isVerified ? email.trim().toLowerCase() : null;
  }

  private at(path: string): URL {
    return new URL(path, this.publicUrl);
  }

  /**
   * What the provider says of itself is asked anew every hour; its keys are asked for every sign-in, so that a new one
   * counts at once and one that was withdrawn does not.
   */
  private async configuration(): Promise<oidc.Configuration> {
    const metadata = await this.metadata();
    const configuration = new oidc.Configuration(
      metadata,
      this.settings.clientId,
      { [oidc.clockTolerance]: CLOCK_TOLERANCE_SECONDS },
      this.clientAuthentication(metadata),
    );
    configuration[oidc.customFetch] = this.fetch;
    configuration.timeout = PATIENCE_SECONDS;
    // The library trusts the way on which a token came; we look at its signature too.
    oidc.enableNonRepudiationChecks(configuration);
    if (this.isPlain()) oidc.allowInsecureRequests(configuration);
    return configuration;
  }

  private async metadata(): Promise<oidc.ServerMetadata> {
    const now = performance.now();
    if (this.known !== null && now - this.known.at < KNOWN_FOR_MS) return this.known.metadata;
    const discovered = await oidc.discovery(
      new URL(this.settings.issuer),
      this.settings.clientId,
      undefined,
      undefined,
      {
        [oidc.customFetch]: this.fetch,
        timeout: PATIENCE_SECONDS,
        execute: this.isPlain() ? [oidc.allowInsecureRequests] : [],
      },
    );
    const metadata = discovered.serverMetadata();
    this.known = { metadata, at: now };
    return metadata;
  }

  private clientAuthentication(metadata: oidc.ServerMetadata): oidc.ClientAuth {
    const { clientSecret } = this.settings;
    if (clientSecret === null) return oidc.None();
    // Where it says nothing the standard says: basic.
    const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return methods.includes('client_secret_basic')
      ? oidc.ClientSecretBasic(clientSecret)
      : oidc.ClientSecretPost(clientSecret);
  }

  /** Without TLS, which the settings allow on one machine only. */
  private isPlain(): boolean {
    return new URL(this.settings.issuer).protocol === 'http:';
  }
}
