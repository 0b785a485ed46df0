import { TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { problemAt } from '../../../api/problem';
import type { Limits, Told } from './saying';

/** From when on a rule tells, in whole words and units. */
export function LimitFields({
  values,
  onChange,
  error,
  of: { every, earlier },
}: {
  values: Limits;
  onChange: (changed: Partial<Limits>) => void;
  /** What the API said no to. */
  error: unknown;
  of: Pick<Told, 'every'> & { earlier: unknown };
}) {
  const t = useTranslations('adoption.rules');
  const field = (name: keyof Limits) => ({
    type: 'number',
    inputMode: 'decimal' as const,
    required: true,
    value: values[name],
    error: problemAt(error, name),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ [name]: event.currentTarget.value }),
  });
  const percent = { min: 0, max: 100, step: 0.1 };
  return (
    <>
      <TextInput
        label={t(earlier === null ? 'limit' : 'by')}
        description={t(earlier === null ? 'limitText' : 'byText')}
        {...percent}
        {...field('threshold')}
      />
      <TextInput
        label={t('periods', { every })}
        description={t('periodsText')}
        min={1}
        max={12}
        {...field('periods')}
      />
      <TextInput label={t('margin')} description={t('marginText')} {...percent} {...field('margin')} />
    </>
  );
}
