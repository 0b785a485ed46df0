import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { Enrolment } from '#api/types.gen';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Glance } from '../../shared/glance';
import { Moment } from '../../shared/moment';
import classes from './enrolment.module.css';

/** Who, what, and where it stands: first in a sentence, then in dates. */
export function Head({ enrolment }: { enrolment: Enrolment }) {
  const t = useTranslations();
  const { person } = useSession();
  const { rep, manager, meanwhile, capability, program, glance, stall, next, withheld, fault } = enrolment;
  const known: Partial<Record<string, Enrolment['manager']>> = { rep, manager: meanwhile ?? manager };
  const clearerOf = (audience: NonNullable<Enrolment['stall']>['clearer']): string => {
    const one = known[audience];
    if (!one) return t(`audience.${audience}`);
    return one.id === person.id ? t('enrolment.you') : one.name;
  };
  return (
    <header>
      <PageTitle>{t('enrolment.title', { rep: rep.name, capability: capability.name })}</PageTitle>
      {glance && (
        <p className={classes.stands}>
          <Glance of={glance} />
          {stall?.since && (
            <span className="soft">
              {t('enrolment.since')} <Moment at={stall.since} zone={rep.zone} />
            </span>
          )}
        </p>
      )}
      {stall && (
        <Text>
          {t('enrolment.stalled', {
            why: t(`stall.${stall.reason}`),
            who: clearerOf(stall.clearer),
          })}
        </Text>
      )}
      {next && (
        <Text>
          {t(next.overdue ? 'enrolment.overdue' : 'enrolment.next', { what: t(`owed.${next.kind}`) })}{' '}
          {next.dueAt && <Moment at={next.dueAt} zone={rep.zone} as="minute" />}
        </Text>
      )}
      {fault && <Text role="alert">{t('enrolment.fault')}</Text>}
      <Dates enrolment={enrolment} />
      {program.backfilled && <p className="soft">{t('enrolment.backfilled')}</p>}
      {withheld.length > 0 && (
        <p className="soft">
          {t('enrolment.withheld', { what: withheld.map((group) => t(`withheld.${group}`)).join(', ') })}
        </p>
      )}
    </header>
  );
}

function Dates({ enrolment }: { enrolment: Enrolment }) {
  const t = useTranslations('enrolment');
  const { rep, manager, meanwhile, program, cadence } = enrolment;
  const coached = [manager?.name, meanwhile && t('meanwhile', meanwhile)].filter((part) => !!part);
  const dated = (
    [
      'trainedAt',
      'lastObservedAt',
      'readyAt',
      'nextVisitAt',
      'adoptedAt',
      'sustainedAt',
      'lapsedAt',
      'endedAt',
    ] as const
  ).flatMap((name) => {
    const at = enrolment[name];
    return at === null ? [] : [[name, <Moment key={name} at={at} zone={rep.zone} />] as const];
  });
  const facts: (readonly [label: string, value: ReactNode])[] = [
    [t('program'), program.name],
    [t('manager'), coached.length > 0 ? coached.join(' · ') : t('vacant')],
    ...(enrolment.observations === null ? [] : [[t('observations'), enrolment.observations] as const]),
    ...dated.map(([name, value]) => [t(`dates.${name}`), value] as const),
    [t('cadence'), t('cadenceVersion', cadence)],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
