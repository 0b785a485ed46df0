import { hash } from '../hash.js';

/**
 * Chance that depends on a seed and the name of an event alone: under the same seed the same event falls the same way
 * whatever happens around it, so that two cadences differ by themselves and not by luck.
 */
export class Draws {
  constructor(private readonly seed: number) {}

  /** From 0 up to, not including, 1. */
  share(event: string): number {
    // The finalizer of MurmurHash3: neighbouring names are to fall apart.
    let mixed = hash(event) ^ Math.imul(this.seed + 1, 0x9e3779b1);
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
  }

  /** Both ends inside. */
  whole([least, most]: readonly [number, number], event: string): number {
    return least + Math.floor(this.share(event) * (most - least + 1));
  }
}
