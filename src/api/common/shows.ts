import type { z } from 'zod';
import type { EntityManager } from 'typeorm';

/** What a request for records came with. */
export interface Asked {
  /** Of the address. */
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
  tx: EntityManager;
}

export interface Showing<Answer = unknown> {
  /** The table whose rows are shown. */
  record: string;
  /** Whose records these are. */
  people: (answer: Answer, asked: Asked) => readonly string[] | Promise<readonly string[]>;
  /** An answer that is noted even if it shows nobody, with what was asked for. */
  always?: true;
}

const showings = new WeakMap<z.ZodType, Showing>();

/** Says beside the schema of an answer whose records it shows: whoever reads them is noted in the audit. */
export function shows<S extends z.ZodType>(schema: S, showing: Showing<z.output<S>>): void {
  showings.set(schema, showing as Showing);
}

export const showingOf = (schema: z.ZodType): Showing | undefined => showings.get(schema);
