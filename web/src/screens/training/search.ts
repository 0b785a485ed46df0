/** What the page is about, as it stands in the address: codes. */
export interface TrainingSearch {
  program?: string;
  capability?: string;
}

export const readTrainingSearch = ({ program, capability }: Record<string, unknown>): TrainingSearch => ({
  ...(typeof program === 'string' && { program }),
  ...(typeof capability === 'string' && { capability }),
});
