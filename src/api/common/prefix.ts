/** Where the controllers' routes are served, and which of them stand beside that. */
export const PREFIX = 'api/v1';
export const UNPREFIXED = ['health/live', 'health/ready', 'metrics'];
