import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { preferencesGetOptions } from '#api/@tanstack/react-query.gen';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Absences } from '../../shared/absences';
import { Delegate } from '../../shared/delegate';
import { Loaded } from '../../shared/states';
import { Messages } from './messages';
import classes from './settings.module.css';
import { Wanted } from './wanted';

/** When, by what and in which language one is written to, and who stands in while one is away. */
export default function Notifications() {
  const t = useTranslations('settings');
  const { person } = useSession();
  const preferences = useQuery({ ...preferencesGetOptions(), staleTime: Infinity });
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.sections}>
        <section aria-labelledby="messages">
          <h2 id="messages">{t('messages')}</h2>
          <Loaded query={preferences}>
            {(data) => (
              <>
                <Messages preferences={data} />
                <Wanted />
              </>
            )}
          </Loaded>
        </section>
        {/* Not before: it would be pushed down under somebody's eyes. */}
        {!preferences.isPending && (
          <section aria-labelledby="away">
            <h2 id="away">{t('away')}</h2>
            <Absences personId={person.id} />
            <Delegate personId={person.id} label={t('delegate')} description={t('delegateText')} />
          </section>
        )}
      </div>
    </>
  );
}
