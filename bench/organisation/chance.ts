/** Chance that falls the same way whenever it begins with the same seed (mulberry32). */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  throw(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  isWithin(share: number): boolean {
    return this.throw() < share;
  }

  /** Both inside. */
  whole(least: number, most: number): number {
    return least + Math.floor(this.throw() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.whole(0, from.length - 1)]!;
  }

  /** By shares, which add up to 1. */
  among<T extends string>(shares: Readonly<Record<T, number>>): T {
    const names = Object.keys(shares) as T[];
    let left = this.throw();
    for (const name of names) {
      left -= shares[name];
      if (left < 0) return name;
    }
    return names.at(-1)!;
  }
}
