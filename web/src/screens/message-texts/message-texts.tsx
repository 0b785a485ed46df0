import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useLocale, useTranslations } from 'use-intl';
import { programsListOptions } from '#api/@tanstack/react-query.gen';
import type { Program } from '#api/types.gen';
import { answersFor } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { cadencesOptions, inForceFor, type InForce } from '../../shared/cadences';
import { ownPrograms } from '../../shared/own-programs';
import { Empty, Loaded, NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { LANGUAGES } from '../../words/languages';
import { toldBy } from './kinds';
import { OfFigures, Sample } from './preview';
import type { TextsSearch } from './search';
import classes from './message-texts.module.css';

const route = getRouteApi('/message-texts');

/** Every kind of message of a program as it would read now, and sent to oneself. */
export default function MessageTexts() {
  const { places } = useSession();
  if (!answersFor(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="keeping">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('messageTexts');
  const session = useSession();
  const programs = useQuery(programsListOptions({ query: { limit: '200' } }));
  const cadences = useQuery(cadencesOptions());
  const { program: code } = route.useSearch();
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={`${classes.lead} soft`}>{t('text')}</p>
      <Loaded query={programs}>
        {({ items }) => {
          const { own, program } = ownPrograms(items, session, code);
          return (
            <Loaded query={cadences}>
              {(known) =>
                program ? (
                  <OfProgram programs={own} program={program} inForce={inForceFor(program, known)} />
                ) : (
                  <Empty title={t('noProgram')}>{t('noProgramText')}</Empty>
                )
              }
            </Loaded>
          );
        }}
      </Loaded>
    </>
  );
}

function OfProgram({
  programs,
  program,
  inForce,
}: {
  programs: readonly Program[];
  program: Program;
  inForce: InForce | null;
}) {
  const t = useTranslations('messageTexts');
  const locale = useLocale();
  const audienceWord = useTranslations('messageTexts.audience');
  const { person } = useSession();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const choose = (wanted: TextsSearch): void =>
    void navigate({ search: { ...search, ...wanted }, replace: true, resetScroll: false });
  const programChoice = (
    <NativeSelect
      label={t('program')}
      value={program.code}
      data={programs.map(({ code, name }) => ({ value: code, label: name }))}
      onChange={({ currentTarget: { value } }) => choose({ program: value })}
    />
  );
  if (inForce === null || program.capabilities.length === 0)
    return (
      <>
        <div className={classes.choices}>{programChoice}</div>
        <Empty title={t('notReady')}>{t('notReadyText')}</Empty>
      </>
    );
  const all = toldBy(inForce.version.document, program.ownerId === person.id);
  const told = all.find(({ kind }) => kind === search.kind) ?? all[0]!;
  const audience = told.to.find((one) => one === search.audience) ?? told.to[0];
  const language = search.language ?? locale.split('-')[0]!;
  const channel = search.as ?? 'email';
  const how = { locale: language, channel };
  return (
    <>
      <div className={classes.choices}>
        {programChoice}
        <NativeSelect
          label={t('kind')}
          value={told.kind}
          data={all.map(({ kind }) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          onChange={({ currentTarget: { value } }) => choose({ kind: value })}
        />
        {audience && (
          <NativeSelect
            label={t('to')}
            value={audience}
            disabled={told.to.length === 1}
            data={told.to.map((one) => ({ value: one, label: audienceWord(one) }))}
            onChange={({ currentTarget: { value } }) => choose({ audience: value })}
          />
        )}
        <NativeSelect
          label={t('language')}
          value={language}
          data={Object.keys(LANGUAGES).map((one) => ({ value: one, label: nameOf(one) }))}
          onChange={({ currentTarget: { value } }) => choose({ language: value })}
        />
      </div>
      <SegmentedControl
        aria-label={t('channel')}
        className={classes.channel}
        value={channel}
        onChange={(as) => choose({ as })}
        data={(['email', 'slack'] as const).map((one) => ({ value: one, label: t(`channels.${one}`) }))}
      />
      {told.kind === 'digest' || told.kind === 'alert' ? (
        <OfFigures program={program.id} kind={told.kind} how={how} />
      ) : (
        <Sample program={program.id} of={{ kind: told.kind, audience, ...how }} />
      )}
    </>
  );
}

/** A language by its own name. */
const nameOf = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
