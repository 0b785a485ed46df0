/** For which program a cadence is looked at: its code, as it stands in the address. */
export interface CadenceSearch {
  program?: string;
}

export const readCadenceSearch = ({ program }: Record<string, unknown>): CadenceSearch =>
  typeof program === 'string' ? { program } : {};
