import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { alertsAddMutation, alertsRulesQueryKey, insightsMapOptions } from '#api/@tanstack/react-query.gen';
import type { KpiCatalogue } from '#api/types.gen';
import { isSaidAt, problemAt } from '../../../api/problem';
import { FormFoot } from '../../../shared/form-foot';
import classes from '../adoption.module.css';
import type { KpiName } from '../figure';
import { LimitFields } from './limits';
import { read, useRuleSaying, type Limits, type Told } from './saying';

type Kpi = KpiCatalogue['kpis'][number];
type Taught = { code: string; name: string };

const FIELDS = [
  'kpi',
  'direction',
  'threshold',
  'margin',
  'periods',
  'earlier',
  'region',
  'function',
  'capability',
];
const FIRST: Limits & Pick<Told, 'kpi'> = { kpi: 'stalled', threshold: '30', margin: '5', periods: '2' };
/** A trend begins with this. */
const FIRST_TREND = { threshold: '10', earlier: '4' };

const directionOf = ({ more }: Kpi): Told['direction'] => (more === 'good' ? 'below' : 'above');

/** A rule more, said back in a sentence while it is made. */
export function AddRule({
  program,
  kpis,
  taught,
  close,
}: {
  program: string;
  kpis: readonly Kpi[];
  taught: readonly Taught[];
  close: () => void;
}) {
  const t = useTranslations('adoption.rules');
  const functions = useTranslations('adoption.alerts.function');
  const names = useTranslations('kpi');
  const definitions = useTranslations('definition');
  const say = useRuleSaying();
  const client = useQueryClient();
  const [limits, setLimits] = useState<Limits>(FIRST);
  const [kpi, setKpi] = useState<KpiName>(FIRST.kpi);
  const [direction, setDirection] = useState<Told['direction']>('above');
  const [earlier, setEarlier] = useState<string | null>(null);
  const [region, setRegion] = useState('');
  const [function_, setFunction] = useState('');
  const [capability, setCapability] = useState('');
  const map = useQuery(insightsMapOptions({ query: { program, kpi: 'stalled' } }));
  const regions = map.data
    ? [...map.data.cells.map((cell) => cell.region), ...map.data.together.flatMap((one) => one.regions)]
    : [];
  const add = useMutation({
    ...alertsAddMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: alertsRulesQueryKey({ path: { id: program } }) });
      close();
    },
  });
  const of = kpis.find((one) => one.kpi === kpi)!;
  const rule = {
    kpi,
    direction,
    ...read(limits),
    earlier: earlier === null ? null : Number(earlier),
    region: region === '' ? null : region,
    function: function_ === '' ? null : (function_ as NonNullable<Told['function']>),
    capability: capability === '' ? null : capability,
  };
  const choose = (chosen: Kpi): void => {
    setKpi(chosen.kpi);
    setDirection(directionOf(chosen));
  };
  return (
    <form
      className={classes.form}
      aria-label={t('add')}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({ path: { id: program }, body: rule });
      }}
    >
      <NativeSelect
        autoFocus
        label={t('kpi')}
        description={definitions(`${kpi}.asks`)}
        value={kpi}
        data={kpis.map((one) => ({ value: one.kpi, label: names(one.kpi) }))}
        onChange={({ currentTarget: { value } }) => choose(kpis.find((one) => one.kpi === value)!)}
      />
      <NativeSelect
        label={t('against')}
        value={earlier === null ? 'limit' : 'before'}
        data={[
          { value: 'limit', label: t('againstLimit') },
          { value: 'before', label: t('againstBefore') },
        ]}
        onChange={({ currentTarget: { value } }) => {
          setEarlier(value === 'before' ? FIRST_TREND.earlier : null);
          setLimits({ ...limits, threshold: value === 'before' ? FIRST_TREND.threshold : FIRST.threshold });
        }}
      />
      <NativeSelect
        label={t('direction')}
        value={direction}
        data={[
          { value: 'above', label: t(earlier === null ? 'above' : 'higher') },
          { value: 'below', label: t(earlier === null ? 'below' : 'lower') },
        ]}
        onChange={({ currentTarget: { value } }) => setDirection(value as Told['direction'])}
      />
      {earlier !== null && (
        <TextInput
          type="number"
          required
          min={1}
          max={12}
          label={t('earlier', { every: of.every })}
          description={t('upTo')}
          value={earlier}
          error={problemAt(add.error, 'earlier')}
          onChange={(event) => setEarlier(event.currentTarget.value)}
        />
      )}
      <LimitFields
        values={limits}
        onChange={(changed) => setLimits({ ...limits, ...changed })}
        error={add.error}
        of={{ every: of.every, earlier }}
      />
      <NativeSelect
        label={t('where')}
        value={region}
        error={problemAt(add.error, 'region')}
        data={[
          { value: '', label: t('eachRegion') },
          ...[...new Set(regions)]
            .filter((one) => one !== '')
            .sort()
            .map((one) => ({ value: one, label: one })),
        ]}
        onChange={(event) => setRegion(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('function')}
        value={function_}
        error={problemAt(add.error, 'function')}
        data={[
          { value: '', label: t('anyFunction') },
          ...(['commercial', 'medical'] as const).map((value) => ({ value, label: functions(value) })),
        ]}
        onChange={(event) => setFunction(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('capability')}
        value={capability}
        error={problemAt(add.error, 'capability')}
        data={[
          { value: '', label: t('eachCapability') },
          ...taught.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={(event) => setCapability(event.currentTarget.value)}
      />
      <p role="status">
        <span className="soft">{t('says')}</span> {say.tells({ ...rule, every: of.every })}
      </p>
      <FormFoot
        error={isSaidAt(add.error, FIELDS) ? null : add.error}
        isSending={add.isPending}
        send={t('add')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}
