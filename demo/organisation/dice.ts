import { createHash } from 'node:crypto';

/** Chance that falls the same way every time: each throw follows from a name. */
export class Dice {
  private thrown = 0;

  constructor(private readonly name: string) {}

  /** From 0 up to, not including, 1. */
  throw(): number {
    this.thrown += 1;
    return createHash('sha256').update(`${this.name} ${this.thrown}`).digest().readUInt32BE(0) / 2 ** 32;
  }

  whole(least: number, most: number): number {
    return least + Math.floor(this.throw() * (most - least + 1));
  }

  pick<T>(from: readonly T[]): T {
    return from[this.whole(0, from.length - 1)]!;
  }
}
