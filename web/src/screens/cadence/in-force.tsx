import { Button, NativeSelect } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { programsChangeMutation, programsListQueryKey } from '#api/@tanstack/react-query.gen';
import type { CadenceVersion, Program } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import type { InForce } from '../../shared/cadences';
import { differenceOptions } from './asked';
import { DifferenceList } from './found';
import classes from './cadence.module.css';

/** What a program goes by, and that it can go by another version of this cadence from now on: the newest, or one before. */
export function GoesBy({
  program,
  inForce,
  name,
  versions,
}: {
  program: Program;
  inForce: InForce | null;
  /** Of this cadence. */
  name: string;
  /** Of this cadence, the newest first; empty: nothing was published yet. */
  versions: readonly CadenceVersion[];
}) {
  const t = useTranslations('cadence.goesBy');
  const client = useQueryClient();
  const [asked, setAsked] = useState<CadenceVersion | null>(null);
  const use = useMutation({
    ...programsChangeMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: programsListQueryKey() });
      setAsked(null);
    },
  });
  const [newest, ...earlier] = versions;
  const others = earlier.filter(({ id }) => id !== program.cadenceVersionId);
  const isNewest = newest !== undefined && newest.id === program.cadenceVersionId;
  const isOfThis = versions.some(({ id }) => id === program.cadenceVersionId);
  const said = { program: program.name };
  const ask = (version: CadenceVersion | undefined): void => {
    use.reset();
    setAsked(version ?? null);
  };
  return (
    <div className={classes.goesBy}>
      <p role="status">
        {inForce === null
          ? t('nothing', said)
          : t('version', { ...said, cadence: inForce.cadence.name, version: inForce.version.version })}
        {use.isSuccess && isOfThis && <> {t('fromNowOn')}</>}
      </p>
      {asked === null && (
        <div className={classes.buttons}>
          {newest !== undefined && !isNewest && (
            <Button variant="default" mih={44} onClick={() => ask(newest)}>
              {t('use', { ...said, version: newest.version })}
            </Button>
          )}
          {others.length > 0 && (
            <NativeSelect
              aria-label={t('earlier')}
              value=""
              onChange={({ currentTarget: { value } }) => ask(others.find(({ id }) => id === value))}
              data={[
                { value: '', label: t('earlier') },
                ...others.map(({ id, version }) => ({ value: id, label: t('one', { version }) })),
              ]}
            />
          )}
        </div>
      )}
      {asked !== null && (
        <div role="group" aria-label={t('use', { ...said, version: asked.version })}>
          <p>{t('effect', { ...said, cadence: name, version: asked.version })}</p>
          {inForce && <Differs from={inForce} to={asked} />}
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
              onClick={() => use.mutate({ path: { id: program.id }, body: { cadenceVersionId: asked.id } })}
            >
              {t('yes', { version: asked.version })}
            </Button>
            <Button variant="default" mih={44} onClick={() => setAsked(null)}>
              {t('no')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** What another version changes, in words. */
function Differs({ from, to }: { from: InForce; to: CadenceVersion }) {
  const t = useTranslations('cadence.goesBy');
  const { data } = useQuery(differenceOptions(from.version.document, to.document));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <>
      <p>{t('differs', { version: from.version.version })}</p>
      <DifferenceList items={data.items} />
    </>
  );
}
