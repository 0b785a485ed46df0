import type { ReactNode } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import { useFormatter } from 'use-intl';

export interface SharePoint {
  /** Milliseconds since 1970, UTC. */
  at: number;
  /** From 0 to 1; null: a gap in the line. */
  share: number | null;
  /** Of its interval. */
  between: [low: number, high: number] | null;
  /** Nothing leads here from the point before it: others are counted. */
  isApart: boolean;
}

export interface LineMark {
  at: number;
  label: string;
}

const HEIGHT = 224;
const TICK = { fill: 'var(--soft)', fontSize: 12 };
/** The scale ends at a multiple of one fifth. */
const FIFTHS = 5;

/** Of points that stand apart a gap is drawn before them. */
const withGaps = (points: readonly SharePoint[]): Pick<SharePoint, 'at' | 'share' | 'between'>[] =>
  points.flatMap((point) =>
    point.isApart ? [{ at: point.at - 1, share: null, between: null }, point] : [point],
  );

/** A share over time with its interval. It is a drawing alone: beside it stands the same in words and as a table. */
export default function ShareLine({
  points,
  marks,
}: {
  points: readonly SharePoint[];
  marks: readonly LineMark[];
}): ReactNode {
  const format = useFormatter();
  const most = Math.max(...points.map(({ between }) => between?.[1] ?? 0));
  return (
    <div aria-hidden style={{ height: HEIGHT }}>
      <ResponsiveContainer width="100%" height={HEIGHT}>
        <ComposedChart
          data={withGaps(points)}
          accessibilityLayer={false}
          margin={{ top: 20, right: 16, bottom: 0, left: 0 }}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="at"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            ticks={points.map(({ at }) => at)}
            tickFormatter={(at: number) =>
              format.dateTime(at, { day: 'numeric', month: 'short', timeZone: 'UTC' })
            }
            interval="preserveStartEnd"
            minTickGap={24}
            tick={TICK}
            stroke="var(--line)"
          />
          <YAxis
            width={48}
            domain={[0, Math.min(1, Math.ceil(most * FIFTHS) / FIFTHS)]}
            tickFormatter={(share: number) =>
              format.number(share, { style: 'percent', maximumFractionDigits: 0 })
            }
            tick={TICK}
            stroke="var(--line)"
          />
          <Area
            dataKey="between"
            stroke="none"
            fill="var(--going)"
            fillOpacity={0.16}
            connectNulls={false}
            isAnimationActive={false}
          />
          <Line
            dataKey="share"
            type="linear"
            stroke="var(--going)"
            strokeWidth={2}
            dot={{ r: 3, fill: 'var(--going)', stroke: 'var(--going)' }}
            connectNulls={false}
            isAnimationActive={false}
          />
          {marks.map(({ at, label }) => (
            <ReferenceLine
              key={at}
              x={at}
              ifOverflow="extendDomain"
              stroke="var(--back)"
              strokeDasharray="4 4"
              label={{ value: label, position: 'top', fill: 'var(--back)', fontSize: 12 }}
            />
          ))}
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  );
}
