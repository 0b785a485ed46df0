import type { useTranslations } from 'use-intl';

const UNITS = ['weeks', 'days', 'hours', 'minutes', 'seconds'] as const;

/** An offset from a due date, such as `-P3D`, in words. One of several units, or of others, is shown as it is written. */
export function durationIn(offset: string, t: ReturnType<typeof useTranslations<'why'>>): string {
  const [, minus, ...amounts] =
    /^(-?)P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(offset) ?? [];
  const given = UNITS.filter((_, at) => amounts[at] !== undefined);
  const unit = given[0];
  if (unit === undefined || given.length > 1) return offset;
  const count = Number(amounts[UNITS.indexOf(unit)]);
  if (count === 0) return t('onTheDay');
  return t(minus === '-' ? `before.${unit}` : `after.${unit}`, { count });
}
