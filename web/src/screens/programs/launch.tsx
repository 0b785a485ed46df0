import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import {
  programsLaunchMutation,
  programsListQueryKey,
  rolloutsListQueryKey,
  wavesReadQueryKey,
  wavesTrainedOptions,
} from '#api/@tanstack/react-query.gen';
import type { TrainedRegions } from '#api/types.gen';
import { afterHold } from '../../../../src/domain/waves';
import { messageOf } from '../../api/problem';
import { Loaded } from '../../shared/states';
import classes from './programs.module.css';
import { WaveChoices } from './wave-choices';
import { reached, shareOf, wavesOf, WITHOUT_WAVES, type Plan } from './plan-waves';

/** How a program begins: for everybody at once, or region by region with a hold between. */
export function LaunchForm({ program }: { program: string }) {
  const query = useQuery(wavesTrainedOptions({ path: { id: program } }));
  return (
    <Loaded query={query} lines={2}>
      {({ items }) => <Form program={program} regions={items} />}
    </Loaded>
  );
}

type Regions = TrainedRegions['items'];

function Form({ program, regions }: { program: string; regions: Regions }) {
  const t = useTranslations('programs.launch');
  const client = useQueryClient();
  const [plan, setPlan] = useState<Plan>(WITHOUT_WAVES);
  const [isSure, setSure] = useState(false);
  const path = { id: program };
  const launch = useMutation({
    ...programsLaunchMutation(),
    onSuccess: () =>
      Promise.all(
        [programsListQueryKey(), rolloutsListQueryKey({ path }), wavesReadQueryKey({ path })].map(
          (queryKey) => client.invalidateQueries({ queryKey }),
        ),
      ),
  });
  const change = (changes: Partial<Plan>): void => setPlan({ ...plan, ...changes });
  const waves = wavesOf(plan, regions);
  const named = regions.flatMap(({ region }) => region ?? []);
  return (
    <div className={classes.launch}>
      <p>{t('trained', reached(regions))}</p>
      {named.length > 1 && (
        <Switch
          label={t('inWaves')}
          description={t('inWavesText')}
          checked={plan.inWaves}
          onChange={({ currentTarget }) => change({ inWaves: currentTarget.checked })}
        />
      )}
      {plan.inWaves && <WaveChoices regions={regions} plan={plan} change={change} first={1} />}
      <Effect plan={plan} regions={regions} />
      {!isSure ? (
        <Button mih={44} disabled={plan.inWaves && waves.length < 2} onClick={() => setSure(true)}>
          {t('begin')}
        </Button>
      ) : (
        <div role="group" aria-label={t('begin')}>
          <p>{t('sure')}</p>
          <Button
            mih={44}
            loading={launch.isPending}
            onClick={() =>
              launch.mutate({
                path,
                body: plan.inWaves
                  ? { waves: { regions: waves, holdDays: plan.holdDays, stopWhen: shareOf(plan) } }
                  : {},
              })
            }
          >
            {t('beginNow')}
          </Button>{' '}
          <Button mih={44} variant="subtle" onClick={() => setSure(false)}>
            {t('notYet')}
          </Button>
        </div>
      )}
      {launch.isError && <p role="alert">{messageOf(launch.error)}</p>}
    </div>
  );
}

/** What would happen, in one sentence for each wave. */
function Effect({ plan, regions }: { plan: Plan; regions: Regions }) {
  const t = useTranslations('programs.launch.effect');
  const now = useNow();
  const format = useFormatter();
  if (!plan.inWaves) return <p role="status">{t('atOnce', reached(regions))}</p>;
  const waves = wavesOf(plan, regions);
  if (waves.length < 2) return <p role="status">{t('oneWave')}</p>;
  const named = new Set(waves.slice(0, -1).flat());
  const begins = [now.getTime()];
  while (begins.length < waves.length) begins.push(afterHold(begins.at(-1)!, plan.holdDays));
  return (
    <div role="status">
      <ol>
        {waves.map((wave, index) => {
          const isLast = index === waves.length - 1;
          const of = regions.filter(({ region }) =>
            isLast ? region === null || !named.has(region) : region !== null && wave.includes(region),
          );
          return (
            <li key={wave.join()}>
              {t(index === 0 ? 'first' : 'next', {
                regions: format.list(wave),
                date: format.dateTime(begins[index]!, { weekday: 'short', day: 'numeric', month: 'long' }),
                ...reached(of),
              })}
            </li>
          );
        })}
      </ol>
    </div>
  );
}
