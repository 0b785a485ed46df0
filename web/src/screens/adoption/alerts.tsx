import { Anchor, Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { use, useState } from 'react';
import { useTranslations } from 'use-intl';
import { alertsListOptions } from '#api/@tanstack/react-query.gen';
import type { Alerts as AlertList } from '#api/types.gen';
import { actsOnAlerts } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import { useUnfolded } from '../../shared/unfolded';
import classes from './adoption.module.css';
import { useSaying } from './figure';
import { Why } from './reasons';
import { AlertForm, type Act } from './alert-form';
import { dayOf, Evidence, PageScope } from './rows';

type OneAlert = AlertList['alerts'][number];

/** So many stand on the sheet; adoption.module.css leaves the others out. */
const ON_PAPER = 3;

/** What can be done, the likeliest first. */
const OFFERED = {
  untaken: ['acknowledge', 'assign', 'snooze', 'resolve'],
  taken: ['resolve', 'assign', 'snooze'],
} as const satisfies Record<string, readonly Act[]>;

const isOpen = ({ state }: OneAlert): boolean => state !== 'resolved' && state !== 'autoResolved';

/** Which figures call for somebody, and who takes it. */
export function Alerts({ program, isOlderWeek }: { program: string; isOlderWeek: boolean }) {
  const t = useTranslations('adoption.alerts');
  const query = useQuery(alertsListOptions({ path: { id: program } }));
  return (
    <section aria-labelledby="alerts">
      <div className={classes.head}>
        <h2 id="alerts">{t('title')}</h2>
        <div className={classes.onScreen}>
          <RulesLink />
        </div>
      </div>
      {isOlderWeek && <p className="soft">{t('ofToday')}</p>}
      <Loaded query={query} lines={2}>
        {({ alerts, latestRest }) => {
          const list = (some: readonly OneAlert[]) => (
            <ul className={classes.alerts}>
              {some.map((alert) => (
                <Alert key={alert.id} program={program} alert={alert} latestRest={latestRest} />
              ))}
            </ul>
          );
          const open = alerts.filter(isOpen);
          const closed = alerts.filter((alert) => !isOpen(alert));
          return (
            <>
              {open.length === 0 ? <p className="soft">{t('none')}</p> : list(open)}
              {open.length > ON_PAPER && (
                <p className={classes.printed}>{t('more', { count: open.length - ON_PAPER })}</p>
              )}
              {closed.length > 0 && (
                <details>
                  <summary>{t('closed', { count: closed.length })}</summary>
                  {list(closed)}
                </details>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Where it stands about which figures one is told. */
export function RulesLink() {
  const t = useTranslations('adoption.rules');
  const { program } = use(PageScope);
  return (
    <Anchor
      inherit
      renderRoot={(props) => (
        <Link {...props} to="/adoption/rules" search={program === undefined ? {} : { program }} />
      )}
    >
      {t('title')}
    </Anchor>
  );
}

function Alert({ program, alert, latestRest }: { program: string; alert: OneAlert; latestRest: string }) {
  const t = useTranslations('adoption.alerts');
  const say = useSaying();
  const { places, person } = useSession();
  const [act, setAct] = useState<Act | null>(null);
  const id = `alert-${alert.id}`;
  const ref = useUnfolded<HTMLLIElement>(id);
  const { capability, region, kpi, openedIn, newest, state, reasons, note, by, acts } = alert;
  const cut = alert.function === null ? [] : [t(`function.${alert.function}`)];
  const place = [say.region(region), ...cut, say.capability(capability.code)].join(', ');
  const where = {
    capability: capability.code,
    region,
    ...(alert.function !== null && { function: alert.function }),
  };
  const taken = state === 'acknowledged' ? acts.find((one) => one.act === 'acknowledge') : undefined;
  const asker = (taken?.asked && taken.by) ?? null;
  const isMine = state === 'acknowledged' && alert.acknowledgedBy === person.id;
  const offered = OFFERED[state === 'acknowledged' ? 'taken' : 'untaken'];
  return (
    <li id={id} ref={ref}>
      <strong>{place}</strong>
      <Standing alert={alert} />
      <p className="soft">
        {t.rich(`state.${state}`, {
          at: () => alert.acknowledgedAt !== null && <Moment at={alert.acknowledgedAt} as="minute" />,
          until: alert.snoozedUntil === null ? '' : say.day(alert.snoozedUntil),
          share: alert.closedShare === null ? '' : say.percent(alert.closedShare),
          by: isMine ? t('you') : (by ?? 'none'),
          asker: asker ?? 'none',
        })}
        {note !== null && <> {asker === null ? t('note', { note }) : t('noteOf', { by: asker, note })}</>}
      </p>
      {(acts.length > 1 || acts.some((one) => one.note !== note)) && <Done acts={acts} />}
      <Evidence kpi={kpi} of={{ ...where, asOf: dayOf(newest?.period ?? openedIn) }} />
      {isOpen(alert) && (
        <div className={classes.onScreen}>
          <Why reasons={reasons.slice(0, 2)} of={{ ...where, asOf: undefined }} />
        </div>
      )}
      {isOpen(alert) && actsOnAlerts(places) && act === null && (
        <Group gap="xs" className={classes.onScreen}>
          {offered.map((one, index) => (
            <Button
              key={one}
              variant={index === 0 ? 'filled' : 'default'}
              aria-label={t('of', { act: t(`act.${one}`), place })}
              onClick={() => setAct(one)}
            >
              {t(`act.${one}`)}
            </Button>
          ))}
        </Group>
      )}
      {act !== null && (
        <AlertForm
          program={program}
          id={alert.id}
          act={act}
          latestRest={latestRest}
          close={() => setAct(null)}
        />
      )}
    </li>
  );
}

/** The figure as it is now, and as it was when it opened. */
function Standing({ alert: { kind, kpi, openedIn, openedShare, newest } }: { alert: OneAlert }) {
  const t = useTranslations('adoption.alerts');
  const names = useTranslations('kpi');
  const say = useSaying();
  const opened = openedShare !== null && { share: say.percent(openedShare), period: say.period(openedIn) };
  if (newest)
    return (
      <p>
        {t('figure', {
          kpi: names(kpi),
          numerator: newest.numerator,
          of: newest.of,
          share: say.percent(newest.share),
          period: say.period(newest.period),
        })}{' '}
        {opened && openedIn !== newest.period && t('began', opened)}
      </p>
    );
  return (
    <p>
      {kind === 'noData' || !opened
        ? t('noData', { kpi: names(kpi), period: say.period(openedIn) })
        : t('crossed', { kpi: names(kpi), ...opened })}
    </p>
  );
}

/** What people did about it, the newest first. */
function Done({ acts }: { acts: OneAlert['acts'] }) {
  const t = useTranslations('adoption.alerts');
  const say = useSaying();
  return (
    <details>
      <summary>{t('did.title')}</summary>
      <ul className={classes.marks}>
        {acts.map(({ act, at, by, asked, until, note }) => (
          <li key={at + act}>
            {t.rich(`did.${asked === null ? act : 'asked'}`, {
              at: () => <Moment at={at} as="minute" />,
              by: by ?? t('machine'),
              asked: asked ?? '',
              until: until === null ? '' : say.day(until),
            })}
            {note !== null && <> {t('note', { note })}</>}
          </li>
        ))}
      </ul>
    </details>
  );
}
