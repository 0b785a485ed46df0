import { useTranslations } from 'use-intl';
import type { MayRead as May } from '#api/types.gen';
import classes from './readers.module.css';

/** By what they are to the rep, with their names, and how much of the record that shows. */
export function MayRead({ items }: May) {
  const t = useTranslations('readers');
  return (
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
  );
}
