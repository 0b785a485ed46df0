/** SQL: an instant as milliseconds since 1970, as the domain counts. */
export const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`;
