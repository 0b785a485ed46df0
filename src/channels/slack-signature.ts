import { createHmac, timingSafeEqual } from 'node:crypto';
import { MINUTE, type Instant } from '../domain/time.js';

/** A request that is older, or comes from further ahead, was not sent by Slack just now. */
const WINDOW = 5 * MINUTE;

export interface SignedRequest {
  /** The header X-Slack-Request-Timestamp: seconds. */
  timestamp: string | undefined;
  /** The header X-Slack-Signature. */
  signature: string | undefined;
  /** As it came, byte by byte. */
  body: Buffer;
}

/** Whether Slack signed this with the secret that it and we share, within the last minutes. */
export function isSlackSigned(
  { timestamp, signature, body }: SignedRequest,
  secret: string,
  now: Instant,
): boolean {
  if (!timestamp || !/^\d{1,12}$/.test(timestamp) || !signature) return false;
  if (Math.abs(now - Number(timestamp) * 1_000) > WINDOW) return false;
  const expected = Buffer.from(
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`,
  );
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
