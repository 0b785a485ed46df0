import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import { rehearsalsRepsOptions } from '#api/@tanstack/react-query.gen';
import type { CadenceReview, RepsToTry } from '#api/types.gen';
import type { InForce } from '../../shared/cadences';
import { Failed, Loading } from '../../shared/states';
import { previewOptions, type Done, type Path } from './asked';
import type { Draft } from './document';
import classes from './cadence.module.css';
import { Given } from './given';

const Drawing = lazy(() => import('./drawing'));

const PAUSE_MS = 300;
/** `given`: as one says oneself. */
const PATHS: readonly (Path | 'given')[] = ['inTime', 'late', 'nobody', 'managerAway', 'given'];
type Rep = RepsToTry['items'][number];

/** What the draft would do to one real person of the program, redrawn as it is written. */
export function TryOut({
  program,
  draft,
  inForce,
  review,
}: {
  program: string;
  draft: Draft;
  /** Beside which it can be drawn; null: nothing. */
  inForce: InForce | null;
  /** Of this very draft; undefined: not known yet. */
  review: CadenceReview | undefined;
}) {
  const t = useTranslations('cadence.tryOut');
  const [name, setName] = useState('');
  const [asked] = useDebouncedValue(name.trim(), PAUSE_MS);
  const [chosen, setChosen] = useState<Rep | null>(null);
  const [path, setPath] = useState<Path | 'given'>('inTime');
  const [given, setGiven] = useState<readonly Done[]>([]);
  const [isBeside, setBeside] = useState(false);
  const section = useRef<HTMLElement>(null);
  const found = useQuery({
    ...rehearsalsRepsOptions({ path: { id: program }, query: asked === '' ? {} : { name: asked } }),
    placeholderData: keepPreviousData,
  });
  const reps = found.data?.items ?? [];
  // Who was chosen stays, whatever else is sought.
  const rep = chosen ?? reps[0] ?? null;
  const offered = rep === null || reps.some(({ id }) => id === rep.id) ? reps : [rep, ...reps];
  return (
    <section
      ref={section}
      aria-labelledby="tryOut"
      className={classes.tryOut}
      data-beside={isBeside || undefined}
    >
      <h2 id="tryOut">{t('title')}</h2>
      <p className="soft">{t('text')}</p>
      <div className={classes.choices}>
        <TextInput
          type="search"
          label={t('search')}
          leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
          value={name}
          onChange={({ currentTarget }) => {
            setName(currentTarget.value);
            setChosen(null);
          }}
        />
        <NativeSelect
          label={t('rep')}
          value={rep?.id ?? ''}
          data={
            offered.length === 0
              ? [{ value: '', label: found.isPending ? '' : t('nobody') }]
              : offered.map(({ id, name: called }) => ({ value: id, label: called }))
          }
          onChange={({ currentTarget: { value } }) =>
            setChosen(offered.find(({ id }) => id === value) ?? null)
          }
        />
        <NativeSelect
          label={t('path')}
          value={path}
          data={PATHS.map((value) => ({ value, label: t(`paths.${value}`) }))}
          onChange={({ currentTarget }) => setPath(currentTarget.value as Path | 'given')}
        />
      </div>
      {inForce && (
        <Switch
          label={t('beside.show', { version: inForce.version.version })}
          checked={isBeside}
          onChange={({ currentTarget: { checked } }) => {
            // It needs the whole width then, below what is written.
            flushSync(() => setBeside(checked));
            section.current?.scrollIntoView({ block: 'nearest' });
          }}
        />
      )}
      {path === 'given' && <Given done={given} change={setGiven} />}
      {found.isError ? (
        <Failed error={found.error} again={() => void found.refetch()} />
      ) : found.isPending ? (
        <Loading lines={8} />
      ) : rep === null ? (
        <p role="status">{t(asked === '' ? 'nobodyYet' : 'nobodySo')}</p>
      ) : (
        <Drawn
          program={program}
          draft={draft}
          rep={rep.id}
          along={path === 'given' ? given : path}
          beside={isBeside ? inForce : null}
          review={review}
        />
      )}
    </section>
  );
}

/** What was drawn last stays while the next is asked for, and while a problem keeps it from being drawn. */
function Drawn({
  program,
  draft,
  rep,
  along,
  beside,
  review,
}: {
  program: string;
  draft: Draft;
  rep: string;
  along: Path | readonly Done[];
  beside: InForce | null;
  review: CadenceReview | undefined;
}) {
  const t = useTranslations('cadence.tryOut');
  const isBroken = Object.keys(draft).length === 0 || (review?.problems.length ?? 0) > 0;
  const preview = useQuery({
    ...previewOptions(draft, program, rep, along, beside?.version ?? null),
    enabled: review !== undefined && !isBroken,
  });
  const { data, error, refetch, isPlaceholderData } = preview;
  if (error !== null) return <Failed error={error} again={() => void refetch()} />;
  return (
    <>
      <div role="status">{isBroken && <p>{t(data ? 'before' : 'notYet')}</p>}</div>
      {data ? (
        <div className={classes.drawn} data-older={isPlaceholderData || undefined}>
          <Suspense fallback={<Loading lines={8} />}>
            <Drawing preview={data} />
          </Suspense>
        </div>
      ) : (
        !isBroken && <Loading lines={8} />
      )}
    </>
  );
}
