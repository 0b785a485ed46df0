import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback, useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { capabilitiesListOptions, programsListOptions } from '#api/@tanstack/react-query.gen';
import { PHASES, STALL_REASONS } from '../../shared/field-words';
import { FIGURE_FILTERS, FILTERS, type ListSearch } from './search';
import classes from './enrolments.module.css';

const route = getRouteApi('/enrolments');
const MOST = { query: { limit: '200' } };
const PAUSE_MS = 300;
const YES_NO = ['true', 'false'] as const;
const CHOSEN_HERE = FILTERS.filter((name) => name !== 'q' && !FIGURE_FILTERS.some((one) => one === name));

/** What the list is narrowed to. It stands in the address, so that it can be kept and sent on. */
export function Filters() {
  const t = useTranslations();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [open, { toggle }] = useDisclosure(false);
  const programs = useQuery({ ...programsListOptions(MOST), staleTime: Infinity });
  const capabilities = useQuery({ ...capabilitiesListOptions(MOST), staleTime: Infinity });
  const narrow = (changes: ListSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const coded = (items: readonly { code: string; name: string }[] | undefined) =>
    items?.map(({ code, name }) => ({ value: code, label: name })) ?? [];
  const chosen = CHOSEN_HERE.filter((name) => search[name] !== undefined).length;
  return (
    <search>
      <Group mt="md" gap="sm" wrap="nowrap">
        <NameSearch value={search.q ?? ''} onChange={(q) => narrow({ q: q || undefined })} />
        <Button
          variant="default"
          flex="none"
          onClick={toggle}
          aria-expanded={open}
          aria-controls="filters"
          leftSection={<IconAdjustmentsHorizontal size={20} stroke={1.5} aria-hidden />}
        >
          {t('enrolments.filters.open', { count: chosen })}
        </Button>
      </Group>
      {open && (
        <div className={classes.filters} id="filters">
          <Choice name="program" of={coded(programs.data?.items)} />
          <Choice name="capability" of={coded(capabilities.data?.items)} />
          <Choice name="phase" of={PHASES.map((value) => ({ value, label: t(`phase.${value}`) }))} />
          <Choice
            name="stallReason"
            of={STALL_REASONS.map((value) => ({ value, label: t(`stall.${value}`) }))}
          />
          <Choice
            name="stalled"
            of={YES_NO.map((value) => ({ value, label: t(`enrolments.filters.is.${value}`) }))}
          />
          <Choice
            name="overdue"
            of={YES_NO.map((value) => ({ value, label: t(`enrolments.filters.is.${value}`) }))}
          />
          <Choice
            name="ended"
            any={t(search.figure === undefined ? 'enrolments.filters.goingOn' : 'enrolments.filters.any')}
            of={[{ value: 'true', label: t('enrolments.filters.over') }]}
          />
          <RegionSearch
            value={search.region ?? ''}
            onChange={(region) => narrow({ region: region || undefined })}
          />
        </div>
      )}
    </search>
  );
}

type Chosen = 'program' | 'capability' | 'phase' | 'stallReason' | 'stalled' | 'overdue' | 'ended';

/** One choice of the address; the first takes it away. */
function Choice({
  name,
  of: choices,
  any,
}: {
  name: Chosen;
  of: readonly { value: string; label: string }[];
  any?: string;
}) {
  const t = useTranslations('enrolments.filters');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <NativeSelect
      label={t(name)}
      data={[{ value: '', label: any ?? t('any') }, ...choices]}
      value={search[name] ?? ''}
      onChange={({ currentTarget: { value } }) =>
        void navigate({ search: (before) => ({ ...before, [name]: value || undefined }), replace: true })
      }
    />
  );
}

interface Typed {
  value: string;
  onChange: (value: string) => void;
}

function NameSearch({ value, onChange }: Typed) {
  const t = useTranslations('enrolments.filters');
  const field = useTyped({ value, onChange });
  return (
    <TextInput
      {...field}
      type="search"
      aria-label={t('q')}
      placeholder={t('q')}
      leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
      flex="1 1 auto"
      maw={400}
    />
  );
}

function RegionSearch(typed: Typed) {
  const t = useTranslations('enrolments.filters');
  return <TextInput {...useTyped(typed)} label={t('region')} />;
}

/** A field that answers once the typing pauses, and follows the address where that changes by itself. */
function useTyped({ value, onChange }: Typed) {
  const ref = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(onChange, PAUSE_MS);
  useEffect(() => {
    if (ref.current && document.activeElement !== ref.current) ref.current.value = value;
  }, [value]);
  return {
    ref,
    defaultValue: value,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => later(event.currentTarget.value.trim()),
  };
}
