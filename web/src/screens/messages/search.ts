/** What the page shows, as it stands in the address. */
export interface MessagesSearch {
  /** Its code. */
  program?: string;
  kind?: string;
  audience?: string;
  /** BCP 47. */
  language?: string;
  as?: 'email' | 'slack';
}

export const readMessagesSearch = ({
  program,
  kind,
  audience,
  language,
  as,
}: Record<string, unknown>): MessagesSearch => ({
  ...(typeof program === 'string' && { program }),
  ...(typeof kind === 'string' && { kind }),
  ...(typeof audience === 'string' && { audience }),
  ...(typeof language === 'string' && { language }),
  ...((as === 'email' || as === 'slack') && { as }),
});
