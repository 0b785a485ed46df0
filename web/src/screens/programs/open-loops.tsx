import { Button, NativeSelect, NumberInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import {
  cadenceMovesCancelMutation,
  cadenceMovesImpactMutation,
  cadenceMovesListOptions,
  cadenceMovesListQueryKey,
  cadenceMovesPauseMutation,
  cadenceMovesRegionsOptions,
  cadenceMovesResumeMutation,
  cadenceMovesStartMutation,
  cadenceMovesUndoMutation,
} from '#api/@tanstack/react-query.gen';
import type { CadenceImpact, CadenceMove } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import type { CadenceWithVersions, InForce } from '../../shared/cadences';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import { Sure } from '../../shared/sure';
import { useUnfolded } from '../../shared/unfolded';
import classes from './programs.module.css';

const route = getRouteApi('/programs');
const SOON_MS = 3_000;
const MOST_MESSAGES = 200;
const BEGINS = ['atOnce', 'nextCycle'] as const;
const WEEKS_SHOWN = 4;
const DAY = { day: 'numeric', month: 'long' } as const;
const UNDER_WAY: ReadonlySet<CadenceMove['state']> = new Set(['going', 'resting', 'paused']);

/** Loops that are open: what moving them to another version would do, and the moves that there were. */
export function OpenLoops({ program, inForce, cadences }: { program: string } & Choosing) {
  const t = useTranslations('programs.openLoops');
  const start = useUnfolded<HTMLParagraphElement>(`open-${program}`);
  const moves = useQuery({
    ...cadenceMovesListOptions({ path: { id: program } }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => UNDER_WAY.has(state)) ? SOON_MS : false,
  });
  return (
    <details className={classes.openLoops} open={(moves.data?.items.length ?? 0) > 0}>
      <summary>{t('title')}</summary>
      <p ref={start} className={`${classes.start} soft`}>
        {t('text')}
      </p>
      <Loaded query={moves} lines={1}>
        {({ items }) => (
          <>
            {!items.some(({ state }) => UNDER_WAY.has(state)) && (
              <Weigh program={program} inForce={inForce} cadences={cadences} />
            )}
            <ul className={classes.rollouts} aria-label={t('moves')}>
              {items.map((move, index) => (
                <OneMove key={move.id} program={program} move={move} isLatest={index === 0} />
              ))}
            </ul>
            {isStillNew(items, inForce.version.id) && (
              <p>{t('stillNew', { version: inForce.version.version })}</p>
            )}
          </>
        )}
      </Loaded>
    </details>
  );
}

/** Open loops went back from the version that those to come still go by. */
function isStillNew([latest, ...before]: readonly CadenceMove[], inForce: string): boolean {
  if (latest?.state !== 'done' || latest.undoes === null) return false;
  return before.some(({ id, version }) => id === latest.undoes && version === inForce);
}

interface Choosing {
  inForce: InForce;
  cadences: readonly CadenceWithVersions[];
}

/** All versions of the cadence in force, and the newest of each other one. */
const versionsOf = ({ inForce, cadences }: Choosing) => [
  ...inForce.cadence.versions.map((version) => ({ cadence: inForce.cadence, version })),
  ...cadences.flatMap((cadence) =>
    cadence.id === inForce.cadence.id
      ? []
      : cadence.versions.slice(0, 1).map((version) => ({ cadence, version })),
  ),
];

/** First what it would do; only then can it be done. */
function Weigh({ program, ...choosing }: { program: string } & Choosing) {
  const t = useTranslations('programs.openLoops');
  const again = useListAgain(program);
  const { move: asked } = route.useSearch();
  const { inForce } = choosing;
  const versions = versionsOf(choosing);
  const [chosen, setChosen] = useState(asked);
  const { version } = versions.find((one) => one.version.id === chosen) ?? versions[0]!;
  const [region, setRegion] = useState('');
  const [begins, setBegins] = useState<CadenceMove['begins']>('atOnce');
  const [most, setMost] = useState<number | string>(MOST_MESSAGES);
  const of = { version: version.id, begins, ...(region !== '' && { region }) };
  const regions = useQuery(cadenceMovesRegionsOptions({ path: { id: program } }));
  const impact = useMutation(cadenceMovesImpactMutation());
  const start = useMutation({ ...cadenceMovesStartMutation(), onSuccess: again });
  const weighed = impact.data;
  const about = impact.variables?.body;
  const isOfThis =
    weighed && about?.version === of.version && about.region === of.region && about.begins === begins;
  return (
    <>
      <div className={classes.choices}>
        <NativeSelect
          label={t('to')}
          value={version.id}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={versions.map((one) => ({
            value: one.version.id,
            label: t(one.version.id === inForce.version.id ? 'toInForce' : 'toOther', {
              cadence: one.cadence.name,
              version: one.version.version,
            }),
          }))}
        />
        <NativeSelect
          label={t('region')}
          value={region}
          onChange={({ currentTarget }) => setRegion(currentTarget.value)}
          data={[
            { value: '', label: t('everywhere') },
            ...(regions.data?.items ?? []).map((one) => ({ value: one.region, label: t('regionOf', one) })),
          ]}
        />
        <NativeSelect
          label={t('begins')}
          description={t(`beginsText.${begins}`)}
          value={begins}
          onChange={({ currentTarget }) => setBegins(currentTarget.value as CadenceMove['begins'])}
          data={BEGINS.map((value) => ({ value, label: t(`beginning.${value}`) }))}
        />
        <NumberInput
          label={t('most')}
          description={t('mostText')}
          min={1}
          max={100_000}
          value={most}
          onChange={setMost}
        />
      </div>
      {version.id !== inForce.version.id && (
        <p>{t('tried', { version: version.version, inForce: inForce.version.version })}</p>
      )}
      <Button
        mih={44}
        variant="default"
        loading={impact.isPending}
        onClick={() => impact.mutate({ path: { id: program }, body: of })}
      >
        {t('weigh', { number: version.version })}
      </Button>
      <div role="status">
        {impact.isError && <p>{messageOf(impact.error)}</p>}
        {isOfThis && <Impact impact={weighed} />}
      </div>
      {isOfThis && weighed.loops > 0 && (
        <Sure
          // Asked anew of what was weighed anew.
          key={`${of.version} ${region} ${begins}`}
          word={t(begins === 'nextCycle' ? 'plan' : 'move', { loops: weighed.loops })}
          label={t(begins === 'nextCycle' ? 'plan' : 'move', { loops: weighed.loops })}
          question={t(begins === 'nextCycle' ? 'planSure' : 'moveSure', {
            loops: weighed.loops,
            region: region === '' ? 'all' : region,
          })}
          no={t('notYet')}
          isSending={start.isPending}
          error={start.error}
          onSure={() =>
            start.mutate({
              path: { id: program },
              body: { ...of, mostMessages: Number(most) || MOST_MESSAGES },
            })
          }
        />
      )}
    </>
  );
}

function Impact({ impact }: { impact: CadenceImpact }) {
  const t = useTranslations('programs.openLoops.impact');
  const { loops, looked, staying, earlier, later, overdueAtOnce, adoptedAtOnce, now, then, most } = impact;
  const { nextCycle } = impact;
  if (loops === 0) return <p>{t('none')}</p>;
  return (
    <ul>
      <li>{t('loops', { loops })}</li>
      {staying > 0 && <li>{t('staying', { loops: staying })}</li>}
      {nextCycle ? <Waiting {...nextCycle} /> : <li>{t('dates', { earlier, later, overdueAtOnce })}</li>}
      {adoptedAtOnce > 0 && <li>{t('adopted', { loops: adoptedAtOnce })}</li>}
      <li>{t('messages', { now: now.messages, then: then.messages, people: then.people })}</li>
      {most[0] && <li>{t('most', { name: most[0].person.name, items: most[0].items })}</li>}
      {looked < loops && <li>{t('looked', { looked })}</li>}
    </ul>
  );
}

/** Nothing moves now: what the loops wait for, as far as dates are known. */
function Waiting({ weeks, overdue, undated, adopted }: NonNullable<CadenceImpact['nextCycle']>) {
  const t = useTranslations('programs.openLoops.impact');
  const format = useFormatter();
  const [soon, later] = [weeks.slice(0, WEEKS_SHOWN), weeks.slice(WEEKS_SHOWN)];
  const day = (from: string) => format.dateTime(new Date(from), { ...DAY, timeZone: 'UTC' });
  const lines = [
    ...(overdue > 0 ? [t('waits.overdue', { loops: overdue })] : []),
    ...soon.map(({ from, loops }) => t('waits.week', { from: day(from), loops })),
    ...(later.length > 0
      ? [t('waits.later', { loops: later.reduce((sum, { loops }) => sum + loops, 0) })]
      : []),
    ...(undated > 0 ? [t('waits.undated', { loops: undated })] : []),
  ];
  return (
    <>
      <li>{t('waits.nothingNow')}</li>
      {lines.length > 0 && (
        <li>
          {t('waits.title')}
          <ul>
            {lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </li>
      )}
      {adopted > 0 && <li>{t('waits.adopted', { loops: adopted })}</li>}
    </>
  );
}

function OneMove({ program, move, isLatest }: { program: string; move: CadenceMove; isLatest: boolean }) {
  const t = useTranslations('programs.openLoops.one');
  const onSuccess = useListAgain(program);
  const pause = useMutation({ ...cadenceMovesPauseMutation(), onSuccess });
  const resume = useMutation({ ...cadenceMovesResumeMutation(), onSuccess });
  const cancel = useMutation({ ...cadenceMovesCancelMutation(), onSuccess });
  const undo = useMutation({ ...cadenceMovesUndoMutation(), onSuccess });
  const path = { path: { id: program, move: move.id } };
  const { state, moved, total, undoes, region, begins, restsUntil, createdAt, finishedAt } = move;
  const isUnderWay = UNDER_WAY.has(state);
  const said = state === 'going' && total === null ? 'counting' : state;
  const failed = [pause, resume].find(({ isError }) => isError);
  return (
    <li>
      <span>
        <Moment at={finishedAt ?? createdAt} as="minute" />
        {': '}
        {undoes === null && begins === 'nextCycle' && t('fromNextRound')}
        {t(undoes === null ? said : `back.${said}`, {
          moved,
          total: total ?? 0,
          region: region ?? 'all',
        })}{' '}
        {restsUntil && (
          <>
            {t('restsUntil')} <Moment at={restsUntil} as="minute" />
          </>
        )}
      </span>
      {isUnderWay && total !== null && <progress value={moved} max={total} />}
      {state === 'paused' && (
        <Button mih={44} variant="subtle" onClick={() => resume.mutate(path)}>
          {t('resume')}
        </Button>
      )}
      {(state === 'going' || state === 'resting') && (
        <Button mih={44} variant="subtle" onClick={() => pause.mutate(path)}>
          {t('pause')}
        </Button>
      )}
      {isUnderWay && (
        <Sure
          word={t('cancel')}
          label={t('cancel')}
          question={t(undoes === null ? 'cancelSure' : 'back.cancelSure', {
            moved,
            left: (total ?? 0) - moved,
          })}
          no={t('notYet')}
          isSending={cancel.isPending}
          error={cancel.error}
          onSure={() => cancel.mutate(path)}
        />
      )}
      {isLatest && !isUnderWay && undoes === null && moved > 0 && (
        <Sure
          word={t('undo')}
          label={t('undo')}
          question={t('undoSure', { moved, region: region ?? 'all' })}
          no={t('notYet')}
          isSending={undo.isPending}
          error={undo.error}
          onSure={() => undo.mutate(path)}
        />
      )}
      {failed?.error && <span role="alert">{messageOf(failed.error)}</span>}
    </li>
  );
}

function useListAgain(program: string): () => void {
  const cache = useQueryClient();
  return () =>
    void cache.invalidateQueries({ queryKey: cadenceMovesListQueryKey({ path: { id: program } }) });
}
