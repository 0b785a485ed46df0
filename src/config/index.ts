/** The only reader of the environment. */
export { readApiSettings, type ApiSettings } from './api.js';
export type { MailSettings, SlackSettings } from './channels.js';
export type { DatabaseSettings } from './database.js';
export { isLoopback } from './loopback.js';
export { SettingsError } from './read.js';
export type { ProviderSettings, SignInSettings } from './sign-in.js';
export { readWorkerSettings, type TemporalSettings, type WorkerSettings } from './worker.js';
