import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { wavesChangeMutation, wavesReadQueryKey, wavesTrainedOptions } from '#api/@tanstack/react-query.gen';
import type { TrainedRegions, Waves } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Loaded } from '../../shared/states';
import { planOf, regionsAhead, shareOf, wavesOf, type Plan } from './plan-waves';
import classes from './programs.module.css';
import { WaveChoices } from './wave-choices';

interface Changing {
  program: string;
  /** As it was when somebody began to change it. */
  read: Waves & { plan: NonNullable<Waves['plan']> };
  close: () => void;
}

/** Other waves, days and rules for what has not begun. */
export function ChangeWaves(changing: Changing) {
  const query = useQuery(wavesTrainedOptions({ path: { id: changing.program } }));
  return (
    <Loaded query={query} lines={2}>
      {({ items }) => <Form {...changing} regions={regionsAhead(changing.read.plan, items)} />}
    </Loaded>
  );
}

function Form({ program, read, close, regions }: Changing & { regions: TrainedRegions['items'] }) {
  const t = useTranslations('programs.waves');
  const format = useFormatter();
  const client = useQueryClient();
  const [plan, setPlan] = useState<Plan>(() => planOf(read.plan, regions));
  const path = { id: program };
  const queryKey = wavesReadQueryKey({ path });
  const save = useMutation({
    ...wavesChangeMutation(),
    onSuccess: (waves: Waves) => {
      client.setQueryData(queryKey, waves);
      close();
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
  const begun = read.plan.waves.filter(({ openedAt }) => openedAt !== null).length;
  const waves = wavesOf(plan, regions);
  return (
    <div role="group" aria-label={t('change')} className={classes.launch}>
      <WaveChoices
        regions={regions}
        plan={plan}
        change={(changes) => setPlan({ ...plan, ...changes })}
        first={begun + 1}
      />
      <p role="status">
        {waves
          .map((wave, index) => t('would', { wave: begun + index + 1, regions: format.list(wave) }))
          .join(' ')}
      </p>
      <div className={classes.acts}>
        <Button
          mih={44}
          loading={save.isPending}
          onClick={() =>
            save.mutate({
              path,
              headers: { 'If-Match': `"${read.revision}"` },
              body: { regions: waves, holdDays: plan.holdDays, stopWhen: shareOf(plan) },
            })
          }
        >
          {t('save')}
        </Button>
        <Button mih={44} variant="subtle" onClick={close}>
          {t('leave')}
        </Button>
      </div>
      {save.isError && <p role="alert">{messageOf(save.error)}</p>}
    </div>
  );
}
