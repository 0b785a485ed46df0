import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { programsChangeMutation, programsListQueryKey } from '#api/@tanstack/react-query.gen';
import type { CadenceVersion, Program } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import type { InForce } from '../../shared/cadences';
import classes from './cadence.module.css';

/** What a program goes by, and that it can go by the newest version of this cadence from now on. */
export function GoesBy({
  program,
  inForce,
  name,
  newest,
}: {
  program: Program;
  inForce: InForce | null;
  /** Of this cadence. */
  name: string;
  /** Of this cadence; undefined: nothing was published yet. */
  newest: CadenceVersion | undefined;
}) {
  const t = useTranslations('cadence.goesBy');
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const use = useMutation({
    ...programsChangeMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: programsListQueryKey() });
      setAsking(false);
    },
  });
  const isNewest = newest !== undefined && newest.id === program.cadenceVersionId;
  const said = { program: program.name };
  return (
    <div className={classes.goesBy}>
      <p role="status">
        {inForce === null
          ? t('nothing', said)
          : t('version', { ...said, cadence: inForce.cadence.name, version: inForce.version.version })}
        {use.isSuccess && isNewest && <> {t('fromNowOn')}</>}
      </p>
      {newest !== undefined && !isNewest && !isAsking && (
        <Button variant="default" mih={44} onClick={() => setAsking(true)}>
          {t('use', { ...said, version: newest.version })}
        </Button>
      )}
      {newest !== undefined && isAsking && (
        <div role="group" aria-label={t('use', { ...said, version: newest.version })}>
          <p>{t('effect', { ...said, cadence: name, version: newest.version })}</p>
          {use.isError && (
            <p role="alert" className={classes.wrong}>
              {messageOf(use.error)}
            </p>
          )}
          <div className={classes.buttons}>
            <Button
              autoFocus
              mih={44}
              loading={use.isPending}
              onClick={() => use.mutate({ path: { id: program.id }, body: { cadenceVersionId: newest.id } })}
            >
              {t('yes', { version: newest.version })}
            </Button>
            <Button variant="default" mih={44} onClick={() => setAsking(false)}>
              {t('no')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}
