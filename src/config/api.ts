import { readValues, type Environment } from './read.js';
import type { DatabaseSettings } from './database.js';

export interface ApiSettings {
  database: DatabaseSettings;
  host: string;
  port: number;
  requestsPerMinute: number;
  trustProxy: boolean;
  publicUrl: string;
  /** Null: not set. */
  sideEffectUrl: string | null;
  /** Host and port: only asked whether it can be reached. */
  temporalAddress: string;
  deliveryLanes: number;
  buildId: string;
  logLevel: string;
}

/** The settings of the API. Throws a SettingsError that names every missing or wrong one. */
export function readApiSettings(environment: Environment = process.env): ApiSettings {
  const values = readValues('api', environment);
  return {
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL },
    host: values.API_HOST,
    port: values.API_PORT,
    requestsPerMinute: values.API_REQUESTS_PER_MINUTE,
    trustProxy: values.API_TRUST_PROXY,
    publicUrl: values.PUBLIC_URL,
    sideEffectUrl: values.SIDE_EFFECT_URL,
    temporalAddress: values.TEMPORAL_ADDRESS,
    deliveryLanes: values.DELIVERY_LANES,
    buildId: values.BUILD_ID,
    logLevel: values.LOG_LEVEL,
  };
}
