import type { z } from 'zod';
import {
  hostAndPort,
  hostName,
  issuer,
  mailbox,
  oneOf,
  origins,
  port,
  secrets,
  text,
  urlOf,
  wholeNumber,
  yesOrNo,
} from './kinds.js';

export type ProcessName = 'api' | 'worker';

export interface Setting {
  /** What it does, in one or two plain sentences. */
  meaning: string;
  kind: z.ZodType<unknown, string>;
  /** What holds where it is not set. Neither default nor optional: it must be set. */
  default?: string;
  /** In that process alone, or in all that read it. */
  optional?: true | ProcessName;
  example: string;
  /** Its value is never printed. */
  secret?: true;
  /** The processes that read it. */
  for: readonly ProcessName[];
}

const BOTH = ['api', 'worker'] as const;
const API = ['api'] as const;
const WORKER = ['worker'] as const;

/** Every setting there is. Validation, the types and .env.example come from this table alone. */
export const SETTINGS = {
  DATABASE_URL: {
    meaning: 'The PostgreSQL database (15 or newer) that holds the facts.',
    kind: urlOf('postgres', 'postgresql'),
    example: 'postgres://followthrough_app:secret@localhost:5432/followthrough',
    secret: true,
    for: BOTH,
  },
  DATABASE_OWNER_URL: {
    meaning:
      'The same database, as the role that owns its tables. Where it is set, migrations run as that role, and the role of DATABASE_URL gets only what the app needs. Not set: one role does everything.',
    kind: urlOf('postgres', 'postgresql'),
    optional: true,
    example: 'postgres://followthrough:secret@localhost:5432/followthrough',
    secret: true,
    for: API,
  },
  DATABASE_POOL: {
    meaning:
      'Most connections to Postgres of one process. A worker takes one more for each delivery lane, and one for the relay.',
    kind: wholeNumber(2, 200),
    default: '10',
    example: '20',
    for: BOTH,
  },
  API_HOST: {
    meaning: 'The address on which the API listens. 0.0.0.0: on every network of the machine.',
    kind: text,
    default: '127.0.0.1',
    example: '0.0.0.0',
    for: API,
  },
  API_PORT: {
    meaning: 'The port on which the API listens. 0: any free one.',
    kind: port,
    default: '3000',
    example: '8080',
    for: API,
  },
  API_REQUESTS_PER_MINUTE: {
    meaning:
      'Requests one API key, session or address may make in a minute of one API process; more are answered with 429.',
    kind: wholeNumber(1, 100_000_000),
    default: '30000',
    example: '6000',
    for: API,
  },
  API_TRUST_PROXY: {
    meaning:
      'Whether the proxy in front of the API is believed when it names the address of the caller, last in X-Forwarded-For.',
    kind: yesOrNo,
    default: 'false',
    example: 'true',
    for: API,
  },
  PUBLIC_URL: {
    meaning: 'The address under which people reach the app; links in messages start with it.',
    kind: urlOf('http', 'https'),
    default: 'http://localhost:3000',
    example: 'https://coaching.example.com',
    for: BOTH,
  },
  SIDE_EFFECT_URL: {
    meaning:
      'Where your organisation has side effects reported. The link stands beside whatever people write; left out, the sentence does too.',
    kind: urlOf('https', 'http'),
    optional: true,
    example: 'https://example.com/report-a-side-effect',
    for: BOTH,
  },
  LINK_SECRET: {
    meaning:
      'Signs the links in mails that act by themselves. The newest first, then by commas those whose links still hold. Not set: links lead to the app.',
    kind: secrets,
    optional: true,
    example: 'what openssl rand -base64 48 prints',
    secret: true,
    for: BOTH,
  },
  OIDC_ISSUER: {
    meaning:
      'The identity provider (OpenID Connect) by which people sign in, as it names itself. Not set: nobody signs in.',
    kind: issuer,
    optional: true,
    example: 'https://login.example.com/realms/company',
    for: API,
  },
  OIDC_CLIENT_ID: {
    meaning: 'The name under which Followthrough is registered with the identity provider.',
    kind: text,
    optional: true,
    example: 'followthrough',
    for: API,
  },
  OIDC_CLIENT_SECRET: {
    meaning: 'The secret that belongs to it. A public client has none.',
    kind: text,
    optional: true,
    example: 'the secret as the identity provider shows it',
    secret: true,
    for: API,
  },
  OIDC_PERSON_CLAIM: {
    meaning: "Which claim of the identity provider holds the person's mail address as it stands here.",
    kind: text,
    default: 'email',
    example: 'preferred_username',
    for: API,
  },
  OIDC_ORIGINS: {
    meaning:
      'Further origins, by commas, at which the identity provider is asked. Any but these and its own is refused.',
    kind: origins,
    optional: true,
    example: 'https://oauth2.example.com,https://www.exampleapis.com',
    for: API,
  },
  SESSION_HOURS: {
    meaning: 'Hours after which a person has to sign in again, however much they use it.',
    kind: wholeNumber(1, 720),
    default: '12',
    example: '8',
    for: API,
  },
  SESSION_IDLE_MINUTES: {
    meaning: 'Minutes after which a session that is not used ends.',
    kind: wholeNumber(5, 43_200),
    default: '120',
    example: '30',
    for: API,
  },
  DEMO_SIGN_IN: {
    meaning:
      'Whether anybody signs in as anybody, without a password. On this machine alone: not with NODE_ENV=production, and not beside OIDC_ISSUER.',
    kind: yesOrNo,
    default: 'false',
    example: 'true',
    for: API,
  },
  TEMPORAL_ADDRESS: {
    meaning:
      'The frontend of the Temporal cluster or of Temporal Cloud. The API only asks whether it can be reached.',
    kind: hostAndPort,
    default: 'localhost:7233',
    example: 'followthrough.a1b2c.tmprl.cloud:7233',
    for: BOTH,
  },
  TEMPORAL_NAMESPACE: {
    meaning: 'The Temporal namespace of the coaching loops.',
    kind: text,
    default: 'default',
    example: 'followthrough.a1b2c',
    for: WORKER,
  },
  TEMPORAL_TASK_QUEUE: {
    meaning: 'The Temporal task queue on which workers take work.',
    kind: text,
    default: 'followthrough',
    example: 'followthrough-eu',
    for: WORKER,
  },
  TEMPORAL_TLS: {
    meaning:
      'Whether the connection to Temporal is encrypted. Always so with an API key or a client certificate.',
    kind: yesOrNo,
    default: 'false',
    example: 'true',
    for: WORKER,
  },
  TEMPORAL_API_KEY: {
    meaning: 'The API key for Temporal Cloud.',
    kind: text,
    optional: true,
    example: 'the key as Temporal Cloud shows it',
    secret: true,
    for: WORKER,
  },
  TEMPORAL_TLS_CERT_FILE: {
    meaning: 'The client certificate (PEM) where Temporal asks for one; together with TEMPORAL_TLS_KEY_FILE.',
    kind: text,
    optional: true,
    example: '/run/secrets/temporal.pem',
    for: WORKER,
  },
  TEMPORAL_TLS_KEY_FILE: {
    meaning: 'The private key (PEM) of that certificate.',
    kind: text,
    optional: true,
    example: '/run/secrets/temporal.key',
    for: WORKER,
  },
  SMTP_URL: {
    meaning:
      'The mail server, with user and password where it asks for them. smtps: encrypted from the start. The API sends tests of messages alone.',
    kind: urlOf('smtp', 'smtps'),
    optional: 'api',
    example: 'smtps://user:password@smtp.example.com:465',
    secret: true,
    for: BOTH,
  },
  MAIL_FROM: {
    meaning: 'The mailbox that messages come from.',
    kind: mailbox,
    optional: 'api',
    example: 'Followthrough <coaching@example.com>',
    for: BOTH,
  },
  MAIL_DOMAIN: {
    meaning:
      'The domain in Message-IDs and in the UIDs of calendar entries. Keep it: by them a repeated message and a moved visit are recognised.',
    kind: hostName,
    optional: 'api',
    example: 'coaching.example.com',
    for: BOTH,
  },
  MAIL_CONNECTIONS: {
    meaning:
      'Connections that one worker opens to the mail server at most. Its lanes have as many messages under way together, and at least one each.',
    kind: wholeNumber(1, 256),
    default: '16',
    example: '3',
    for: WORKER,
  },
  SLACK_BOT_TOKEN: {
    meaning: 'The bot token of the Slack app. Not set: every message goes by mail.',
    kind: text,
    optional: true,
    example: 'xoxb-…',
    secret: true,
    for: BOTH,
  },
  SLACK_SIGNING_SECRET: {
    meaning:
      'The signing secret of the Slack app, by which presses, commands and events are known to be Slack’s. Not set: buttons in Slack lead to pages.',
    kind: text,
    optional: true,
    example: 'the secret as Slack shows it under Basic Information',
    secret: true,
    for: BOTH,
  },
  SLACK_API_URL: {
    meaning: 'Another address of the Slack Web API, such as a proxy. Not set: Slack itself.',
    kind: urlOf('http', 'https'),
    optional: true,
    example: 'https://slack-proxy.example.com/api/',
    for: BOTH,
  },
  DELIVERY_LANES: {
    meaning:
      'Among how many delivery lanes people are divided. The same for API and workers; choose it once.',
    kind: wholeNumber(1, 256),
    default: '8',
    example: '32',
    for: BOTH,
  },
  RELAY_PER_SECOND: {
    meaning: 'Doorbells that one worker rings in a second at most.',
    kind: wholeNumber(1, 10_000),
    default: '200',
    example: '40',
    for: WORKER,
  },
  MAIL_PER_SECOND: {
    meaning: 'Mails that all workers together hand to the mail server in a second at most.',
    kind: wholeNumber(1, 10_000),
    default: '50',
    example: '14',
    for: WORKER,
  },
  SLACK_PER_SECOND: {
    meaning: 'Calls that all workers together make to Slack in a second at most.',
    kind: wholeNumber(1, 10_000),
    default: '4',
    example: '1',
    for: WORKER,
  },
  NUDGE_SPREAD_SECONDS: {
    meaning:
      'Loops wake before the slot of a message, spread over so many seconds, to keep busy mornings calm.',
    kind: wholeNumber(0, 3600),
    default: '900',
    example: '300',
    for: WORKER,
  },
  WORKER_CACHE: {
    meaning: 'Coaching loops that one worker keeps in memory; about 0.3 MB each.',
    kind: wholeNumber(10, 100_000),
    default: '400',
    example: '2000',
    for: WORKER,
  },
  METRICS_PORT: {
    meaning: 'The port on which a worker answers /health/live, /health/ready and /metrics. 0: any free one.',
    kind: port,
    default: '9464',
    example: '9100',
    for: WORKER,
  },
  AUDIT_MONTHS: {
    meaning: 'How many months the audit is kept: what is older goes with npm run audit:trim.',
    kind: wholeNumber(1, 240),
    default: '24',
    example: '36',
    for: API,
  },
  BUILD_ID: {
    meaning:
      'Names the version that runs, for Temporal and the logs. A loop that failed is tried again on a new one.',
    kind: text,
    default: 'dev',
    example: '2026-03-02.1',
    for: BOTH,
  },
  LOG_LEVEL: {
    meaning: 'The least serious lines that are logged.',
    kind: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    example: 'debug',
    for: BOTH,
  },
} as const satisfies Readonly<Record<string, Setting>>;

export type SettingName = keyof typeof SETTINGS;
