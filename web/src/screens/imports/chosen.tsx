import { Button, Checkbox, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { importsCompletions, importsPeople, importsVisits } from '#api/sdk.gen';
import type { ImportColumns, ImportReport } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Columns } from './columns';
import { useFieldWord } from './field-word';
import { asFound, mappingOf, missingIn, readAs, type Kind, type Reading } from './mapping';
import { Report } from './report';
import classes from './imports.module.css';

const TAKE: Readonly<Record<Kind, typeof importsPeople>> = {
  people: importsPeople,
  completions: importsCompletions as typeof importsPeople,
  visits: importsVisits as typeof importsPeople,
};

interface Asked {
  isTrial: boolean;
  partial: boolean;
}

/** A file that was chosen: first how it is read, then what it would do, and only then that it is done. */
export function Chosen({ kind, file, found }: { kind: Kind; file: File; found: ImportColumns }) {
  const t = useTranslations('imports');
  const format = useFormatter();
  const fieldWord = useFieldWord();
  const [reading, setReading] = useState<Reading>(asFound(found));
  const [isPartial, setPartial] = useState(false);
  const mapping = mappingOf(found, reading);
  const send = async ({ isTrial, partial }: Asked): Promise<ImportReport> => {
    const query = {
      dryRun: isTrial ? ('true' as const) : ('false' as const),
      partial: partial ? ('true' as const) : ('false' as const),
      ...(mapping !== undefined && { mapping }),
    };
    return (await TAKE[kind]({ query, body: file as unknown as string, throwOnError: true })).data;
  };
  const trial = useMutation({ mutationFn: send });
  const take = useMutation({ mutationFn: send });
  const change = (place: number, field: string | null): void => {
    setReading(readAs(reading, place, field));
    // What was tried was another reading of the file.
    trial.reset();
    take.reset();
  };
  const missing = missingIn(found, reading);
  const tried = trial.data;
  const isFaulty = (tried?.problems.total ?? 0) > 0;
  const changes = tried ? tried.counts.created + tried.counts.updated : 0;
  return (
    <>
      <section aria-labelledby="columns">
        <h2 id="columns">{t('columns.title')}</h2>
        <p className="soft">{t('columns.text')}</p>
        <Columns found={found} reading={reading} change={change} isFixed={take.isPending} />
        {missing.length > 0 && (
          <p className={classes.wrong} role="status">
            {t('columns.missing', { fields: format.list(missing.map(fieldWord)) })}
          </p>
        )}
        <Button
          mih={44}
          variant={tried ? 'default' : 'filled'}
          disabled={missing.length > 0 || take.isPending}
          loading={trial.isPending}
          onClick={() => trial.mutate({ isTrial: true, partial: false })}
        >
          {t('try')}
        </Button>
      </section>
      <Under act={trial} />
      {tried && !take.isSuccess && (
        <section aria-labelledby="would">
          <h2 id="would">{t('would')}</h2>
          <Report report={tried} />
          {isFaulty && changes > 0 && (
            <Checkbox
              my="md"
              label={t('partial')}
              checked={isPartial}
              onChange={({ currentTarget: { checked } }) => setPartial(checked)}
            />
          )}
          {changes === 0 ? (
            <p>{t('nothing')}</p>
          ) : (
            <Button
              mih={44}
              disabled={isFaulty && !isPartial}
              loading={take.isPending}
              onClick={() => take.mutate({ isTrial: false, partial: isPartial })}
            >
              {t('take', { count: changes })}
            </Button>
          )}
        </section>
      )}
      <Under act={take} />
      {take.data && (
        <section aria-labelledby="done" role="status">
          <h2 id="done">{t('done')}</h2>
          <Report report={take.data} />
          {kind === 'completions' && <p className="soft">{t('opening')}</p>}
        </section>
      )}
    </>
  );
}

/** What is going on with a file that was sent, or why it was not taken. */
function Under({ act: { isPending, error } }: { act: { isPending: boolean; error: unknown } }) {
  const t = useTranslations('imports');
  if (isPending)
    return (
      <p role="status">
        <label className={classes.going}>
          {t('going')} <progress />
        </label>
      </p>
    );
  return (
    error !== null && (
      <Text role="alert" c="var(--warn)">
        {t('notTaken', { why: messageOf(error) })}
      </Text>
    )
  );
}
