import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { capabilitiesListOptions, insightsPeriodsOptions } from '#api/@tanstack/react-query.gen';
import type { Capability, Program } from '#api/types.gen';
import { PageTitle } from '../../frame/title';
import { programsWithFiguresOptions, useProgramWithFigures } from '../../shared/program-with-figures';
import { Empty, Loaded, Loading, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import classes from './adoption.module.css';
import { Alerts, RulesLink } from './alerts';
import { Exports } from './exports';
import { CapabilityNames, useSaying } from './figure';
import { Headline } from './headline';
import { FigureMap } from './map';
import { Measured } from './measured';
import { Places } from './places';
import { Reasons } from './reasons';
import { PageScope } from './rows';
import { Said } from './said';
import type { AdoptionSearch } from './search';
import { Signs } from './signs';
import { Trend } from './trend';
import { Truth } from './truth';

const route = getRouteApi('/adoption');
type Taught = Pick<Capability, 'id' | 'code' | 'name'>;

const ALL = { query: { limit: '200' } };

/** Where it works, where it stalls, why, and what would help: figures of many, never of one. */
export default function Adoption() {
  return (
    <MoreWords of="figures">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('adoption');
  const programs = useQuery(programsWithFiguresOptions());
  const capabilities = useQuery({ ...capabilitiesListOptions(ALL), staleTime: Infinity });
  const names = useMemo(
    () => new Map(capabilities.data?.items.map(({ code: one, name }) => [one, name])),
    [capabilities.data],
  );
  return (
    <CapabilityNames value={names}>
      <PageTitle>{t('title')}</PageTitle>
      <Loaded query={programs}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('noProgram')}>{t('noProgramText')}</Empty>
          ) : (
            <Chosen programs={items} capabilities={capabilities.data?.items ?? []} />
          )
        }
      </Loaded>
    </CapabilityNames>
  );
}

/** The program of the address, else the first of which there are figures to see. */
function Chosen({
  programs,
  capabilities,
}: {
  programs: readonly Program[];
  capabilities: readonly Taught[];
}) {
  const t = useTranslations('adoption');
  const { program: code } = route.useSearch();
  const { isPending, program } = useProgramWithFigures(programs, code);
  if (isPending) return <Loading lines={10} />;
  if (code === undefined && !program) return <NoPermission />;
  return (
    <>
      <Choices programs={programs} program={program} capabilities={capabilities} />
      {program ? <OfProgram key={program.id} program={program} /> : <Empty title={t('unknown')} />}
    </>
  );
}

function useChoose() {
  const navigate = route.useNavigate();
  return (chosen: { [name in keyof AdoptionSearch]: AdoptionSearch[name] | undefined }): void =>
    void navigate({
      search: (before) =>
        Object.fromEntries(Object.entries({ ...before, ...chosen }).filter(([, value]) => value)),
      replace: true,
      resetScroll: false,
    });
}

function Choices({
  programs,
  program,
  capabilities,
}: {
  programs: readonly Program[];
  program: Program | undefined;
  capabilities: readonly Taught[];
}) {
  const t = useTranslations('adoption');
  const say = useSaying();
  const choose = useChoose();
  const { capability, week } = route.useSearch();
  const periods = useQuery({
    ...insightsPeriodsOptions({ query: { program: program?.id ?? '' } }),
    enabled: program !== undefined,
  });
  const weeks = [...(periods.data?.weeks ?? [])].reverse();
  const taught = capabilities.filter(({ id }) =>
    program?.capabilities.some((one) => one.capabilityId === id),
  );
  return (
    <div className={classes.choices}>
      <NativeSelect
        label={t('program')}
        value={program?.code ?? ''}
        data={[
          ...(program ? [] : [{ value: '', label: '' }]),
          ...programs.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) =>
          choose({ program: value, capability: undefined, week: undefined })
        }
      />
      <NativeSelect
        label={t('capability')}
        value={capability ?? ''}
        data={[
          { value: '', label: t('allCapabilities') },
          ...taught.map(({ code, name }) => ({ value: code, label: name })),
        ]}
        onChange={({ currentTarget: { value } }) => choose({ capability: value })}
      />
      <NativeSelect
        label={t('week')}
        value={week ?? ''}
        data={[
          { value: '', label: t('newest') },
          ...weeks.map((monday) => ({ value: monday, label: say.day(monday) })),
        ]}
        onChange={({ currentTarget: { value } }) => choose({ week: value })}
      />
    </div>
  );
}

/** What of it is said. */
const scopeOf = <T extends object>(parts: T): { [name in keyof T]?: NonNullable<T[name]> } =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as {
    [name in keyof T]?: NonNullable<T[name]>;
  };

function OfProgram({ program: { id: program, code, name } }: { program: Program }) {
  const t = useTranslations('adoption');
  const say = useSaying();
  const choose = useChoose();
  const { capability, week, kpi = 'stalled' } = route.useSearch();
  const periods = useQuery(insightsPeriodsOptions({ query: { program } }));
  const scope = { program, ...scopeOf({ capability }) };
  const ofWeek = { ...scope, ...(week !== undefined && { to: week }) };
  const newest = periods.data?.weeks.at(-1);
  const asOf = week ?? newest;
  return (
    <PageScope value={{ program: code, ...scopeOf({ capability, asOf }) }}>
      <Loaded query={periods} lines={10}>
        {() => {
          if (newest === undefined)
            return (
              <Empty title={t('notYet')} action={<RulesLink />}>
                {t('notYetText')}
              </Empty>
            );
          return (
            <div className={classes.page}>
              <p className={`${classes.asOf} soft`}>
                <span className={classes.printed}>
                  {t('printed', {
                    program: name,
                    capability: capability === undefined ? t('allCapabilities') : say.capability(capability),
                  })}{' '}
                </span>
                {t('asOf', { week: say.day(week ?? newest) })}
              </p>
              <Headline scope={ofWeek} />
              <Places scope={ofWeek} />
              <Alerts program={program} isOlderWeek={week !== undefined && week !== newest} />
              <FigureMap scope={ofWeek} kpi={kpi} onKpi={(chosen) => choose({ kpi: chosen })} />
              <div className={classes.beside}>
                <Trend scope={ofWeek} kpi={kpi} />
                <div className={classes.two}>
                  <Reasons scope={ofWeek} />
                  <div className={classes.onScreen}>
                    <Truth scope={ofWeek} />
                  </div>
                </div>
              </div>
              <div className={`${classes.two} ${classes.onScreen}`}>
                <Said scope={ofWeek} />
                <Signs scope={ofWeek} />
              </div>
              <div className={classes.onScreen}>
                <Measured />
                <Exports scope={ofWeek} kpi={kpi} />
              </div>
            </div>
          );
        }}
      </Loaded>
    </PageScope>
  );
}
