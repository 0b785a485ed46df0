import type { CadenceDocument, SamplesSampleData } from '#api/types.gen';

type Query = SamplesSampleData['query'];
export type SampleKind = Query['kind'];
export type Audience = NonNullable<Query['audience']>;
export type Kind = SampleKind | 'digest' | 'alert';

/** A kind of message, and whom the program tells it; empty: whoever reads figures. */
export interface Told {
  kind: Kind;
  to: readonly Audience[];
}

const LADDERS = [
  'observe',
  'feedback',
  'acknowledge',
  'regroup',
  'action',
  'followUp',
  'checkIn',
  'cover',
] as const satisfies readonly SampleKind[];

/** What stands in no ladder: it is told once, and to one. */
const ONCE: readonly Told[] = [
  { kind: 'visitMorning', to: ['manager'] },
  { kind: 'visitAfterwards', to: ['manager'] },
  { kind: 'handOver', to: ['manager'] },
  { kind: 'pulse', to: ['rep'] },
];
const OF_FIGURES: readonly Told[] = [
  { kind: 'digest', to: [] },
  { kind: 'alert', to: [] },
];

/** Every kind of message that a program sends by its cadence, in the order in which a loop meets them. */
export const toldBy = (cadence: CadenceDocument, seesFigures: boolean): Told[] => [
  ...LADDERS.map((kind) => ({
    kind,
    to: [...new Set(cadence.ladders[kind].map(({ to }) => to))],
  })).filter(({ to }) => to.length > 0),
  ...ONCE,
  ...(seesFigures ? OF_FIGURES : []),
];
