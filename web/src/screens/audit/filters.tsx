import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMessages, useTranslations } from 'use-intl';
import { FILTERS, type AuditSearch } from './search';
import classes from './audit.module.css';

const route = getRouteApi('/audit');
const PAUSE_MS = 300;
const EVENTS = [
  'read',
  'created',
  'changed',
  'removed',
  'signIn',
  'signOut',
  'keyUse',
  'refused',
  'trimmed',
] as const;
/** Kinds that have a word; `other` and `none` are no kinds. */
const NO_KINDS: ReadonlySet<string> = new Set(['other', 'none']);

/** By who, whose, what and when; all of it stands in the address. */
export function Filters() {
  const t = useTranslations('audit');
  const { audit } = useMessages() as unknown as { audit: { record: Record<string, string> } };
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const narrow = (changes: AuditSearch): void =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });
  const to = (name: keyof AuditSearch) => (value: string) => narrow({ [name]: value || undefined });
  const kinds = Object.keys(audit.record).filter((kind) => !NO_KINDS.has(kind));
  const isNarrowed = FILTERS.some((name) => search[name] !== undefined);
  return (
    <search className={classes.search}>
      <div className={classes.filters}>
        <Typed label={t('filters.who')} value={search.who ?? ''} onChange={to('who')} />
        <Typed label={t('filters.whose')} value={search.whose ?? ''} onChange={to('whose')} />
        <NativeSelect
          label={t('filters.event')}
          value={search.event ?? ''}
          data={[
            { value: '', label: t('filters.any') },
            ...EVENTS.map((value) => ({ value, label: t(`event.${value}`) })),
          ]}
          onChange={({ currentTarget: { value } }) => to('event')(value)}
        />
        <NativeSelect
          label={t('filters.record')}
          value={search.record ?? ''}
          data={[
            { value: '', label: t('filters.any') },
            ...kinds.map((value) => ({ value, label: t(`record.${value}` as 'record.person') })),
          ]}
          onChange={({ currentTarget: { value } }) => to('record')(value)}
        />
        <TextInput
          type="date"
          label={t('filters.from')}
          value={search.from ?? ''}
          onChange={({ currentTarget: { value } }) => to('from')(value)}
        />
        <TextInput
          type="date"
          label={t('filters.to')}
          value={search.to ?? ''}
          onChange={({ currentTarget: { value } }) => to('to')(value)}
        />
      </div>
      {search.by !== undefined && <p>{t('byOne')}</p>}
      {search.person !== undefined && <p>{t('ofOne')}</p>}
      {isNarrowed && (
        <Button mih={44} variant="default" onClick={() => void navigate({ search: {}, replace: true })}>
          {t('filters.clear')}
        </Button>
      )}
    </search>
  );
}

/** A field that answers once the typing pauses, and follows the address where that changes by itself. */
function Typed({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const ref = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(onChange, PAUSE_MS);
  useEffect(() => {
    if (ref.current && document.activeElement !== ref.current) ref.current.value = value;
  }, [value]);
  return (
    <TextInput
      ref={ref}
      label={label}
      defaultValue={value}
      onChange={({ currentTarget }) => later(currentTarget.value.trim())}
    />
  );
}
