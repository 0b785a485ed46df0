import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { calendarsListQueryKey } from '#api/@tanstack/react-query.gen';
import { calendarsUpload } from '#api/sdk.gen';
import { isSaidAt, problemAt } from '../../api/problem';
import { FormFoot } from '../../shared/form-foot';
import classes from './calendars.module.css';

const MODES = ['adds', 'replaces'] as const;
type Mode = (typeof MODES)[number];

/** The organisation's own holidays of a place, as a calendar or a list. */
export function Upload() {
  const t = useTranslations('calendars.upload');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [file, setFile] = useState<File | null>(null);
  const [place, setPlace] = useState('');
  const [name, setName] = useState('');
  const [mode, setMode] = useState<Mode>('adds');
  const upload = useMutation({
    mutationFn: async (of: File) => {
      const isCsv = !/\.ics$/i.test(of.name);
      const query = { place: place.trim(), mode, ...(name.trim() !== '' && { name: name.trim() }) };
      const headers = { 'Content-Type': isCsv ? 'text/csv' : 'text/calendar' };
      return (await calendarsUpload({ query, headers, body: of as unknown as string, throwOnError: true }))
        .data;
    },
    onSuccess: () => {
      setOpen(false);
      setFile(null);
      return client.invalidateQueries({ queryKey: calendarsListQueryKey() });
    },
  });
  if (!isOpen)
    return (
      <Button variant="default" mih={44} onClick={() => setOpen(true)}>
        {t('open')}
      </Button>
    );
  return (
    <form
      className={classes.form}
      aria-label={t('open')}
      onSubmit={(event) => {
        event.preventDefault();
        if (file) upload.mutate(file);
      }}
    >
      <label className={classes.file}>
        <span>{t('file')}</span>
        <input
          type="file"
          required
          accept=".ics,.csv,text/calendar,text/csv"
          onChange={({ currentTarget: { files } }) => setFile(files?.[0] ?? null)}
        />
      </label>
      <TextInput
        required
        maxLength={6}
        label={t('place')}
        description={t('placeText')}
        value={place}
        error={problemAt(upload.error, 'place')}
        onChange={({ currentTarget: { value } }) => setPlace(value)}
      />
      <TextInput
        maxLength={100}
        label={t('name')}
        value={name}
        error={problemAt(upload.error, 'name')}
        onChange={({ currentTarget: { value } }) => setName(value)}
      />
      <NativeSelect
        label={t('mode')}
        value={mode}
        data={MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
        onChange={({ currentTarget: { value } }) => setMode(value as Mode)}
      />
      <FormFoot
        error={isSaidAt(upload.error, ['place', 'name']) ? null : upload.error}
        isSending={upload.isPending}
        send={t('send')}
        cancel={t('cancel')}
        close={() => setOpen(false)}
      />
    </form>
  );
}
