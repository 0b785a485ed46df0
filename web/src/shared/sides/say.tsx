import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import { answersAssess } from '#api/sdk.gen';
import type { ActForm, Enrolment } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { messageOf } from '../../api/problem';
import { Asked } from '../acts/field';
import classes from './sides.module.css';

type Field = ActForm['fields'][number];

const MOST_NOTE = 2_000;
const BARE = {
  writes: null,
  options: [],
  initial: null,
  earliest: null,
  latest: null,
  most: null,
  section: null,
};

/** The rep says where they see themselves, unfolded by whoever wants to. */
export default function Say({
  enrolment: { id, rubric },
  isFirst,
}: {
  enrolment: Enrolment;
  isFirst: boolean;
}) {
  const t = useTranslations('sides');
  const client = useQueryClient();
  const [level, setLevel] = useState('');
  const [note, setNote] = useState('');
  // Sent again, it is said once.
  const key = useRef(crypto.randomUUID());
  const say = useMutation({
    mutationFn: () =>
      answersAssess({
        path: { id },
        body: { level: Number(level), ...(note.trim() && { note: note.trim() }) },
        headers: { 'Idempotency-Key': key.current },
        throwOnError: true,
      }),
    onSuccess: () => readAnew(client),
  });
  const fields: Record<'level' | 'note', Field> = {
    level: {
      ...BARE,
      name: 'level',
      kind: 'choice',
      label: t('where'),
      required: true,
      options: rubric.levels.map(({ label }, index) => ({ value: String(index + 1), label })),
    },
    note: { ...BARE, name: 'note', kind: 'text', label: t('note'), required: false, most: MOST_NOTE },
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!say.isPending) say.mutate();
  };
  const changed = (set: (value: string) => void) => (value: string) => {
    set(value);
    key.current = crypto.randomUUID();
  };
  return (
    <details className={classes.say}>
      <summary>{t(isFirst ? 'say' : 'sayAnew')}</summary>
      <form onSubmit={submit}>
        <Asked
          field={fields.level}
          value={level}
          error={undefined}
          beside={null}
          onChange={changed(setLevel)}
        />
        <Asked field={fields.note} value={note} error={undefined} beside={null} onChange={changed(setNote)} />
        <p className="soft">{t('hidden')}</p>
        {say.isError && (
          <p role="alert" className={classes.wrong}>
            {messageOf(say.error)}
          </p>
        )}
        <Button type="submit" mih={44} disabled={level === ''} loading={say.isPending}>
          {t('send')}
        </Button>
      </form>
    </details>
  );
}
