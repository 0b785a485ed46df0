import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslations } from 'use-intl';
import type { Cadence, Capability, Program } from '#api/types.gen';
import { inForceFor, type CadenceWithVersions } from '../../shared/cadences';
import { Failed, Loading } from '../../shared/states';
import { AsDocument } from './as-document';
import { reviewOptions } from './asked';
import { readAt, writeAt, type Draft } from './document';
import { EditingContext, levelsOf, type Editing } from './editing';
import { Form } from './form';
import { Differs, Found } from './found';
import { GoesBy } from './in-force';
import { Keep } from './keep';
import { useKeeping } from './keeping';
import { bringTo } from './bring-to';
import { Templates } from './templates';
import { TryOut } from './try-out';
import classes from './cadence.module.css';

const Played = lazy(() => import('./played'));

const PAUSE_MS = 400;

/** A cadence while it is written: its sentences, what it would do to somebody, and what is to be said of it. */
export function Editor({
  cadence,
  cadences,
  program,
  capabilities,
}: {
  cadence: Cadence;
  cadences: readonly CadenceWithVersions[];
  /** For whom it is tried; null: nobody of theirs. */
  program: Program | null;
  capabilities: readonly Capability[];
}) {
  const t = useTranslations('cadence');
  const versions = cadences.find(({ id }) => id === cadence.id)?.versions ?? [];
  const keeping = useKeeping(cadence, versions[0]?.version ?? 0);
  const { name, draft, setName, setDraft, isChanged } = keeping;
  const [view, setView] = useState<'form' | 'document'>('form');
  const [settled] = useDebouncedValue(draft, PAUSE_MS);
  const isBegun = Object.keys(settled).length > 0;
  const asked = useQuery({ ...reviewOptions(settled, program?.id ?? null), enabled: isBegun });
  const review =
    isBegun && asked.data
      ? {
          ...asked.data,
          problems: asked.data.problems.map((problem) =>
            problem.path !== '' && readAt(settled, problem.path) === undefined
              ? { ...problem, message: t('found.missing') }
              : problem,
          ),
        }
      : undefined;
  const isOfThis = settled === draft && !asked.isPlaceholderData;
  const inForce = program && inForceFor(program, cadences);
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isChanged && current.pathname !== next.pathname && !window.confirm(t('keep.leave')),
    enableBeforeUnload: () => isChanged,
  });
  const fill = (filled: Draft): void => setDraft(() => filled);
  const editing: Editing = {
    draft,
    clock: draft.clock === 'calendar' ? 'calendar' : 'working',
    problems: review?.problems ?? [],
    levels: levelsOf(capabilities),
    write: (path, value) => setDraft((before) => writeAt({ schema: 1, ...before }, path, value)),
    isPublished: false,
  };
  const goTo = (path: string): void => {
    flushSync(() => setView('form'));
    // What the form does not know stands in the document alone.
    if (!bringTo(path)) setView('document');
  };
  const goesBy = program && <GoesBy program={program} inForce={inForce} name={name} offered={versions[0]} />;
  const isPublished = keeping.publish.isSuccess;
  return (
    <EditingContext value={editing}>
      <p className="soft">{t('versions.draftText', { version: (versions[0]?.version ?? 0) + 1 })}</p>
      {!isPublished && goesBy}
      <div className={classes.editor}>
        <div className={classes.written}>
          <TextInput
            label={t('name')}
            maxLength={200}
            maw={400}
            className={classes.name}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Templates draft={draft} fill={fill} />
          <SegmentedControl
            aria-label={t('view')}
            className={classes.view}
            value={view}
            onChange={setView}
            data={[
              { value: 'form', label: t('asForm') },
              { value: 'document', label: t('document.title') },
            ]}
          />
          {view === 'form' ? <Form /> : <AsDocument draft={draft} fill={fill} />}
        </div>
        <div className={classes.found}>
          {asked.isError && <Failed error={asked.error} again={() => void asked.refetch()} />}
          {!isBegun && <p className="soft">{t('found.nothingYet')}</p>}
          {review && <Found review={review} goTo={goTo} />}
          {inForce && review?.problems.length === 0 && !asked.isPlaceholderData && (
            <Differs draft={settled} inForce={inForce} />
          )}
        </div>
        {program ? (
          <TryOut
            key={program.id}
            program={program.id}
            draft={settled}
            inForce={inForce}
            review={asked.isPlaceholderData ? undefined : review}
          />
        ) : (
          <p className="soft">{t('tryOut.noProgram')}</p>
        )}
      </div>
      {program && isBegun && review?.problems.length === 0 && (
        <Suspense fallback={<Loading />}>
          <Played key={program.id} program={program.id} draft={draft} />
        </Suspense>
      )}
      <Keep
        keeping={keeping}
        review={isOfThis ? review : undefined}
        version={(versions[0]?.version ?? 0) + 1}
        done={goesBy}
      />
    </EditingContext>
  );
}
