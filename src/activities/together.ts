/**
 * Does what is asked for while it is busy with the next of the same kind, in one go: many small transactions at once
 * become few. Where it fails for several, each is done alone, so that none suffers for another.
 */
export function together<T>(work: (items: readonly T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: { item: T; done: () => void; failed: (error: unknown) => void }[] = [];
  let busy = false;

  const runAll = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      const inOneGo = await work(asked.map(({ item }) => item)).then(
        () => true,
        () => false,
      );
      if (inOneGo) asked.forEach(({ done }) => done());
      else for (const { item, done, failed } of asked) await work([item]).then(done, failed);
    }
    busy = false;
  };

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy) void runAll();
    });
}
