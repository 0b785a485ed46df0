import type { CustomFetch } from 'openid-client';

/** Bytes; a discovery document or key set has a few thousand. */
const MOST = 262_144;

/** The provider's answer cannot be used, or it must not be asked there. */
export class ProviderUnfit extends Error {
  override name = 'ProviderUnfit';
}

/**
 * Asks the provider, and nobody else: what its documents name may lie at these origins only, an answer leads nowhere
 * else, and has a limited size. The time limit is the caller's signal.
 */
export function fetchAt(origins: ReadonlySet<string>): CustomFetch {
  return async (url, options) => {
    const { origin } = new URL(url);
    if (!origins.has(origin))
      throw new ProviderUnfit(
        `the provider names an address at ${origin}, which is neither its own origin nor in OIDC_ORIGINS`,
      );
    const { body, ...rest } = options;
    const response = await fetch(url, { ...rest, body: body ?? null, redirect: 'error' });
    return new Response(await readLimited(response), { status: response.status, headers: response.headers });
  };
}

async function readLimited(response: Response): Promise<Buffer | null> {
  if (response.body === null) return null;
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body) {
    size += part.length;
    if (size > MOST) throw new ProviderUnfit(`the provider answered with more than ${MOST} bytes`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
