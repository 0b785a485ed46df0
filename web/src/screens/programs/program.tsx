import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useFormatter, useNow, useTranslations } from 'use-intl';
import { rolloutsListOptions } from '#api/@tanstack/react-query.gen';
import type { Program, RolloutList } from '#api/types.gen';
import type { CadenceWithVersions, InForce } from '../../shared/cadences';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import { LaunchForm } from './launch';
import { OpenLoops } from './open-loops';
import classes from './programs.module.css';
import { WavesOf } from './waves';

const SOON_MS = 5_000;

/** One program: whether it was launched, by which cadence it goes, and how far its rollouts have come. */
export function OneProgram({
  program,
  inForce,
  cadences,
}: {
  program: Program;
  inForce: InForce | null;
  cadences: readonly CadenceWithVersions[];
}) {
  const t = useTranslations('programs');
  const { id, name, code } = program;
  const heading = `program-${id}`;
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} dir="auto">
        {name} <span className={`${classes.code} soft`}>{code}</span>
      </h2>
      <Launch program={program} />
      <p>
        {inForce === null
          ? t('noCadence')
          : t.rich('goesBy', {
              cadence: inForce.cadence.name,
              version: inForce.version.version,
              link: (chunks) => (
                <Anchor
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/cadences/$id/versions/$version"
                      params={{ id: inForce.cadence.id, version: String(inForce.version.version) }}
                      search={{ program: code }}
                    />
                  )}
                >
                  {chunks}
                </Anchor>
              ),
            })}
      </p>
      {program.launchAt !== null && <WavesOf program={id} />}
      <Rollouts program={id} name={name} />
      {inForce && program.launchAt !== null && (
        <OpenLoops program={id} inForce={inForce} cadences={cadences} />
      )}
    </section>
  );
}

function Launch({ program: { id, launchAt, cadenceVersionId, capabilities } }: { program: Program }) {
  const t = useTranslations('programs');
  const format = useFormatter();
  const now = useNow({ updateInterval: SOON_MS });
  if (launchAt !== null)
    return (
      <p>
        {t(new Date(launchAt) > now ? 'launches' : 'launched')} <Moment at={launchAt} />
      </p>
    );
  const missing = [
    ...(cadenceVersionId === null ? [t('needs.cadence')] : []),
    ...(capabilities.length === 0 ? [t('needs.capability')] : []),
  ];
  return (
    <>
      <p>
        {t('notLaunched')} {missing.length > 0 && t('needs.says', { what: format.list(missing) })}
      </p>
      {missing.length === 0 && <LaunchForm program={id} />}
    </>
  );
}

/** Asked again as long as one goes on. */
function Rollouts({ program, name }: { program: string; name: string }) {
  const t = useTranslations('programs');
  const query = useQuery({
    ...rolloutsListOptions({ path: { id: program } }),
    refetchInterval: ({ state: { data } }) =>
      data?.items.some(({ state }) => state !== 'done') ? SOON_MS : false,
  });
  return (
    <Loaded query={query} lines={1}>
      {({ items }) =>
        items.length === 0 ? (
          <p className="soft">{t('noRollout')}</p>
        ) : (
          <ul className={classes.rollouts} aria-label={t('rolloutsOf', { program: name })}>
            {tellingOf(items).map((rollout) => (
              <OneRollout key={rollout.id} rollout={rollout} />
            ))}
          </ul>
        )
      }
    </Loaded>
  );
}

/** Each import of trainings begins a rollout; one that found nobody new tells nothing beside another. */
function tellingOf(items: RolloutList['items']): RolloutList['items'] {
  const telling = items.filter(({ state, opened }) => state !== 'done' || opened > 0);
  return telling.length > 0 ? telling : items.slice(0, 1);
}

function OneRollout({
  rollout: { state, total, opened, createdAt, finishedAt },
}: {
  rollout: RolloutList['items'][number];
}) {
  const t = useTranslations('programs.rollout');
  const isCounted = total !== null;
  const said =
    state === 'done' ? t('done', { opened }) : isCounted ? t('running', { opened, total }) : t('counting');
  return (
    <li>
      <span>
        {t('of')} <Moment at={finishedAt ?? createdAt} as="minute" />: {said}
      </span>
      {state !== 'done' && isCounted && <progress value={opened} max={total} aria-label={said} />}
    </li>
  );
}
