import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { enrolmentsListOptions } from '#api/@tanstack/react-query.gen';
import { useSession } from '../../frame/session';
import { Empty, Loaded } from '../../shared/states';
import { Loop } from './loop';
import classes from './mine.module.css';

/** What a rep is coached in: what was seen, what is agreed and by when, and what they say of themselves. */
export default function Mine({ asked }: { asked: ReadonlySet<string> }) {
  const t = useTranslations('mine');
  const { person } = useSession();
  const loops = useQuery(enrolmentsListOptions({ query: { rep: person.id, ended: 'false', limit: '50' } }));
  return (
    <section aria-labelledby="mine" className={classes.mine}>
      <div className={classes.head}>
        <h2 id="mine">{t('title')}</h2>
        <Anchor component={Link} to="/readers">
          {t('readers')}
        </Anchor>
      </div>
      <Loaded query={loops}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty title={t('none')}>{t('noneText')}</Empty>
          ) : (
            items.map(({ id }) => <Loop key={id} id={id} isAsked={asked.has(id)} />)
          )
        }
      </Loaded>
    </section>
  );
}
