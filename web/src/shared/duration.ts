import type { useTranslations } from 'use-intl';

/** An offset from a due date, such as `-P3D`, in words. One that is written another way is shown as it is. */
export function durationIn(offset: string, t: ReturnType<typeof useTranslations<'why'>>): string {
  const [, minus, days, hours] = /^(-?)P(?:(\d+)D)?(?:T(\d+)H)?$/.exec(offset) ?? [];
  const count = Number(days ?? hours ?? 0);
  if (days === undefined && hours === undefined) return offset;
  if (count === 0) return t('onTheDay');
  const unit = days === undefined ? 'hours' : 'days';
  return t(minus === '-' ? `before.${unit}` : `after.${unit}`, { count });
}
