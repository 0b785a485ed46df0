const FILTERS = {
  state: ['sending', 'retrying', 'handedOver', 'failed', 'withdrawn', 'all'],
  channel: ['email', 'slack'],
  inDoubt: ['true', 'false'],
} as const;

export type MessagesSearch = { [F in keyof typeof FILTERS]?: (typeof FILTERS)[F][number] };

/** Without a word those that were given up are shown: they are what calls for somebody. */
export const readMessagesSearch = (search: Record<string, unknown>): MessagesSearch =>
  Object.fromEntries(
    Object.entries(FILTERS).flatMap(([name, values]) => {
      const value = search[name];
      return (values as readonly unknown[]).includes(value) ? [[name, value]] : [];
    }),
  );
