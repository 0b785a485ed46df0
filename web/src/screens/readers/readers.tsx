import { useTranslations } from 'use-intl';
import { PageTitle } from '../../frame/title';
import { HaveRead } from './have-read';
import { MayRead } from './may-read';
import classes from './readers.module.css';

/** Who may read one's own record, and who has. */
export default function Readers() {
  const t = useTranslations('readers');
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.sections}>
        <section aria-labelledby="may">
          <h2 id="may">{t('may')}</h2>
          <MayRead />
        </section>
        <section aria-labelledby="have">
          <h2 id="have">{t('have')}</h2>
          <p className="soft">{t('haveText')}</p>
          <HaveRead />
        </section>
      </div>
    </>
  );
}
