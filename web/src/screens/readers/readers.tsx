import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { auditMayReadOptions } from '#api/@tanstack/react-query.gen';
import { useSession } from '../../frame/session';
import { PageTitle } from '../../frame/title';
import { Loaded } from '../../shared/states';
import { HaveRead } from './have-read';
import { MayRead } from './may-read';
import classes from './readers.module.css';

/** Who may read one's own record, and who has. */
export default function Readers() {
  const t = useTranslations('readers');
  const { person } = useSession();
  const may = useQuery(auditMayReadOptions({ path: { id: person.id } }));
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <div className={classes.sections}>
        <section aria-labelledby="may">
          <h2 id="may">{t('may')}</h2>
          <Loaded query={may}>{({ items }) => <MayRead items={items} />}</Loaded>
        </section>
        {/* Not before: it would be pushed down under somebody's eyes. */}
        {!may.isPending && (
          <section aria-labelledby="have">
            <h2 id="have">{t('have')}</h2>
            <p className="soft">{t('haveText')}</p>
            <HaveRead />
          </section>
        )}
      </div>
    </>
  );
}
