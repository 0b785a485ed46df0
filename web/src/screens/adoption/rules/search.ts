/** Whose rules: a program by its code, as it stands in the address. */
export interface RulesSearch {
  program?: string;
}

export const readRulesSearch = ({ program }: Record<string, unknown>): RulesSearch =>
  typeof program === 'string' ? { program } : {};
