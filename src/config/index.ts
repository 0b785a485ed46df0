/** The only reader of the environment. */
export { readApiSettings, type ApiSettings } from './api.js';
export type { DatabaseSettings } from './database.js';
export { isLoopback } from './loopback.js';
export { SettingsError } from './read.js';
export type { ProviderSettings, SignInSettings } from './sign-in.js';
export {
  readWorkerSettings,
  type MailSettings,
  type SlackSettings,
  type TemporalSettings,
  type WorkerSettings,
} from './worker.js';
