import { NumberInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { TrainedRegions } from '#api/types.gen';
import { waveOf, type Plan } from './plan-waves';
import classes from './programs.module.css';

type Regions = TrainedRegions['items'];

/** Which region begins with which wave, how long it is between two, and what holds the next one back. */
export function WaveChoices({
  regions,
  plan,
  change,
  first,
}: {
  regions: Regions;
  plan: Plan;
  change: (changes: Partial<Plan>) => void;
  /** The number of the first wave that may be chosen. */
  first: number;
}) {
  const t = useTranslations('programs.launch');
  const named = regions.filter(({ region }) => region !== null);
  return (
    <>
      <fieldset className={classes.choices}>
        <legend>{t('which')}</legend>
        {named.map(({ region, reps }) => (
          <NumberInput
            key={region}
            label={<bdi>{region}</bdi>}
            description={t('reps', { reps })}
            min={first}
            max={first + named.length - 1}
            value={waveOf(plan, regions, region!)}
            onChange={(wave) => change({ wave: { ...plan.wave, [region!]: Number(wave) || first } })}
          />
        ))}
        <p className="soft">{t('rest')}</p>
      </fieldset>
      <fieldset className={classes.choices}>
        <legend>{t('between')}</legend>
        <NumberInput
          label={t('hold')}
          min={1}
          max={365}
          value={plan.holdDays}
          onChange={(days) => change({ holdDays: Number(days) || 1 })}
        />
        {(['stalledAbove', 'disputedAbove', 'seenBelow'] as const).map((rule) => (
          <NumberInput
            key={rule}
            label={t(`stop.${rule}`)}
            min={rule === 'seenBelow' ? 1 : 0}
            max={rule === 'seenBelow' ? 100 : 99}
            suffix=" %"
            placeholder={t('never')}
            value={plan.percent[rule] ?? ''}
            onChange={(value) =>
              change({ percent: { ...plan.percent, [rule]: value === '' ? null : Number(value) } })
            }
          />
        ))}
        <p className="soft">{t('stopText')}</p>
      </fieldset>
    </>
  );
}
