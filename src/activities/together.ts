/**
 * Does what is asked for while it is busy with the next of the same kind, in one go: many small transactions at once
 * become few. Where it fails for several, each is done alone, so that none suffers for another.
 * @param work answers for each item, in their order
 * @param parted hears why several are done one by one
 */
export function together<T, R>(
  work: (items: readonly T[]) => Promise<readonly R[]>,
  parted: (error: unknown) => void,
): (item: T) => Promise<R> {
  let waiting: { item: T; done: (answer: R) => void; failed: (error: unknown) => void }[] = [];
  let busy = false;

  const runAll = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      const answers =
        asked.length === 1
          ? null
          : await work(asked.map(({ item }) => item)).catch((error: unknown) => {
              parted(error);
              return null;
            });
      if (answers) asked.forEach(({ done }, index) => done(answers[index]!));
      else
        for (const { item, done, failed } of asked)
          await work([item]).then(([answer]) => done(answer!), failed);
    }
    busy = false;
  };

  return (item) =>
    new Promise((done, failed) => {
      waiting.push({ item, done, failed });
      if (!busy) void runAll();
    });
}
