import { Checkbox, NativeSelect, TextInput, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { refinementsAddMutation, refinementsListQueryKey } from '#api/@tanstack/react-query.gen';
import { isSaidAt, problemAt } from '../../api/problem';
import { FormFoot } from '../../shared/form-foot';
import { useSaying } from '../adoption/figure';
import type { Taught } from './taught';
import classes from './training.module.css';

const FIELDS = ['anchor', 'contentVersion', 'liveOn'];

/** Says what was changed in a training, and from when on. */
export function Record({
  program,
  capability: { code, rubric, versions },
  close,
}: {
  program: string;
  capability: Taught;
  close: () => void;
}) {
  const t = useTranslations('training.record');
  const whole = useTranslations('training.refinements')('whole');
  const say = useSaying();
  const client = useQueryClient();
  const [anchor, setAnchor] = useState('');
  const [contentVersion, setContentVersion] = useState('');
  const [liveOn, setLiveOn] = useState('');
  const [planned, setPlanned] = useState(false);
  const [note, setNote] = useState('');
  const add = useMutation({
    ...refinementsAddMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: refinementsListQueryKey({ path: { id: program } }) });
      close();
    },
  });
  return (
    <form
      className={classes.form}
      aria-label={t('open')}
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate({
          path: { id: program },
          body: {
            capability: code,
            anchor: anchor === '' ? null : anchor,
            contentVersion: contentVersion.trim(),
            liveOn,
            planned,
            note: note.trim() === '' ? null : note.trim(),
          },
        });
      }}
    >
      <NativeSelect
        autoFocus
        label={t('anchor')}
        value={anchor}
        error={problemAt(add.error, 'anchor')}
        data={[{ value: '', label: whole }, ...rubric.map((one) => ({ value: one.code, label: one.text }))]}
        onChange={(event) => setAnchor(event.currentTarget.value)}
      />
      <TextInput
        required
        label={t('version')}
        {...(versions.length > 0 && { description: t('versions', { versions: say.list(versions) }) })}
        maxLength={60}
        value={contentVersion}
        error={problemAt(add.error, 'contentVersion')}
        onChange={(event) => setContentVersion(event.currentTarget.value)}
      />
      <TextInput
        required
        type="date"
        label={t('day')}
        value={liveOn}
        error={problemAt(add.error, 'liveOn')}
        onChange={(event) => setLiveOn(event.currentTarget.value)}
      />
      <Checkbox
        label={t('planned')}
        checked={planned}
        onChange={(event) => setPlanned(event.currentTarget.checked)}
      />
      <Textarea
        label={t('note')}
        description={t('noteText')}
        maxLength={500}
        autosize
        minRows={2}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <FormFoot
        error={isSaidAt(add.error, FIELDS) ? null : add.error}
        isSending={add.isPending}
        send={t('save')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}
