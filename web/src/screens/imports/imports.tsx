import { SegmentedControl } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { importsColumns } from '#api/sdk.gen';
import { messageOf } from '../../api/problem';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Loading, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Chosen } from './chosen';
import { KINDS, type Kind } from './mapping';
import classes from './imports.module.css';

/** The header and the first line stand in it. */
const BEGINNING = 256 * 1024;

/** People, completions and visits from a file: how its columns are read, what it would change, and then the import itself. */
export default function Imports() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="keeping">
      <Page />
    </MoreWords>
  );
}

interface Wanted {
  kind: Kind;
  file: File;
}

function Page() {
  const t = useTranslations('imports');
  const [kind, setKind] = useState<Kind>('people');
  const [file, setFile] = useState<File | null>(null);
  const look = useMutation({
    mutationFn: async ({ kind, file }: Wanted) => {
      const body = file.slice(0, BEGINNING) as unknown as string;
      return (await importsColumns({ query: { kind }, body, throwOnError: true })).data;
    },
  });
  const choose = (wanted: { kind: Kind; file: File | null }): void => {
    setKind(wanted.kind);
    setFile(wanted.file);
    look.reset();
    if (wanted.file !== null) look.mutate({ kind: wanted.kind, file: wanted.file });
  };
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <div className={classes.page}>
        <SegmentedControl
          aria-label={t('kind')}
          className={classes.kinds}
          value={kind}
          onChange={(value) => choose({ kind: value as Kind, file })}
          data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
        <p className="soft">{t(`about.${kind}`)}</p>
        <label className={classes.file}>
          <span>{t('file')}</span>
          <input
            type="file"
            accept=".csv,.txt,.tsv,text/csv"
            onChange={({ currentTarget: { files } }) => choose({ kind, file: files?.[0] ?? null })}
          />
        </label>
        {look.isPending && <Loading lines={4} />}
        {look.isError && <p role="alert">{t('unreadable', { why: messageOf(look.error) })}</p>}
        {file && look.data && (
          <Chosen
            key={`${kind} ${file.name} ${file.size} ${file.lastModified}`}
            kind={kind}
            file={file}
            found={look.data}
          />
        )}
      </div>
    </>
  );
}
