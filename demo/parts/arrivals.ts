/** Things that arrive one after the other, kept in order, and waited for without asking again and again. */
export class Arrivals<T> {
  private readonly kept: T[] = [];
  private readonly waiting = new Set<(item: T) => void>();

  /** @param describe one line an item, for the error of a wait in vain */
  constructor(private readonly describe: (item: T) => string) {}

  all(): readonly T[] {
    return [...this.kept];
  }

  add(item: T): void {
    this.kept.push(item);
    this.changed(item);
  }

  /** Something already here is now different: those who wait look at it again. */
  changed(item: T): void {
    for (const look of [...this.waiting]) look(item);
  }

  clear(): void {
    this.kept.length = 0;
  }

  /** The first item that fits, already here or yet to come. */
  waitFor(fits: (item: T) => boolean, timeoutMs: number): Promise<T> {
    const here = this.kept.find(fits);
    if (here) return Promise.resolve(here);
    return new Promise((resolve, reject) => {
      const look = (item: T) => {
        let found: boolean;
        try {
          found = fits(item);
        } catch (error) {
          done();
          return reject(error);
        }
        if (!found) return;
        done();
        resolve(item);
      };
      const timer = setTimeout(() => {
        done();
        const seen = this.kept.map((item) => `  - ${this.describe(item)}`).join('\n') || '  nothing';
        reject(new Error(`What was waited for did not come within ${timeoutMs} ms. Here are:\n${seen}`));
      }, timeoutMs);
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(look);
      };
      this.waiting.add(look);
    });
  }
}
