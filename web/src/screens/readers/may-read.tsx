import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { auditMayReadOptions } from '#api/@tanstack/react-query.gen';
import { useSession } from '../../frame/session';
import { Loaded } from '../../shared/states';
import classes from './readers.module.css';

/** By what they are to the rep, with their names, and how much of the record that shows. */
export function MayRead() {
  const t = useTranslations('readers');
  const { person } = useSession();
  const may = useQuery(auditMayReadOptions({ path: { id: person.id } }));
  return (
    <Loaded query={may}>
      {({ items }) => (
        <ul className={classes.list}>
          {items.map(({ holder, view, who }) => (
            <li key={holder}>
              <p>
                {t(`holder.${holder}`)}
                {who.length > 0 && <strong dir="auto"> {who.map(({ name }) => name).join(', ')}</strong>}
              </p>
              <p className="soft">{t(`view.${view}`)}</p>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
