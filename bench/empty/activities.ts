export function createEmptyActivities(counted: () => void) {
  return {
    async nothing(): Promise<void> {
      counted();
    },
  };
}

export type EmptyActivities = ReturnType<typeof createEmptyActivities>;
