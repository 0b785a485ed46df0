/** Connections to the mail server, and so messages under way at once, of every contender alike: our default. */
export const CONNECTIONS = 16;
export const LANES = 8;
export const REPS_PER_MANAGER = 10;
