/** What a worker of the bench is told by whoever starts it. */
const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`a worker of the bench is started with ${name}`);
  return value;
};

export const databaseUrl = (): string => env('DATABASE_URL');
export const temporalAddress = (): string => env('TEMPORAL_ADDRESS');
export const cachedLoops = (): number => Number(env('WORKER_CACHE'));
/** Null: nothing is sent. */
export const smtpUrl = (): string | null => process.env.SMTP_URL ?? null;
/** How far the domain's clock is ahead of this machine's, in ms. */
export const offset = (): number => Number(process.env.OFFSET ?? 0);
export const say = (word: string): void => void process.send?.(word);
