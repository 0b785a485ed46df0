import { readValues, type Environment } from './read.js';
import type { DatabaseSettings } from './database.js';

export interface ApiSettings {
  database: DatabaseSettings;
  /** Who owns the tables; null: the role of `database` itself. */
  databaseOwnerUrl: string | null;
  host: string;
  port: number;
  requestsPerMinute: number;
  trustProxy: boolean;
  publicUrl: string;
  /** Host and port: only asked whether it can be reached. */
  temporalAddress: string;
  deliveryLanes: number;
  auditMonths: number;
  buildId: string;
  logLevel: string;
}

/** The settings of the API. Throws a SettingsError that names every missing or wrong one. */
export function readApiSettings(environment: Environment = process.env): ApiSettings {
  const values = readValues('api', environment);
  return {
    database: { url: values.DATABASE_URL, poolSize: values.DATABASE_POOL },
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    host: values.API_HOST,
    port: values.API_PORT,
    requestsPerMinute: values.API_REQUESTS_PER_MINUTE,
    trustProxy: values.API_TRUST_PROXY,
    publicUrl: values.PUBLIC_URL,
    temporalAddress: values.TEMPORAL_ADDRESS,
    deliveryLanes: values.DELIVERY_LANES,
    auditMonths: values.AUDIT_MONTHS,
    buildId: values.BUILD_ID,
    logLevel: values.LOG_LEVEL,
  };
}
