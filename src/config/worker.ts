import { slackSettings, type MailSettings, type SlackSettings } from './channels.js';
import type { DatabaseSettings } from './database.js';
import { readValues, SettingsError, type Environment, type Values } from './read.js';

export interface TemporalSettings {
  /** Host and port. */
  address: string;
  namespace: string;
  taskQueue: string;
  tls: boolean;
  apiKey: string | null;
  /** Paths of PEM files. */
  clientCertificate: { certFile: string; keyFile: string } | null;
}

export interface WorkerSettings {
  database: DatabaseSettings;
  temporal: TemporalSettings;
  mail: MailSettings;
  /** Null: every message goes by mail. */
  slack: SlackSettings | null;
  publicUrl: string;
  /** The newest first; null: links in mails lead to the app. */
  linkSecrets: readonly string[] | null;
  /** Null: not set. */
  sideEffectUrl: string | null;
  deliveryLanes: number;
  /** Messages of one lane that are under way at once. */
  laneConcurrency: number;
  relayPerSecond: number;
  /** Calls a second that a provider takes from all workers together. */
  perSecond: { email: number; slack: number };
  nudgeSpreadSeconds: number;
  cachedLoops: number;
  metricsPort: number;
  buildId: string;
  logLevel: string;
}

/** The settings of the worker. Throws a SettingsError that names every missing or wrong one. */
export function readWorkerSettings(environment: Environment = process.env): WorkerSettings {
  const values = readValues('worker', environment);
  return {
    database: {
      url: values.DATABASE_URL, // A lane that sends holds one for its lock all the while.
      poolSize: values.DATABASE_POOL + values.DELIVERY_LANES,
    },
    temporal: temporalSettings(values),
    mail: {
      smtpUrl: values.SMTP_URL,
      from: values.MAIL_FROM,
      domain: values.MAIL_DOMAIN,
      connections: values.MAIL_CONNECTIONS,
    },
    slack: slackSettings(values),
    publicUrl: values.PUBLIC_URL,
    linkSecrets: values.LINK_SECRET,
    sideEffectUrl: values.SIDE_EFFECT_URL,
    deliveryLanes: values.DELIVERY_LANES,
    laneConcurrency: Math.max(1, Math.floor(values.MAIL_CONNECTIONS / values.DELIVERY_LANES)),
    relayPerSecond: values.RELAY_PER_SECOND,
    perSecond: { email: values.MAIL_PER_SECOND, slack: values.SLACK_PER_SECOND },
    nudgeSpreadSeconds: values.NUDGE_SPREAD_SECONDS,
    cachedLoops: values.WORKER_CACHE,
    metricsPort: values.METRICS_PORT,
    buildId: values.BUILD_ID,
    logLevel: values.LOG_LEVEL,
  };
}

function temporalSettings(values: Values<'worker'>): TemporalSettings {
  const clientCertificate = certificateOf(values.TEMPORAL_TLS_CERT_FILE, values.TEMPORAL_TLS_KEY_FILE);
  return {
    address: values.TEMPORAL_ADDRESS,
    namespace: values.TEMPORAL_NAMESPACE,
    taskQueue: values.TEMPORAL_TASK_QUEUE,
    tls: values.TEMPORAL_TLS || values.TEMPORAL_API_KEY !== null || clientCertificate !== null,
    apiKey: values.TEMPORAL_API_KEY,
    clientCertificate,
  };
}

function certificateOf(
  certFile: string | null,
  keyFile: string | null,
): TemporalSettings['clientCertificate'] {
  if (certFile !== null && keyFile !== null) return { certFile, keyFile };
  if (certFile === null && keyFile === null) return null;
  const missing = certFile === null ? 'TEMPORAL_TLS_CERT_FILE' : 'TEMPORAL_TLS_KEY_FILE';
  throw new SettingsError([`${missing} is not set: certificate and key are set together, or neither`]);
}
