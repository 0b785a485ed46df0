/** A share with the interval in which it lies with 95 % confidence, by Wilson's score: right for small numbers too. */
export interface Share {
  numerator: number;
  denominator: number;
  /** From 0 to 1. */
  share: number;
  low: number;
  high: number;
}

const Z = 1.959963984540054;

/** @param denominator more than 0 */
export function wilson(numerator: number, denominator: number): Share {
  const share = numerator / denominator;
  const z2 = Z * Z;
  const middle = (share + z2 / (2 * denominator)) / (1 + z2 / denominator);
  const reach =
    (Z / (1 + z2 / denominator)) *
    Math.sqrt((share * (1 - share)) / denominator + z2 / (4 * denominator * denominator));
  return {
    numerator,
    denominator,
    share,
    low: Math.max(0, middle - reach),
    high: Math.min(1, middle + reach),
  };
}

export interface Difference {
  difference: number;
  low: number;
  high: number;
  /** The interval holds zero: the two may differ by chance alone. */
  withinNoise: boolean;
}

/** By how much one share is above another, with Newcombe's interval of two Wilson intervals. */
export function differenceOf(one: Share, other: Share): Difference {
  const difference = one.share - other.share;
  const low = difference - Math.hypot(one.share - one.low, other.high - other.share);
  const high = difference + Math.hypot(one.high - one.share, other.share - other.low);
  return { difference, low, high, withinNoise: low <= 0 && high >= 0 };
}
