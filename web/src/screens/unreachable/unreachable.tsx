import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { programsListOptions, unreachableListOptions } from '#api/@tanstack/react-query.gen';
import type { Program } from '#api/types.gen';
import { answersFor } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { ownPrograms } from '../../shared/own-programs';
import { Empty, Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { One } from './one';
import classes from './unreachable.module.css';

const route = getRouteApi('/unreachable');

/** Who of a program cannot be told anything, since when, and what mends it. */
export default function Unreachable() {
  const { places } = useSession();
  if (!answersFor(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="keeping">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('unreachable');
  const session = useSession();
  const programs = useQuery(programsListOptions({ query: { limit: '200' } }));
  const { program: code } = route.useSearch();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <Loaded query={programs}>
        {({ items }) => {
          const { own, program } = ownPrograms(items, session, code);
          return program ? (
            <OfProgram programs={own} program={program} />
          ) : (
            <Empty title={t('noProgram')}>{t('noProgramText')}</Empty>
          );
        }}
      </Loaded>
    </>
  );
}

function OfProgram({ programs, program }: { programs: readonly Program[]; program: Program }) {
  const t = useTranslations('unreachable');
  const navigate = route.useNavigate();
  const query = useQuery(unreachableListOptions({ path: { id: program.id } }));
  return (
    <>
      <NativeSelect
        maw={320}
        my="md"
        label={t('program')}
        value={program.code}
        data={programs.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={({ currentTarget: { value } }) =>
          void navigate({ search: { program: value }, replace: true, resetScroll: false })
        }
      />
      <Loaded query={query} lines={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none')}>{t('noneText')}</Empty>
          ) : (
            <>
              <p>{t('count', { count: items.length })}</p>
              <ul className={classes.list}>
                {items.map((item) => (
                  <One key={`${item.person.id} ${item.why}`} item={item} />
                ))}
              </ul>
            </>
          )
        }
      </Loaded>
    </>
  );
}
