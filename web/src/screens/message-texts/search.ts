/** What the page shows, as it stands in the address. */
export interface TextsSearch {
  /** Its code. */
  program?: string;
  kind?: string;
  audience?: string;
  /** BCP 47. */
  language?: string;
  as?: 'email' | 'slack';
}

export const readTextsSearch = ({
  program,
  kind,
  audience,
  language,
  as,
}: Record<string, unknown>): TextsSearch => ({
  ...(typeof program === 'string' && { program }),
  ...(typeof kind === 'string' && { kind }),
  ...(typeof audience === 'string' && { audience }),
  ...(typeof language === 'string' && { language }),
  ...((as === 'email' || as === 'slack') && { as }),
});
