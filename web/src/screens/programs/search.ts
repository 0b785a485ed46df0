/** To which version open loops are to be moved: its id, as it stands in the address. */
export interface ProgramsSearch {
  move?: string;
}

export const readProgramsSearch = ({ move }: Record<string, unknown>): ProgramsSearch =>
  typeof move === 'string' ? { move } : {};
