import { Anchor, Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cadencesCreateMutation } from '#api/@tanstack/react-query.gen';
import { isSaidAt, problemAt } from '../../api/problem';
import { cadencesQueryKey, type CadenceWithVersions } from '../../shared/cadences';
import { FormFoot } from '../../shared/form-foot';
import classes from './programs.module.css';

/** All cadences, also those that no program goes by yet, and a new one. */
export function Cadences({
  cadences,
  program,
}: {
  cadences: readonly CadenceWithVersions[];
  /** For which a cadence is looked at first. */
  program: string;
}) {
  const t = useTranslations('programs.cadences');
  const [isBeginning, setBeginning] = useState(false);
  return (
    <section aria-labelledby="cadences">
      <h2 id="cadences">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      {cadences.length > 0 && (
        <ul className={classes.cadences}>
          {cadences.map(({ id, name, versions }) => (
            <li key={id}>
              <Anchor
                dir="auto"
                renderRoot={(props) => (
                  <Link {...props} to="/cadences/$id" params={{ id }} search={{ program }} />
                )}
              >
                {name}
              </Anchor>{' '}
              <span className="soft">
                {versions[0] ? t('newest', { version: versions[0].version }) : t('draftOnly')}
              </span>
            </li>
          ))}
        </ul>
      )}
      {isBeginning ? (
        <Begin program={program} close={() => setBeginning(false)} />
      ) : (
        <Button variant="default" mih={44} onClick={() => setBeginning(true)}>
          {t('begin')}
        </Button>
      )}
    </section>
  );
}

function Begin({ program, close }: { program: string; close: () => void }) {
  const t = useTranslations('programs.cadences');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const begin = useMutation({
    ...cadencesCreateMutation(),
    onSuccess: async ({ id }) => {
      void client.invalidateQueries({ queryKey: cadencesQueryKey });
      await navigate({ to: '/cadences/$id', params: { id }, search: { program } });
    },
  });
  return (
    <form
      className={classes.form}
      aria-label={t('begin')}
      onSubmit={(event) => {
        event.preventDefault();
        begin.mutate({ body: { name: name.trim() } });
      }}
    >
      <TextInput
        autoFocus
        required
        maxLength={200}
        label={t('name')}
        value={name}
        error={problemAt(begin.error, 'name')}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
      />
      <FormFoot
        error={isSaidAt(begin.error, ['name']) ? null : begin.error}
        isSending={begin.isPending}
        send={t('begin')}
        cancel={t('cancel')}
        close={close}
      />
    </form>
  );
}
