import { SETTINGS } from '../../src/config/settings.js';
import type { ChosenPorts } from './port-choice.js';

export interface Addresses {
  databaseUrl: string;
  temporalAddress: string;
  smtpUrl: string;
  slackApiUrl: string;
  slackSigningSecret: string;
  linkSecret: string;
  ports: ChosenPorts;
  buildId: string;
}

/**
 * The environment of API and worker: this process's own without any setting of Followthrough, so that a stray one
 * does not reach into the demo, and then the settings of the demo, the same ones that production sets.
 */
export function productionEnvironment(
  given: Addresses,
  from: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  // Somebody's own Temporal comes with how to reach it.
  const isTheirs = (name: string) => from.TEMPORAL_ADDRESS !== undefined && name.startsWith('TEMPORAL_');
  const rest = Object.entries(from).filter(([name]) => !(name in SETTINGS) || isTheirs(name));
  return {
    ...Object.fromEntries(rest),
    DATABASE_URL: given.databaseUrl,
    API_HOST: '127.0.0.1',
    API_PORT: String(given.ports.api),
    PUBLIC_URL: `http://localhost:${given.ports.api}`,
    LINK_SECRET: given.linkSecret,
    // One click signs in as anybody: only this machine reaches the demo.
    DEMO_SIGN_IN: 'true',
    TEMPORAL_ADDRESS: given.temporalAddress,
    SMTP_URL: given.smtpUrl,
    MAIL_FROM: 'Followthrough <coaching@demo.example>',
    MAIL_DOMAIN: 'demo.example',
    SLACK_BOT_TOKEN: 'xoxb-demo',
    SLACK_API_URL: given.slackApiUrl,
    SLACK_SIGNING_SECRET: given.slackSigningSecret,
    METRICS_PORT: String(given.ports.worker),
    // A cadence of seconds leaves no time to spread wakes over.
    NUDGE_SPREAD_SECONDS: '0',
    BUILD_ID: given.buildId,
  };
}
