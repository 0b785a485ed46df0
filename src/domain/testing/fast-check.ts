import { configureGlobal } from 'fast-check';

/** The same cases in every build, so that a red one is a change's fault; another PROPERTY_SEED plays others. */
configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20260302) });

export * from 'fast-check';
