/** The only reader of the environment. */
export { readApiSettings, type ApiSettings } from './api.js';
export type { DatabaseSettings } from './database.js';
export { SettingsError } from './read.js';
export {
  readWorkerSettings,
  type MailSettings,
  type SlackSettings,
  type TemporalSettings,
  type WorkerSettings,
} from './worker.js';
