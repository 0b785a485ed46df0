import { useTranslations } from 'use-intl';
import { runsIt } from '../../frame/places';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { NoPermission } from '../../shared/states';
import { MoreWords } from '../../words/more-words';
import { Grants } from './grants';
import { Keys } from './keys';
import classes from '../operations/operations.module.css';

/** Which machines are let in, and which roles people were granted. */
export default function Access() {
  const { places } = useSession();
  if (!runsIt(places)) return <NoPermission isPage />;
  return (
    <MoreWords of="operations">
      <Page />
    </MoreWords>
  );
}

function Page() {
  const t = useTranslations('access');
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.page}>
        <section aria-labelledby="keys">
          <h2 id="keys">{t('keys')}</h2>
          <Keys />
        </section>
        <section aria-labelledby="grants">
          <h2 id="grants">{t('grants')}</h2>
          <Grants />
        </section>
      </div>
    </>
  );
}
