import { readValues, type Environment } from './read.js';
import { mailOfApi, slackSettings, type MailSettings, type SlackSettings } from './channels.js';
import type { DatabaseSettings } from './database.js';
import { signInSettings, type SignInSettings } from './sign-in.js';

export interface ApiSettings {
  database: DatabaseSettings;
  /** Who owns the tables; null: the role of `database` itself. */
  databaseOwnerUrl: string | null;
  host: string;
  port: number;
  requestsPerMinute: number;
  trustProxy: boolean;
  publicUrl: string;
  signIn: SignInSettings;
  sessionHours: number;
  sessionIdleMinutes: number;
  /** The newest first; null: links in mails lead to the app. */
  linkSecrets: readonly string[] | null;
  /** Null: not set. */
  sideEffectUrl: string | null;
  /** For tests of messages alone; null: none can be sent that way. */
  mail: MailSettings | null;
  slack: SlackSettings | null;
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
    signIn: signInSettings(values, environment),
    sessionHours: values.SESSION_HOURS,
    sessionIdleMinutes: values.SESSION_IDLE_MINUTES,
    linkSecrets: values.LINK_SECRET,
    sideEffectUrl: values.SIDE_EFFECT_URL,
    mail: mailOfApi(values),
    slack: slackSettings(values),
    temporalAddress: values.TEMPORAL_ADDRESS,
    deliveryLanes: values.DELIVERY_LANES,
    auditMonths: values.AUDIT_MONTHS,
    buildId: values.BUILD_ID,
    logLevel: values.LOG_LEVEL,
  };
}
