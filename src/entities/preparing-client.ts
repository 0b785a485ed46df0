import { createHash } from 'node:crypto';
import pg from 'pg';

const names = new Map<string, string>();

function nameOf(text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = createHash('sha256').update(text).digest('hex').slice(0, 32);
  names.set(text, name);
  return name;
}

type Asking = (text: unknown, values?: unknown, ...rest: unknown[]) => unknown;

/**
 * A connection that has every statement with parameters parsed and planned once, not each time it is asked. For a
 * process whose statements are few and written beforehand: each is kept as long as the connection.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    const ask = this.query.bind(this) as Asking;
    const prepared: Asking = (text, values, ...rest) =>
      typeof text === 'string' && Array.isArray(values)
        ? ask({ name: nameOf(text), text, values }, ...rest)
        : ask(text, values, ...rest);
    this.query = prepared as pg.Client['query'];
  }
}
