import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { refinementsAnchorsOptions } from '#api/@tanstack/react-query.gen';
import type { Program } from '#api/types.gen';
import { PageTitle } from '../../frame/title';
import { programsWithFiguresOptions, useProgramWithFigures } from '../../shared/program-with-figures';
import { Empty, Loaded, Loading, NoPermission } from '../../shared/states';
import { useUnfolded } from '../../shared/unfolded';
import { MoreWords } from '../../words/more-words';
import { useSaying } from '../adoption/figure';
import { PageScope, RowsNote } from '../adoption/rows';
import { Anchors } from './anchors';
import { Refinements } from './refinements';
import type { TrainingSearch } from './search';
import type { Taught } from './taught';
import classes from './training.module.css';

const route = getRouteApi('/training');

/** What trainings left behind, by version of their content, and whether it changed with them. */
export default function Training() {
  return (
    <MoreWords of="figures">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('training');
  const none = useTranslations('adoption');
  const programs = useQuery(programsWithFiguresOptions());
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <Loaded query={programs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={none('noProgram')}>{none('noProgramText')}</Empty>
          ) : (
            <Chosen programs={items} />
          )
        }
      </Loaded>
    </>
  );
}

/** The program of the address, else the first of which there are figures to see. */
function Chosen({ programs }: { programs: readonly Program[] }) {
  const t = useTranslations('adoption');
  const { program: code } = route.useSearch();
  const { isPending, program } = useProgramWithFigures(programs, code);
  if (isPending) return <Loading lines={10} />;
  if (code === undefined && !program) return <NoPermission />;
  return program ? (
    <OfProgram key={program.id} program={program} programs={programs} />
  ) : (
    <Empty title={t('unknown')} />
  );
}

function OfProgram({ program, programs }: { program: Program; programs: readonly Program[] }) {
  const t = useTranslations('training');
  const words = useTranslations('adoption');
  const say = useSaying();
  const query = useQuery(refinementsAnchorsOptions({ path: { id: program.id } }));
  const navigate = route.useNavigate();
  const choose = (search: TrainingSearch): void =>
    void navigate({ search, replace: true, resetScroll: false });
  const { capability: code } = route.useSearch();
  return (
    <Loaded query={query} lines={10}>
      {({ capabilities, week, ratedWithinDays, adoptedWithinDays }) => {
        const capability = capabilities.find((one) => one.code === code) ?? mostRefined(capabilities);
        return (
          <>
            <div className={classes.choices}>
              <NativeSelect
                label={words('program')}
                value={program.code}
                data={programs.map((one) => ({ value: one.code, label: one.name }))}
                onChange={({ currentTarget: { value } }) => choose({ program: value })}
              />
              <NativeSelect
                label={t('capability')}
                value={capability?.code ?? ''}
                data={capabilities.map((one) => ({ value: one.code, label: one.name }))}
                onChange={({ currentTarget: { value } }) =>
                  choose({ program: program.code, capability: value })
                }
              />
            </div>
            {capability ? (
              <PageScope
                value={{
                  program: program.code,
                  capability: capability.code,
                  ...(week !== null && { asOf: week }),
                }}
              >
                <div className={classes.page}>
                  <p className="soft">
                    {week === null
                      ? t('notYet')
                      : t('asOf', {
                          week: say.day(week),
                          rated: ratedWithinDays,
                          adopted: adoptedWithinDays,
                        })}
                  </p>
                  <Anchors of={capability} weeks={adoptedWithinDays / 7} />
                  <Refinements key={capability.id} program={program.id} capability={capability} />
                  <RowsNote />
                  <Measured rated={ratedWithinDays} adopted={adoptedWithinDays} />
                </div>
              </PageScope>
            ) : (
              <Empty title={t('none')}>{t('noneText')}</Empty>
            )}
          </>
        );
      }}
    </Loaded>
  );
}

/** The first that was taught with the most versions: there is most to compare. */
const mostRefined = (capabilities: readonly Taught[]): Taught | undefined =>
  [...capabilities].sort((one, other) => other.versions.length - one.versions.length)[0];

/** How the figures of this page are defined; the catalogue says the same in English. */
function Measured({ rated, adopted }: { rated: number; adopted: number }) {
  const t = useTranslations('training.measured');
  const met = useUnfolded<HTMLDivElement>('kpi-anchorMet');
  const inTime = useUnfolded<HTMLDivElement>('kpi-adoptedInTime');
  return (
    <details className={classes.measured}>
      <summary>{t('title')}</summary>
      <dl>
        <div id="kpi-anchorMet" ref={met} tabIndex={-1}>
          <dt>{t('met.what')}</dt>
          <dd>{t('met.says', { rated })}</dd>
        </div>
        <div id="kpi-adoptedInTime" ref={inTime} tabIndex={-1}>
          <dt>{t('adopted.what')}</dt>
          <dd>{t('adopted.says', { adopted })}</dd>
        </div>
        {(['sides', 'few'] as const).map((what) => (
          <div key={what}>
            <dt>{t(`${what}.what`)}</dt>
            <dd>{t(`${what}.says`)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
