import { lazy, Suspense } from 'react';
import { useFormatter, useTranslations, type DateTimeFormatOptions } from 'use-intl';

const Hint = lazy(() => import('./hint'));

type Style = 'day' | 'minute' | 'second';

const STYLES: Readonly<Record<Style, DateTimeFormatOptions>> = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  minute: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
  second: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
};

const isThisYear = (at: Date): boolean => at.getFullYear() === new Date().getFullYear();

/**
 * An instant in the zone of whoever looks; on hover and focus in that of the person whom it is about, where the clocks
 * there show something else.
 */
export function Moment({ at, zone, as = 'day' }: { at: string; zone?: string | undefined; as?: Style }) {
  const t = useTranslations('moment');
  const format = useFormatter();
  const when = new Date(at);
  const style = { ...STYLES[as], ...(!isThisYear(when) && { year: 'numeric' as const }) };
  const shown = format.dateTime(when, style);
  const there = { ...STYLES.minute, timeZoneName: 'short' as const, ...(zone && { timeZone: zone }) };
  const isElsewhere =
    zone !== undefined &&
    format.dateTime(when, STYLES.minute) !== format.dateTime(when, { ...STYLES.minute, timeZone: zone });
  if (!isElsewhere)
    return (
      <time
        dateTime={at}
        title={format.dateTime(when, { ...STYLES.minute, year: 'numeric', timeZoneName: 'short' })}
      >
        {shown}
      </time>
    );
  const label = t('there', { at: format.dateTime(when, there) });
  return (
    <Suspense fallback={<time dateTime={at}>{shown}</time>}>
      <Hint label={label}>
        <time dateTime={at} tabIndex={0} className="hinted">
          {shown}
        </time>
      </Hint>
    </Suspense>
  );
}
